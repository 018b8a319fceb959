"""A feeder in a process of its own, for the tests that kill it."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from siyu.kernel.columns import Columns, Feed, Projection, Table
from siyu.kernel.db.pool import open_pool
from siyu.kernel.facts.envelope import Fact, Told, fact


@fact("kernel.drop_fallen")
class DropFallen(Fact, frozen=True, kw_only=True):
    bucket: int


def drops(told: Told[DropFallen]) -> Iterable[tuple[UUID, int]]:
    return [(told.id, told.fact.bucket)]


def latest(told: Told[DropFallen]) -> Iterable[tuple[int, UUID]]:
    return [(told.fact.bucket, told.id)]


DROPS = Projection(
    Table(name="drop_fallen", columns={"told": "UUID", "bucket": "Int32"}, order=("bucket", "at")),
    {"kernel.drop_fallen": drops},
)
BUCKETS = Projection(
    Table(name="bucket", columns={"bucket": "Int32", "last": "UUID"}, key=("bucket",)),
    {"kernel.drop_fallen": latest},
)


def feed(relay_url: str, port: int, secret: str, fence: int) -> None:
    """Feed until killed."""
    asyncio.run(_feed(relay_url, port, secret, fence))


async def _feed(relay_url: str, port: int, secret: str, fence: int) -> None:
    relay = await open_pool(relay_url, size=2)
    columns = Columns.embedded("127.0.0.1", port, secret)
    await Feed(relay, columns, [DROPS, BUCKETS], fence=fence, batch=200).run()
