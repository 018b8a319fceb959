"""Names of what rows point at, gathered once for a whole page."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Actor, Work
from siyu.modules import catalog, content, customers, loyalty, staff, tenants
from siyu.modules.customers import TagRef


def staff_of(actor: str) -> UUID | None:
    """Whoever of the staff an actor stands for, as rows keep one."""
    read = Actor.read(actor)
    return read.id if read.kind == "staff" else None


class PlaceRef(Struct, frozen=True, kw_only=True):
    """A store, as rows show and link it."""

    id: UUID
    code: str
    name: str


class PersonRef(Struct, frozen=True, kw_only=True):
    """A member of staff, as rows show and link them."""

    id: UUID
    name: str


class Refs(Struct, frozen=True, kw_only=True):
    """What was gathered; an id that nobody knows has no name."""

    stores: Mapping[UUID, PlaceRef]
    people: Mapping[UUID, PersonRef]
    skus: Mapping[UUID, str]
    tags: Mapping[UUID, TagRef] = {}
    articles: Mapping[UUID, str] = {}
    products: Mapping[UUID, str] = {}

    def store(self, id_: UUID | None) -> PlaceRef | None:
        return None if id_ is None else self.stores.get(id_)

    def person(self, id_: UUID | None) -> PersonRef | None:
        return None if id_ is None else self.people.get(id_)


async def price_tiers(work: Work, ids: Iterable[UUID]) -> dict[UUID, TagRef]:
    """Names of what prices ask of customers: tags, and tiers of members, which lie in no group."""
    wanted = set(ids)
    found = await customers.tag_refs(work, list(wanted)) if wanted else {}
    if not wanted - set(found):
        return found
    tiers = await loyalty.tier_refs(work)
    named = {id_: TagRef(id_, "", tiers[id_].name) for id_ in wanted & set(tiers)}
    return found | named


async def gather_refs(
    work: Work,
    *,
    stores: Iterable[UUID | None] = (),
    people: Iterable[UUID | None] = (),
    skus: Iterable[UUID | None] = (),
    tags: Iterable[UUID | None] = (),
    articles: Iterable[UUID | None] = (),
    products: Iterable[UUID | None] = (),
) -> Refs:
    """One look per room, none for a room that nothing is asked of."""
    places = await tenants.store_refs(work, stores)
    persons = {id_ for id_ in people if id_ is not None}
    named = await staff.names(work, list(persons)) if persons else {}
    goods = {id_ for id_ in skus if id_ is not None}
    sold = await catalog.sku_refs(work, list(goods)) if goods else {}
    written = [id_ for id_ in articles if id_ is not None]
    listed = [id_ for id_ in products if id_ is not None]
    tagged = {id_ for id_ in tags if id_ is not None}
    return Refs(
        stores={i: PlaceRef(id=i, code=s.code, name=s.name) for i, s in places.items()},
        people={i: PersonRef(id=i, name=name) for i, name in named.items()},
        skus={i: sku.name for i, sku in sold.items()},
        articles=await content.titles(work, written) if written else {},
        products=await catalog.product_names(work, listed) if listed else {},
        tags=await price_tiers(work, tagged) if tagged else {},
    )
