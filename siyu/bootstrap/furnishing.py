"""The demo on a first start: furnished by a process of its own while the doors are open already.

`demo.json` in the data folder holds what was furnished and who one may be there; `demo.begun`
stands for a furnishing that was interrupted and is taken up at the next start.
"""

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg

from siyu.bootstrap import addresses
from siyu.bootstrap.engine import until
from siyu.bootstrap.ground import environment, keyring
from siyu.kernel.config import Settings

END_S = 20


def told(settings: Settings) -> Path:
    return settings.data / "demo.json"


def begun(settings: Settings) -> Path:
    return settings.data / "demo.begun"


async def furnish(
    settings: Settings, sign_ins: Callable[[bytes], None], stop: asyncio.Event
) -> None:
    """Show who one may be; furnish first where no merchant is. Ends early when asked to stop."""
    if not told(settings).exists() and await _is_wanted(settings):
        await _run(settings, stop)
    if told(settings).exists() and not stop.is_set():
        sign_ins(told(settings).read_bytes())


async def _is_wanted(settings: Settings) -> bool:
    """Only into a database where nobody has begun yet."""
    if begun(settings).exists():
        return True
    conn = await asyncpg.connect(addresses.urls(settings, keyring(settings)).admin)
    try:
        return not await conn.fetchval("select exists (select from tenants.merchant)")
    finally:
        await conn.close()


async def _run(settings: Settings, stop: asyncio.Event) -> None:
    demo = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "siyu",
        "demo",
        "--from-up",
        env=environment(settings),
        start_new_session=True,
    )
    if await until(stop, demo):
        return
    demo.send_signal(signal.SIGINT)
    try:
        await asyncio.wait_for(demo.wait(), END_S)
    except TimeoutError:
        demo.kill()
        await demo.wait()
