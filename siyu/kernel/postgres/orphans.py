"""A server that outlived the process which started it: ended before a new one begins."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from siyu.kernel.postgres.errors import ServerForeign, StopFailed
from siyu.kernel.postgres.pidfile import Postmaster, who_is
from siyu.kernel.postgres.values import Options, Waited


async def clear(
    found: Postmaster, cluster: Path, options: Options, report: Callable[[Waited], None]
) -> None:
    """Returns when nobody serves the folder; a server that we didn't start is left alone.

    An orphan isn't adopted: it could neither be tied to our life nor be waited for.
    """
    who = who_is(found.pid, cluster)
    if who == "foreign":
        raise ServerForeign(pid=found.pid, folder=cluster.parent)
    if who == "other":  # PostgreSQL would take that process for a server
        (cluster / "postmaster.pid").unlink(missing_ok=True)
    if who == "ours":
        for rudeness in (signal.SIGINT, signal.SIGQUIT):
            if await _end(found.pid, cluster, rudeness, options, report):
                return
        raise StopFailed(pid=found.pid, folder=cluster.parent)


async def _end(
    pid: int,
    cluster: Path,
    rudeness: signal.Signals,
    options: Options,
    report: Callable[[Waited], None],
) -> bool:
    os.kill(pid, rudeness)
    began = told = time.monotonic()
    while who_is(pid, cluster) == "ours":
        now = time.monotonic()
        if now - began > options.stop_within_s:
            return False
        if now - told > options.report_every_s:
            told = now
            report(Waited(seconds=now - began, said=f"process {pid} is still stopping"))
        await asyncio.sleep(0.05)
    return True
