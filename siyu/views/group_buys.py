"""Group buys as they stand: who is in with masked names, how many are missing, until when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import catalog, customers, groups
from siyu.modules.groups import Group, Offer, Seat
from siyu.views.letters import PICTURES
from siyu.views.refs import PlaceRef, gather_refs


class GroupOffer(Struct, frozen=True, kw_only=True):
    """An offer; `unit_minor` is the list price. `stores`: null is every one."""

    id: UUID
    version: int
    state: groups.OfferState
    name: str
    sku: UUID
    product: UUID | None
    goods: str
    sku_name: str
    picture_url: str | None
    price_minor: int
    unit_minor: int | None
    size: int
    hours: int
    since: datetime
    until: datetime
    cap: int | None
    newcomers: bool
    stores: list[PlaceRef] | None
    now: datetime


class GroupMember(Struct, frozen=True, kw_only=True):
    """Who has paid for a seat, as strangers see her; `name` may be empty."""

    name: str
    starts: bool
    at: datetime


class GroupShape(Struct, frozen=True, kw_only=True):
    """A group: so many are `missing`, `mine` is her order in it; `now` is the server's clock."""

    id: UUID
    offer: GroupOffer
    state: groups.GroupState
    store: PlaceRef | None
    members: list[GroupMember]
    missing: int
    until: datetime
    mine: UUID | None
    now: datetime


class OfferLive(Struct, frozen=True, kw_only=True):
    """How an offer goes: groups by state, seats by state, and the latest groups."""

    offer: GroupOffer
    groups: dict[str, int]
    seats: dict[str, int]
    latest: list[GroupShape]


class OrderGroup(Struct, frozen=True, kw_only=True):
    """The group that an order has a seat in; before it is full nothing is handed over."""

    id: UUID
    offer: UUID
    state: groups.GroupState
    size: int
    missing: int
    until: datetime


LATEST = 100
"""Of how many groups the figures of an offer are."""


async def groups_of_orders(work: Work, orders: Sequence[UUID]) -> dict[UUID, OrderGroup]:
    """For those of them that have a seat."""
    hers = await groups.seats_of(work, orders)
    if not hers:
        return {}
    found = await groups.groups_of(work, [seat.group_id for seat in hers.values()])
    seats = await groups.seats_in(work, list(found))
    shapes = {
        one.id: OrderGroup(
            id=one.id,
            offer=one.offer_id,
            state=one.state,
            size=one.size,
            missing=_missing(one, seats[one.id]),
            until=one.until,
        )
        for one in found.values()
    }
    return {order: shapes[seat.group_id] for order, seat in hers.items()}


async def offer_shapes(work: Work, offers: Sequence[Offer]) -> list[GroupOffer]:
    sold = await catalog.offers(work, [one.sku for one in offers])
    refs = await gather_refs(work, stores={s for one in offers for s in one.stores or ()})
    return [_offer(one, sold.get(one.sku), refs.stores, work.now) for one in offers]


async def group_shapes(
    work: Work, found: Sequence[Group], customer: UUID | None
) -> list[GroupShape]:
    offers = await groups.offers_of(work, [one.offer_id for one in found])
    shapes = {one.id: one for one in await offer_shapes(work, list(offers.values()))}
    seats = await groups.seats_in(work, [one.id for one in found])
    people = {seat.customer_id for of in seats.values() for seat in _paid(of)}
    names = await customers.refs(work, list(people))
    refs = await gather_refs(work, stores={one.store_id for one in found})
    return [
        GroupShape(
            id=one.id,
            offer=shapes[one.offer_id],
            state=one.state,
            store=refs.store(one.store_id),
            members=_members(seats[one.id], names),
            missing=_missing(one, seats[one.id]),
            until=one.until,
            mine=next(
                (
                    seat.order_id
                    for seat in seats[one.id]
                    if seat.customer_id == customer and seat.state in {"held", "paid", "back"}
                ),
                None,
            ),
            now=work.now,
        )
        for one in found
    ]


async def offer_live(work: Work, offer: Offer) -> OfferLive:
    [shape] = await offer_shapes(work, [offer])
    found = await groups.groups_under(work, offer.id, limit=LATEST)
    seats = await groups.seats_in(work, [one.id for one in found])
    return OfferLive(
        offer=shape,
        groups=dict(Counter(str(one.state) for one in found)),
        seats=dict(Counter(str(seat.state) for of in seats.values() for seat in of)),
        latest=await group_shapes(work, found[:20], None),
    )


def _members(
    seats: Sequence[Seat], names: Mapping[UUID, customers.CustomerRef]
) -> list[GroupMember]:
    return [
        GroupMember(
            name=groups.masked(names[seat.customer_id].name if seat.customer_id in names else None),
            starts=seat.starts,
            at=seat.at,
        )
        for seat in _paid(seats)
    ]


def _missing(group: Group, seats: Sequence[Seat]) -> int:
    return max(0, group.size - len(_paid(seats)))


def _paid(seats: Sequence[Seat]) -> list[Seat]:
    """Of a group that failed too, whose money went back since."""
    return [seat for seat in seats if seat.state in {"paid", "back"}]


def _offer(
    one: Offer,
    sold: catalog.Offer | None,
    stores: Mapping[UUID, PlaceRef],
    now: datetime,
) -> GroupOffer:
    return GroupOffer(
        id=one.id,
        version=one.version,
        state=one.state,
        name=one.name,
        sku=one.sku,
        product=sold.product_id if sold else None,
        goods=sold.name if sold else "",
        sku_name=sold.sku_name if sold else "",
        picture_url=f"{PICTURES}/{sold.picture}" if sold and sold.picture else None,
        price_minor=one.price_minor,
        unit_minor=sold.price_minor if sold else None,
        size=one.size,
        hours=one.hours,
        since=one.since,
        until=one.until,
        cap=one.cap,
        newcomers=one.newcomers,
        stores=None if one.stores is None else [stores[s] for s in one.stores if s in stores],
        now=now,
    )
