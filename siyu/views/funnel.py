"""The people behind a bar of the funnel, with names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.kernel.scope import Scope
from siyu.modules import customers, insight
from siyu.views.refs import PersonRef, PlaceRef, gather_refs


class StepPerson(Struct, frozen=True, kw_only=True):
    """Somebody who came to a step at that instant, and how far she has come since."""

    id: UUID
    member_no: int
    name: str | None
    phone_masked: str | None
    store: PlaceRef | None
    guide: PersonRef | None
    at: datetime
    furthest: insight.Step


class Row(Struct, frozen=True, kw_only=True):
    id: UUID
    member_no: int
    name: str | None
    store_id: UUID | None
    guide_id: UUID | None


BY_ID = Query(
    Row,
    """
    select id, member_no, name, store_id, guide_id from customers.customer
    where tenant_id = $1 and id = any($2::uuid[]) and forgotten_at is null
      and ($3::uuid[] is null or store_id = any($3)) and ($4::uuid is null or guide_id = $4)
    """,
)


async def step_people(
    work: Work, reached: Sequence[insight.Reached], scope: Scope
) -> list[StepPerson]:
    """Those within the scope now, whatever was counted a moment ago."""
    ids = [one.customer for one in reached]
    rows = await BY_ID.all(work, work.tenant, ids, scope.place_list(), scope.own) if ids else []
    known = {row.id: row for row in rows}
    names = await gather_refs(
        work, stores={r.store_id for r in rows}, people={r.guide_id for r in rows}
    )
    phones = await customers.masked_phones(work, list(known))
    return [
        StepPerson(
            id=row.id,
            member_no=row.member_no,
            name=row.name,
            phone_masked=phones.get(row.id),
            store=names.store(row.store_id),
            guide=names.person(row.guide_id),
            at=one.at,
            furthest=one.furthest,
        )
        for one in reached
        if (row := known.get(one.customer))
    ]
