"""Orders are written, and move from state to state by conditional updates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.facts.envelope import Fact
from siyu.modules.orders import queries, rules
from siyu.modules.orders.actions.steps import step
from siyu.modules.orders.facts import (
    OrderCancelled,
    OrderClosed,
    OrderExpired,
    OrderLine,
    OrderPaid,
    OrderPlaced,
    OrderRedeemed,
)
from siyu.modules.orders.values import Line, Order, Place, State

Say = Callable[[Order, dict[str, Any]], Fact]
"""The fact of an order that moved, from what every fact of it says."""


class _Id(msgspec.Struct, frozen=True):
    id: UUID


class OrderRow(NamedTuple):
    """A row of orders.order; what all of a batch share is left empty."""

    tenant_id: None
    id: UUID
    no: str
    key: str
    customer_id: UUID
    belonging_store_id: UUID | None
    selling_store_id: UUID
    shipping_store_id: UUID
    guide_id: UUID | None
    channel: str
    via_id: UUID | None
    wallet_id: UUID | None
    goods_minor: int
    discount_minor: int
    freight_minor: int
    payable_minor: int
    quote: str
    state: str
    placed_at: datetime
    expires_at: datetime
    note: str


class LineRow(NamedTuple):
    """A row of orders.line, of a line of which nothing went back yet."""

    tenant_id: int
    order_id: UUID
    n: int
    sku_id: UUID
    product_id: UUID
    name: str
    sku_name: str
    picture: str | None
    unit_minor: int
    quantity: int
    discount_minor: int
    payable_minor: int
    refunded_quantity: int
    refunded_minor: int
    gift: bool


_ADD = Query(
    _Id,
    """
    insert into orders.order
    select $1, o.id, o.no, o.key, o.customer_id, o.belonging_store_id, o.selling_store_id,
      o.shipping_store_id, o.guide_id, o.channel, o.via_id, o.wallet_id, o.goods_minor,
      o.discount_minor, o.freight_minor, o.payable_minor, o.quote, o.state, o.placed_at,
      o.expires_at, o.note
    from unnest($2::orders.order[]) o
    on conflict (tenant_id, id) do nothing
    returning id
    """,
    takes=OrderRow,
)
_ADD_LINES = Command(
    "insert into orders.line select * from unnest($1::orders.line[])", takes=LineRow
)
_MOVE = Query(
    _Id,
    """
    update orders.order o set state = $3
    from (select id from orders.order
          where tenant_id = $1 and id = any($2::uuid[]) and state = any($4::text[])
          order by id for update) due
    where o.tenant_id = $1 and o.id = due.id
    returning o.id
    """,
)


async def place(work: Work, places: Sequence[Place]) -> list[Order]:
    """Each order as it stands, in order; one that was placed before is left as it is."""
    if not places:
        return []
    rows = [_row(work, one) for one in places]
    new = {row.id for row in await _ADD.all(work, work.tenant, rows)}
    fresh = list({one.id: one for one in places if one.id in new}.values())
    if fresh:
        lines = [_line(work, one.id, line) for one in fresh for line in one.lines]
        await _ADD_LINES.run(work, lines)
        await step(work, "unpaid", [one.id for one in fresh])
    found = await queries.orders_of(work, [one.id for one in places])
    for one in fresh:
        told = told_of(found[one.id], one.lines)
        work.tell(OrderPlaced(**told, discount_minor=one.discount_minor), subject=one.customer)
    return [found[one.id] for one in places]


async def pay(work: Work, orders: Sequence[UUID], *, why: str = "") -> list[Order]:
    """They are paid; those that were not before. Of ended ones the money came late."""
    before = await queries.lock_orders(work, orders)

    def say(order: Order, told: dict[str, Any]) -> Fact:
        return OrderPaid(**told, late=before[order.id].state != "unpaid")

    return await _moved(work, orders, "paid", why, say)


async def expire(work: Work, orders: Sequence[UUID]) -> list[Order]:
    """Nobody paid in time; those that were unpaid."""
    return await _moved(work, orders, "expired", "", lambda _, told: OrderExpired(**told))


async def cancel(work: Work, orders: Sequence[UUID], *, why: str) -> list[Order]:
    """Given up; those that were unpaid."""
    return await _moved(work, orders, "cancelled", why, lambda _, told: OrderCancelled(**told))


async def redeem(work: Work, orders: Sequence[UUID], *, why: str = "") -> list[Order]:
    """The goods were handed over; those that were paid."""
    return await _moved(work, orders, "redeemed", why, lambda _, told: OrderRedeemed(**told))


async def close(work: Work, orders: Sequence[UUID], *, why: str) -> list[Order]:
    """Nothing more is to come; those that were paid or redeemed."""
    return await _moved(work, orders, "closed", why, lambda _, told: OrderClosed(**told))


async def _moved(work: Work, orders: Sequence[UUID], to: State, why: str, say: Say) -> list[Order]:
    allowed = list(rules.FROM[to])
    ids = [row.id for row in await _MOVE.all(work, work.tenant, list(orders), to, allowed)]
    if not ids:
        return []
    await step(work, to, ids, why=why)
    found, lines = await queries.orders_of(work, ids), await queries.lines_of(work, ids)
    for id_ in ids:
        order = found[id_]
        work.tell(say(order, told_of(order, lines[id_])), subject=order.customer_id)
    return [found[id_] for id_ in ids]


def told_of(order: Order, lines: Iterable[Line]) -> dict[str, Any]:
    """What every fact of an order says."""
    return {
        "order": order.id,
        "belonging_store": order.belonging_store_id,
        "selling_store": order.selling_store_id,
        "shipping_store": order.shipping_store_id,
        "guide": order.guide_id,
        "channel": order.channel,
        "via": order.via_id,
        "payable_minor": order.payable_minor,
        "lines": tuple(
            OrderLine(line.sku, line.product, line.quantity, line.payable_minor, line.gift)
            for line in lines
        ),
    }


def _row(work: Work, one: Place) -> OrderRow:
    return OrderRow(
        None, one.id, one.no, one.key, one.customer, one.belonging_store, one.selling_store,
        one.shipping_store, one.guide, one.channel, one.via, one.wallet, one.goods_minor,
        one.discount_minor, one.freight_minor, one.payable_minor, _text(one.quote), "unpaid",
        work.now, one.expires_at, one.note,
    )  # fmt: skip


def _line(work: Work, order: UUID, line: Line) -> LineRow:
    return LineRow(
        work.tenant, order, line.n, line.sku, line.product, line.name, line.sku_name, line.picture,
        line.unit_minor, line.quantity, line.discount_minor, line.payable_minor, 0, 0,
        line.gift,
    )  # fmt: skip


def _text(quote: Mapping[str, Any]) -> str:
    return msgspec.json.encode(quote).decode()
