"""A server that outlived the process which started it: ended before a new one begins."""

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from siyu.kernel.postgres.child import stages
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
        await _end(found.pid, cluster, options, report)


async def _end(pid: int, cluster: Path, options: Options, report: Callable[[Waited], None]) -> None:
    began = told = time.monotonic()
    for rudeness, patience in stages(options.stop_within_s):
        sent = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, rudeness)
        while time.monotonic() - sent < patience:
            await asyncio.sleep(0.05)
            if who_is(pid, cluster) != "ours":
                return
            if time.monotonic() - told > options.report_every_s:
                told = time.monotonic()
                report(Waited(seconds=told - began, said=f"process {pid} is still stopping"))
    raise StopFailed(pid=pid, folder=cluster.parent)
