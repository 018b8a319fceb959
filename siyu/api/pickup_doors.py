"""What the guide desk and the open API share about pickups. The digits travel in bodies: addresses
are written into logs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.flows import redeem_pickup, ship_order
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import customers, fulfilment, orders
from siyu.modules.customers import CustomerRef
from siyu.views.orders import OrderLine, PickupShape, line_shape, pickup_shapes

Digits = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
REFUSALS = [
    fulfilment.UnknownCode,
    fulfilment.OtherStore,
    fulfilment.RedeemedBefore,
    fulfilment.Voided,
    fulfilment.TooManyGuesses,
]


class CodeShown(Struct, frozen=True, forbid_unknown_fields=True):
    """Eight digits as they were typed or scanned; blanks and dashes are left out."""

    code: Digits


class HandingShape(Struct, frozen=True, kw_only=True):
    """What is handed over: of each line, `quantity` pieces are left after what went back."""

    order: UUID
    no: str
    customer: CustomerRef | None
    phone_masked: str | None
    placed_at: datetime
    payable_minor: int
    pieces: int
    lines: list[OrderLine]
    pickup: PickupShape
    note: str


class WaitingShape(Struct, frozen=True, kw_only=True):
    """An order that waits at the store; `tail` are the last four of its digits."""

    order: UUID
    no: str
    customer: CustomerRef | None
    tail: str
    ready_at: datetime
    pieces: int
    lines: list[OrderLine]
    note: str
    """What she said with it."""


async def handing_shape(work: Work, found: redeem_pickup.Handing) -> HandingShape:
    order = found.order
    hers = await customers.refs(work, [order.customer_id])
    phones = await customers.masked_phones(work, [order.customer_id])
    [pickup] = await pickup_shapes(work, [found.pickup])
    return HandingShape(
        order=order.id,
        no=order.no,
        customer=hers.get(order.customer_id),
        phone_masked=phones.get(order.customer_id),
        placed_at=order.placed_at,
        payable_minor=order.payable_minor,
        pieces=sum(_left(one) for one in found.lines),
        lines=[line_shape(one) for one in found.lines],
        pickup=pickup,
        note=order.note,
    )


async def answer(work: Work, found: redeem_pickup.Handing | Refusal) -> HandingShape | Refusal:
    """What to say once the work is committed: also a wrong guess has to stay counted."""
    return found if isinstance(found, Refusal) else await handing_shape(work, found)


async def waiting(work: Work, store: UUID) -> list[WaitingShape]:
    """What waits at a store, the longest waiting first."""
    pickups = await fulfilment.list_waiting(work, store)
    ids = [one.order_id for one in pickups]
    found, lines = await orders.orders_of(work, ids), await ship_order.goods_lines(work, ids)
    hers = await customers.refs(work, [one.customer_id for one in found.values()])
    return [
        WaitingShape(
            order=one.order_id,
            no=found[one.order_id].no,
            customer=hers.get(found[one.order_id].customer_id),
            tail=one.tail,
            ready_at=one.ready_at,
            pieces=sum(_left(line) for line in lines[one.order_id]),
            lines=[line_shape(line) for line in lines[one.order_id] if _left(line)],
            note=found[one.order_id].note,
        )
        for one in pickups
        if one.order_id in found
    ]


def must_be_told(said: HandingShape | Refusal) -> HandingShape:
    if isinstance(said, Refusal):
        raise said
    return said


def _left(line: orders.Line) -> int:
    return line.quantity - line.refunded_quantity
