"""Stores and guides beside each other, with names; also those of whom there is nothing to count."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct, structs

from siyu.kernel.db import Query, Work
from siyu.modules import insight
from siyu.views.refs import PersonRef, PlaceRef


class Compared(Struct, frozen=True, kw_only=True):
    """A store's or a guide's numbers; null names stand for sales without any.

    `made` is what it sold, to whomever; `own` is what its own customers bought, wherever.
    """

    store: PlaceRef | None
    guide: PersonRef | None
    customers: int
    new: int
    active: int
    purchases: int
    made_store_minor: int
    made_mall_minor: int
    own_store_minor: int
    own_mall_minor: int


class Row(Struct, frozen=True, kw_only=True):
    """A store, or a guide with the store of her post."""

    id: UUID
    name: str
    store: UUID | None
    code: str | None
    store_name: str | None


STORES = Query(
    Row,
    """
    select id, name, id as store, code, name as store_name from tenants.store
    where tenant_id = $1
      and (id = any($2::uuid[]) or (closed_on is null and kind <> 'warehouse'
                                    and ($3::uuid[] is null or id = any($3))))
    """,
)
GUIDES = Query(
    Row,
    """
    select p.id, p.name, o.store_id as store, s.code, s.name as store_name
    from staff.person p
    left join staff.post o on o.tenant_id = $1 and o.person_id = p.id and o.until is null
    left join tenants.store s on s.tenant_id = $1 and s.id = o.store_id
    where p.tenant_id = $1
      and (p.id = any($2::uuid[])
           or (p.role = 'guide' and p.left_at is null
               and ($3::uuid[] is null or o.store_id = any($3))))
    """,
)


async def compared(
    work: Work, by: insight.By, found: Sequence[insight.Compared], places: list[UUID] | None
) -> list[Compared]:
    """Everybody with a number and, of the places looked at, everybody who might have one."""
    ids = [one.id for one in found if one.id is not None]
    query = STORES if by == "store" else GUIDES
    rows = {row.id: row for row in await query.all(work, work.tenant, ids, places)}
    counted = {one.id for one in found}
    zeros = [insight.Compared(id=id_) for id_ in rows if id_ not in counted]
    items = [_item(by, one, rows.get(one.id) if one.id else None) for one in [*found, *zeros]]
    return sorted(items, key=_place)


def _item(by: insight.By, one: insight.Compared, row: Row | None) -> Compared:
    numbers = structs.asdict(one)
    del numbers["id"]
    store = (
        PlaceRef(id=row.store, code=row.code or "", name=row.store_name or "")
        if row and row.store
        else None
    )
    guide = PersonRef(id=row.id, name=row.name) if row and by == "guide" else None
    return Compared(store=store, guide=guide, **numbers)


def _place(one: Compared) -> tuple[bool, int, str]:
    """The largest seller first; what nobody sold comes last."""
    nameless = one.store is None and one.guide is None
    name = one.guide.name if one.guide else one.store.name if one.store else ""
    return nameless, -(one.made_store_minor + one.made_mall_minor), name
