"""Months of facts that left PostgreSQL: which they are, and how readers go on into them.

A month is listed here in the very transaction that drops its partition. A reader looks into
PostgreSQL first and at this list second, so a month that leaves meanwhile is met at least once,
and ids tell when it is met twice.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import Query, Runs
from siyu.kernel.errors import Trouble
from siyu.kernel.facts.envelope import Position

if TYPE_CHECKING:
    from siyu.kernel.facts.log import StoredTold

R = TypeVar("R")


class ArchiveAway(Trouble):
    code = "kernel.archive_away"
    zh = "较早的记录已归档，暂时读不到，请稍后再试。"
    en = "Older facts lie in the archive, which can't be read right now; please try again shortly."


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """An archived month: the first and last position in it, and the span of its instants."""

    month: date
    generation: str
    rows: int
    first_epoch: int
    first_xid: int
    first_id: UUID
    last_epoch: int
    last_xid: int
    last_id: UUID
    oldest_at: datetime
    latest_at: datetime

    @property
    def first(self) -> Position:
        return Position(self.first_epoch, self.first_xid, self.first_id)

    @property
    def last(self) -> Position:
        return Position(self.last_epoch, self.last_xid, self.last_id)


MONTH = """
month, generation, rows, first_epoch, first_xid, first_id, last_epoch, last_xid, last_id,
oldest_at, latest_at
"""

BEYOND = Query(
    Month,
    f"""
    select {MONTH} from facts.archived
    where (last_epoch, last_xid, last_id) > ($1, $2, $3)
    order by first_epoch, first_xid, first_id
    """,
)

BEFORE = Query(
    Month,
    f"""
    select {MONTH} from facts.archived
    where oldest_at <= $1 and ($2::timestamptz is null or latest_at >= $2)
    order by latest_at desc
    """,
)

OF_INSTANT = Query(
    Month,
    f"select {MONTH} from facts.archived where month = date_trunc('month', $1 at time zone 'UTC')",
)


class Older(Protocol):
    """Reads archived months; ArchiveAway when they can't be had."""

    async def between(
        self,
        months: Sequence[Month],
        tenant: int | None,
        after: Position,
        to: Position,
        *,
        names: Sequence[str],
        limit: int,
    ) -> "list[StoredTold]":
        """The first facts after one position and not after the other, in order."""
        ...

    async def about(
        self,
        months: Sequence[Month],
        tenant: int,
        subjects: Sequence[UUID],
        before: tuple[datetime, UUID],
        *,
        names: Sequence[str],
        limit: int,
    ) -> "list[StoredTold]":
        """What happened to a person before an instant, latest first."""
        ...

    async def find(self, months: Sequence[Month], tenant: int, fact: UUID) -> "list[StoredTold]":
        """The fact of that id, if one of the months has it."""
        ...


async def months_beyond(on: Runs, after: Position) -> list[Month]:
    """Archived months with facts after a position, in the order of their first."""
    return await BEYOND.all(on, after.epoch, after.xid, after.id)


def must_read(older: Older | None) -> Older:
    """Who reads without an archive at hand is told so, instead of skipping what is there."""
    if older is None:
        raise ArchiveAway
    return older


def merged(
    parts: Iterable[Iterable[R]],
    *,
    id_of: Callable[[R], UUID],
    by: Callable[[R], Any],
    limit: int,
    latest_first: bool = False,
) -> list[R]:
    """The first `limit` of several ordered lists, what stands in two of them once."""
    once = {id_of(row): row for part in parts for row in part}
    return sorted(once.values(), key=by, reverse=latest_first)[:limit]
