"""The only place that knows everyone's name: it makes a process out of the parts."""

import asyncio
import signal

import uvloop

from siyu import cli
from siyu.bootstrap import addresses, discover
from siyu.bootstrap import up as whole
from siyu.bootstrap.house import furnish_database, keyring, opened
from siyu.kernel import columns as engine
from siyu.kernel import logs
from siyu.kernel.config import Settings
from siyu.kernel.kit import Kit
from siyu.worker import Worker


class Program:
    """The commands, bound to the house."""

    def up(self, settings: Settings, *, demo: bool, json: bool) -> None:
        logs.configure(settings.log_level, "up")

        def ready(url: str) -> None:
            cli.show({"url": url} if json else f"Siyu is up: {url}/console/", json=json)

        def say(what: str) -> None:
            if not json:
                cli.screen.print(f"· {what}", style="dim")

        asyncio.run(whole.run(settings, say, ready))

    def web(self, settings: Settings, fd: int | None) -> None:
        from siyu.bootstrap import web  # noqa: PLC0415 - only this process needs every door

        logs.configure(settings.log_level, "web")
        uvloop.run(web.serve(settings, fd))

    def worker(self, settings: Settings) -> None:
        logs.configure(settings.log_level, "worker")
        uvloop.run(work(settings))

    def columns(self, settings: Settings) -> None:
        from siyu.kernel.columns.server import serve  # noqa: PLC0415 - it loads the engine

        logs.configure(settings.log_level, "columns")
        secret = addresses.columns_secret(keyring(settings))
        serve(settings.data / "columns", port=settings.columns_port, secret=secret)

    async def migrate(self, settings: Settings) -> str:
        logs.configure(settings.log_level, "migrate")
        await furnish_database(settings)
        return "the database is up to date"


def made_worker(kit: Kit) -> Worker:
    return Worker(
        kit,
        reactions=discover.reactions(kit),
        handlers=discover.handlers(kit),
        letters=discover.letters(kit),
        entries=discover.entries(kit),
    )


async def work(settings: Settings) -> None:
    """The worker and, while it holds the lease, the feed of the columns."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings) as kit:
        feeding = asyncio.create_task(_feed(kit))
        await made_worker(kit).run(stop)
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)


async def _feed(kit: Kit) -> None:
    """Feed while we own it; when the lease is lost, wait for it again."""
    while True:
        projections = discover.projections()
        task = asyncio.create_task(
            engine.feed_while_owner(kit.owners, kit.database.relay, kit.columns, projections)
        )
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()
        await asyncio.sleep(1)


def main() -> None:
    cli.main(Program())
