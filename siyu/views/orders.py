"""Orders as she and as the house see them: with names, what is fetched, and what goes back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import customers, fulfilment, orders, promotions
from siyu.modules.customers import CustomerRef
from siyu.views.group_buys import OrderGroup, groups_of_orders
from siyu.views.letters import PICTURES
from siyu.views.refs import PersonRef, PlaceRef, Refs, gather_refs, staff_of
from siyu.views.refund_sources import RefundSource, refund_sources
from siyu.views.shipments import ShipState, ship_states

PickupState = Literal["ready", "redeemed", "void"]


class OrderLine(Struct, frozen=True, kw_only=True):
    """A line as it was ordered; what went back of it, or is on its way.

    A `gift` costs nothing and comes with what was bought.
    """

    n: int
    sku: UUID
    product: UUID
    name: str
    sku_name: str
    picture_url: str | None
    unit_minor: int
    quantity: int
    discount_minor: int
    payable_minor: int
    refunded_quantity: int
    refunded_minor: int
    gift: bool


class OrderHead(Struct, frozen=True, kw_only=True):
    """What every list shows; `pay_by` is said as long as it can be paid.

    Of an order with a seat in a `group` nothing is handed over before the group is full.
    """

    id: UUID
    no: str
    state: orders.State
    channel: orders.Channel
    placed_at: datetime
    pay_by: datetime | None
    store: PlaceRef | None
    goods_minor: int
    discount_minor: int
    freight_minor: int
    payable_minor: int
    refunded_minor: int
    pieces: int
    lines: list[OrderLine]
    pickup: PickupState | None
    ship: ShipState | None
    """Of an order that is sent, how far it is; None: it is fetched."""
    note: str
    """What she said with it, for whoever packs it."""
    group: OrderGroup | None


class OrderItem(OrderHead, frozen=True, kw_only=True):
    """An order as the house sees it: whose it is, who looks after her, who is credited."""

    customer: CustomerRef | None
    belonging_store: PlaceRef | None
    selling_store: PlaceRef | None
    guide: PersonRef | None
    via: UUID | None


class OrderStep(Struct, frozen=True, kw_only=True):
    """A change of state, and why; by whom is said to the house alone."""

    state: str
    at: datetime
    why: str
    by: str | None = None


class OrderRefund(Struct, frozen=True, kw_only=True):
    """What goes back, and to whom; without lines it is money that came in for nothing."""

    id: UUID
    amount_minor: int
    freight_minor: int
    why: str
    goods_back: bool
    state: orders.RefundState
    lines: list[orders.Part]
    asked_at: datetime
    ended_at: datetime | None
    sources: list[RefundSource] = []


class RemarkShape(Struct, frozen=True, kw_only=True):
    """What somebody of the staff noted, for the others."""

    id: UUID
    words: str
    at: datetime
    by: PersonRef | None


class UsedCoupon(Struct, frozen=True, kw_only=True):
    """What was taken off the order."""

    id: UUID
    coupon: UUID
    name: str
    amount_minor: int


class PickupShape(Struct, frozen=True, kw_only=True):
    """Where and since when it may be fetched; `tail` are the last digits of the code."""

    state: PickupState
    store: PlaceRef | None
    tail: str
    ready_at: datetime
    redeemed_at: datetime | None
    voided_at: datetime | None
    by: PersonRef | None = None


class OrderInside(Struct, frozen=True, kw_only=True):
    """What a page of one order shows beside its head; `why` adds up to what is payable."""

    why: list[promotions.Reason]
    coupon: UsedCoupon | None
    steps: list[OrderStep]
    refunds: list[OrderRefund]


async def order_heads(work: Work, found: Sequence[orders.Order]) -> list[OrderHead]:
    """As she sees them in a list."""
    refs = await gather_refs(work, stores={one.shipping_store_id for one in found})
    return [OrderHead(**head) for head in await _heads(work, found, refs)]


async def order_items(work: Work, found: Sequence[orders.Order]) -> list[OrderItem]:
    stores = {id_ for one in found for id_ in stores_of(one)}
    refs = await gather_refs(work, stores=stores, people={one.guide_id for one in found})
    hers = await customers.refs(work, [one.customer_id for one in found])
    return [
        OrderItem(
            **head,
            customer=hers.get(one.customer_id),
            belonging_store=refs.store(one.belonging_store_id),
            selling_store=refs.store(one.selling_store_id),
            guide=refs.person(one.guide_id),
            via=one.via_id,
        )
        for one, head in zip(found, await _heads(work, found, refs), strict=True)
    ]


async def orders_inside(
    work: Work, found: Sequence[orders.Order], *, by: bool
) -> list[OrderInside]:
    """`by`: say who did what."""
    ids = [one.id for one in found]
    quotes, steps = await orders.quotes_of(work, ids), await orders.steps_of(work, ids)
    refunds = await orders.refunds_of(work, ids)
    sources = await refund_sources(work, refunds, inside=by)
    owned = await promotions.wallets_of(work, [one.wallet_id for one in found if one.wallet_id])
    return [
        OrderInside(
            why=[promotions.Reason(**reason) for reason in quotes[one.id].get("why", [])],
            coupon=_coupon(owned[one.wallet_id]) if one.wallet_id in owned else None,
            steps=[
                OrderStep(state=s.state, at=s.at, why=s.why, by=s.by if by else None)
                for s in steps[one.id]
            ],
            refunds=[refund_shape(back, sources.get(back.id, [])) for back in refunds[one.id]],
        )
        for one in found
    ]


async def find_pickups(work: Work, orders: Sequence[UUID]) -> dict[UUID, PickupShape]:
    """Of those orders that are fetched somewhere."""
    found = await fulfilment.pickups_of(work, orders)
    shapes = await pickup_shapes(work, list(found.values()))
    return dict(zip(found, shapes, strict=True))


async def pickup_shapes(work: Work, found: Sequence[fulfilment.Pickup]) -> list[PickupShape]:
    refs = await gather_refs(
        work, stores={p.store_id for p in found}, people={p.redeemed_by for p in found}
    )
    return [
        PickupShape(
            state=pickup_state(one),
            store=refs.store(one.store_id),
            tail=one.tail,
            ready_at=one.ready_at,
            redeemed_at=one.redeemed_at,
            voided_at=one.voided_at,
            by=refs.person(one.redeemed_by),
        )
        for one in found
    ]


async def find_remarks(work: Work, order: UUID) -> list[RemarkShape]:
    """The latest first."""
    found = (await orders.remarks_of(work, [order]))[order]
    refs = await gather_refs(work, people={staff_of(one.by) for one in found})
    return [
        RemarkShape(id=one.id, words=one.words, at=one.at, by=refs.person(staff_of(one.by)))
        for one in found
    ]


def stores_of(order: orders.Order) -> set[UUID]:
    """Every store that has to do with it: it belongs to the scope of each."""
    ids = (order.belonging_store_id, order.selling_store_id, order.shipping_store_id)
    return {id_ for id_ in ids if id_ is not None}


def pickup_state(pickup: fulfilment.Pickup) -> PickupState:
    if pickup.voided_at is not None:
        return "void"
    return "ready" if pickup.redeemed_at is None else "redeemed"


def line_shape(line: orders.Line) -> OrderLine:
    kept = {name: getattr(line, name) for name in orders.Line.__struct_fields__}
    picture = kept.pop("picture")
    return OrderLine(**kept, picture_url=f"{PICTURES}/{picture}" if picture else None)


def refund_shape(one: orders.Refund, sources: list[RefundSource]) -> OrderRefund:
    return OrderRefund(
        id=one.id,
        amount_minor=one.amount_minor,
        freight_minor=one.freight_minor,
        why=one.why,
        goods_back=one.goods_back,
        state=one.state,
        lines=one.parts,
        asked_at=one.asked_at,
        ended_at=one.ended_at,
        sources=sources,
    )


def fields_of(shape: Struct) -> dict[str, Any]:
    """For a shape that says more."""
    return {name: getattr(shape, name) for name in shape.__struct_fields__}


async def _heads(work: Work, found: Sequence[orders.Order], refs: Refs) -> list[dict[str, Any]]:
    ids = [one.id for one in found]
    lines = await orders.lines_of(work, ids)
    pickups: Mapping[UUID, fulfilment.Pickup] = await fulfilment.pickups_of(work, ids)
    sent = await ship_states(work, ids)
    groups = await groups_of_orders(work, ids)
    return [
        {
            "id": one.id,
            "no": one.no,
            "state": one.state,
            "channel": one.channel,
            "placed_at": one.placed_at,
            "pay_by": one.expires_at if one.state == "unpaid" else None,
            "store": refs.store(one.shipping_store_id),
            "goods_minor": one.goods_minor,
            "discount_minor": one.discount_minor,
            "freight_minor": one.freight_minor,
            "payable_minor": one.payable_minor,
            "refunded_minor": sum(line.refunded_minor for line in lines.get(one.id, [])),
            "pieces": sum(line.quantity for line in lines.get(one.id, [])),
            "lines": [line_shape(line) for line in lines.get(one.id, [])],
            "ship": sent.get(one.id),
            "note": one.note,
            "pickup": pickup_state(pickups[one.id]) if one.id in pickups else None,
            "group": groups.get(one.id),
        }
        for one in found
    ]


def _coupon(owned: promotions.Owned) -> UsedCoupon:
    return UsedCoupon(
        id=owned.id, coupon=owned.coupon_id, name=owned.name, amount_minor=owned.amount_minor
    )
