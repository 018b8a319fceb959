"""Who changed what: the audit with the names of those who did."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One change, as it was written with the change itself."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    actor_name: str | None
    verb: str
    object_kind: str
    object_id: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries: part of a verb, an actor, an object, a time."""

    text: str = ""
    actor: UUID | None = None
    object_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


_WANTED = """
where a.tenant_id = $1 and ($2 = '' or starts_with(a.verb, $2))
  and ($3::uuid is null or a.actor_id = $3) and ($4::uuid is null or a.object_id = $4)
  and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
"""
_LIST = Query(
    Entry,
    f"""
    select a.id, a.at, a.actor_kind, a.actor_id, p.name as actor_name, a.verb, a.object_kind,
           a.object_id, a.before, a.after, a.request_id
    from kernel.audit a
    left join staff.person p on p.tenant_id = a.tenant_id and p.id = a.actor_id
    {_WANTED} order by a.at desc, a.id desc limit $7 offset $8
    """,
)
_COUNT = Scalar(f"select count(*) from (select 1 from kernel.audit a {_WANTED} limit 10001) n")


async def list_entries(
    work: Work, wanted: Wanted, *, limit: int, offset: int
) -> tuple[list[Entry], int]:
    """Entries, the latest first, and a capped count."""
    which = (work.tenant, *msgspec.structs.astuple(wanted))
    rows = await _LIST.all(work, *which, limit, offset)
    return rows, await _COUNT.get(work, *which)
