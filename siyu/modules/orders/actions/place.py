"""Orders are written, and move from state to state by conditional updates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
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


_ADD = Query(
    _Id,
    """
    insert into orders.order (tenant_id, id, no, key, customer_id, belonging_store_id,
      selling_store_id, shipping_store_id, guide_id, channel, via_id, wallet_id, goods_minor,
      discount_minor, freight_minor, payable_minor, quote, expires_at, state, placed_at)
    select $1, o.*, 'unpaid', $2
    from (select id, no, key, customer_id, belonging_store_id, selling_store_id, shipping_store_id,
        guide_id, channel, via_id, wallet_id, goods_minor, discount_minor, freight_minor,
        payable_minor, quote::jsonb, expires_at
      from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[],
        $9::uuid[], $10::uuid[], $11::text[], $12::uuid[], $13::uuid[], $14::int8[], $15::int8[],
        $16::int8[], $17::int8[], $18::text[], $19::timestamptz[])
      as p (id, no, key, customer_id, belonging_store_id, selling_store_id, shipping_store_id,
        guide_id, channel, via_id, wallet_id, goods_minor, discount_minor, freight_minor,
        payable_minor, quote, expires_at)) o
    on conflict (tenant_id, id) do nothing
    returning id
    """,
)
_ADD_LINES = Command(
    """
    insert into orders.line (tenant_id, order_id, n, sku_id, product_id, name, sku_name, picture,
      unit_minor, quantity, discount_minor, payable_minor)
    select $1, l.*
    from unnest($2::uuid[], $3::int2[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[],
      $9::int8[], $10::int4[], $11::int8[], $12::int8[]) as l
    """
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
    rows = [_row(one) for one in places]
    columns = [list(column) for column in zip(*rows, strict=True)]
    new = {row.id for row in await _ADD.all(work, work.tenant, work.now, *columns)}
    fresh = list({one.id: one for one in places if one.id in new}.values())
    if fresh:
        lines = [_line(one.id, line) for one in fresh for line in one.lines]
        columns = [list(column) for column in zip(*lines, strict=True)]
        await _ADD_LINES.run(work, work.tenant, *columns)
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
            OrderLine(line.sku, line.product, line.quantity, line.payable_minor) for line in lines
        ),
    }


def _row(one: Place) -> tuple[object, ...]:
    return (
        one.id, one.no, one.key, one.customer, one.belonging_store, one.selling_store,
        one.shipping_store, one.guide, one.channel, one.via, one.wallet, one.goods_minor,
        one.discount_minor, one.freight_minor, one.payable_minor, _text(one.quote), one.expires_at,
    )  # fmt: skip


def _line(order: UUID, line: Line) -> tuple[object, ...]:
    return (
        order, line.n, line.sku, line.product, line.name, line.sku_name, line.picture,
        line.unit_minor, line.quantity, line.discount_minor, line.payable_minor,
    )  # fmt: skip


def _text(quote: Mapping[str, Any]) -> str:
    return msgspec.json.encode(quote).decode()
