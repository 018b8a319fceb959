"""Notices to the staff: what somebody is to know for their work. No gate: nobody is courted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS

MOST_UNREAD = 99


class Notice(Struct, frozen=True, kw_only=True):
    """Words to one of the staff."""

    staff: UUID
    words: str


class Noticed(Struct, frozen=True, kw_only=True):
    """A notice as it lies there; None: not read yet."""

    id: UUID
    words: str
    at: datetime
    read_at: datetime | None


_ADD = Command(
    """
    insert into messaging.notice (tenant_id, id, staff_id, words, at)
    select $1, n.*, $5 from unnest($2::uuid[], $3::uuid[], $4::text[]) as n
    """
)
_HIS = "from messaging.notice where tenant_id = $1 and staff_id = $2"
_LIST = Query(
    Noticed, f"select id, words, at, read_at {_HIS} order by at desc, id desc limit $3 offset $4"
)
_COUNT = Scalar(f"select count(*) from (select {_HIS} limit {MAX_ROWS + 1}) counted")
_UNREAD = Scalar(
    f"select count(*) from (select {_HIS} and read_at is null limit {MOST_UNREAD}) counted"
)
_READ = Command(
    """
    update messaging.notice set read_at = $3
    where tenant_id = $1 and staff_id = $2 and read_at is null
    """
)


async def notify(work: Work, notices: Sequence[Notice]) -> None:
    """Each lies on the desk of whom it is for from now on."""
    if notices:
        ids = [work.new_id() for _ in notices]
        said = [one.staff for one in notices], [one.words for one in notices]
        await _ADD.run(work, work.tenant, ids, *said, work.now)


async def list_notices(
    work: Work, staff: UUID, *, limit: int, offset: int = 0
) -> tuple[list[Noticed], int]:
    """Somebody's, the latest first, and a capped count."""
    rows = await _LIST.all(work, work.tenant, staff, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, staff)


async def count_new_notices(work: Work, staff: UUID) -> int:
    """Those not read yet, counted no further than 99."""
    return await _UNREAD.get(work, work.tenant, staff)


async def read_notices(work: Work, staff: UUID) -> None:
    """They were looked at."""
    await _READ.run(work, work.tenant, staff, work.now)
