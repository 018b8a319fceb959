"""Every SELECT of tasks."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.tasks.values import Counts, Ended

_ENDED = "select key, kind, customer_id, guide_id, state, reason, at from tasks.ended"
_OF_KEYS = Query(Ended, f"{_ENDED} where tenant_id = $1 and key = any($2::uuid[])")
_OF_GUIDE = Query(
    Ended,
    f"{_ENDED} where tenant_id = $1 and guide_id = $2 order by at desc, key limit $3 offset $4",
)
_COUNT = Scalar(
    f"""
    select count(*) from (
      select from tasks.ended where tenant_id = $1 and guide_id = $2
      limit {MAX_ROWS + 1}) counted
    """
)
_SINCE = Query(
    Counts,
    """
    select count(*) filter (where state = 'done') as done,
           count(*) filter (where state = 'dismissed') as dismissed
    from tasks.ended where tenant_id = $1 and guide_id = $2 and at >= $3
    """,
)


async def find_ended(work: Work, keys: Collection[UUID]) -> dict[UUID, Ended]:
    """Those of these that ended, by key."""
    rows = await _OF_KEYS.all(work, work.tenant, list(keys)) if keys else []
    return {row.key: row for row in rows}


async def list_ended(
    work: Work, guide: UUID, *, limit: int, offset: int = 0
) -> tuple[list[Ended], int]:
    """What a guide ended, the latest first, and a capped count."""
    rows = await _OF_GUIDE.all(work, work.tenant, guide, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, guide)


async def count_ended(work: Work, guide: UUID, since: datetime) -> Counts:
    return await _SINCE.one(work, work.tenant, guide, since)
