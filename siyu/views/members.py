"""Members of an audience, by their numbers, as lists show them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.kernel.scope import Scope
from siyu.modules import customers
from siyu.views.refs import PersonRef, PlaceRef, gather_refs


class Member(Struct, frozen=True, kw_only=True):
    """A customer who is meant."""

    id: UUID
    member_no: int
    name: str | None
    phone_masked: str | None
    store: PlaceRef | None
    guide: PersonRef | None
    met_at: datetime
    last_purchase_at: datetime | None


class Row(Struct, frozen=True, kw_only=True):
    id: UUID
    member_no: int
    name: str | None
    store_id: UUID | None
    guide_id: UUID | None
    met_at: datetime
    last_at: datetime | None


BY_NUMBER = Query(
    Row,
    """
    select c.id, c.member_no, c.name, c.store_id, c.guide_id, c.met_at, f.last_at
    from customers.customer c
    left join tills.customer_figures f on f.tenant_id = $1 and f.customer_id = c.id
    where c.tenant_id = $1 and c.member_no = any($2::int4[]) and c.forgotten_at is null
      and ($3::uuid[] is null or c.store_id = any($3)) and ($4::uuid is null or c.guide_id = $4)
    order by c.member_no
    """,
)


async def list_members(work: Work, numbers: Sequence[int], scope: Scope) -> list[Member]:
    """Those within the scope now, whatever was counted a moment ago."""
    asked = (work.tenant, list(numbers), scope.place_list(), scope.own)
    rows = await BY_NUMBER.all(work, *asked) if numbers else []
    names = await gather_refs(
        work, stores={r.store_id for r in rows}, people={r.guide_id for r in rows}
    )
    phones = await customers.masked_phones(work, [r.id for r in rows])
    return [
        Member(
            id=r.id,
            member_no=r.member_no,
            name=r.name,
            phone_masked=phones.get(r.id),
            store=names.store(r.store_id),
            guide=names.person(r.guide_id),
            met_at=r.met_at,
            last_purchase_at=r.last_at,
        )
        for r in rows
    ]
