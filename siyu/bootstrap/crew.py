"""The worker, made of every room's share, and the columns' feed beside it."""

import asyncio
import signal
from contextlib import suppress

import structlog

from siyu.bootstrap import archiving, discover
from siyu.bootstrap.house import opened
from siyu.kernel import columns as engine
from siyu.kernel.config import Settings
from siyu.kernel.kit import Kit
from siyu.worker import Worker

_logger = structlog.get_logger()


def made_worker(kit: Kit) -> Worker:
    return Worker(
        kit,
        reactions=discover.reactions(kit),
        handlers=discover.handlers(kit),
        letters=discover.letters(kit),
        entries=discover.entries(kit),
    )


async def work(settings: Settings) -> None:
    """The worker and, while it holds their leases, the columns' feed and the archive."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings) as kit:
        beside = [asyncio.create_task(one) for one in (_feed(kit), archiving.keep(kit))]
        await made_worker(kit).run(stop)
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _feed(kit: Kit) -> None:
    """Feed while we own it; when the lease is lost, wait for it again."""
    projections = discover.projections()
    while True:
        relay, columns = kit.database.relay, kit.columns
        # A lost lease cancels the task that held it: a task of its own, which may end so.
        older = kit.works.older
        task = asyncio.create_task(
            engine.feed_while_owner(kit.owners, relay, columns, projections, older)
        )
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()
            (why,) = await asyncio.gather(task, return_exceptions=True)
        _logger.warning("columns.feed_ended", why=type(why).__name__)
        await asyncio.sleep(1)
