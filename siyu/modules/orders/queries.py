"""Every SELECT of orders."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.orders.values import (
    CartLine,
    Filter,
    Line,
    Order,
    PriceChange,
    PriceLimit,
    Refund,
    Remark,
    Step,
)


class _Shown(msgspec.Struct, frozen=True):
    id: UUID
    quote: dict[str, Any]


class _OrderLine(Line, frozen=True, kw_only=True):
    order_id: UUID


class _Id(msgspec.Struct, frozen=True):
    id: UUID


class _Returned(msgspec.Struct, frozen=True):
    order_id: UUID
    n: int
    minor: int


class _CalledOff(msgspec.Struct, frozen=True):
    order_id: UUID
    n: int
    pieces: int


_ORDER = """
select id, no, key, customer_id, belonging_store_id, selling_store_id, shipping_store_id, guide_id,
       channel, via_id, wallet_id, goods_minor, discount_minor, freight_minor, payable_minor, state,
       placed_at, expires_at, note
from orders.order
"""
_REFUND = """
select r.id, r.order_id, o.customer_id, r.parts, r.amount_minor, r.freight_minor, r.why,
       r.goods_back, r.state, r.asked_at, r.ended_at
from orders.refund r join orders.order o on o.tenant_id = r.tenant_id and o.id = r.order_id
"""
_WANTED = """
where tenant_id = $1
  and ($2::uuid[] is null or belonging_store_id = any($2) or selling_store_id = any($2)
       or shipping_store_id = any($2))
  and ($3::uuid is null or $3 in (belonging_store_id, selling_store_id, shipping_store_id))
  and ($4::uuid is null or customer_id = $4)
  and ($5::text is null or state = $5)
  and ($6 = '' or no like $6 || '%') and ($7::uuid is null or guide_id = $7)
  and ($8::timestamptz is null or placed_at >= $8) and ($9::timestamptz is null or placed_at < $9)
  and ($10::uuid[] is null or id = any($10))
"""
_GET = Query(Order, f"{_ORDER} where tenant_id = $1 and id = $2")
_ORDERS = Query(Order, f"{_ORDER} where tenant_id = $1 and id = any($2::uuid[])")
_LOCKED = Query(
    Order, f"{_ORDER} where tenant_id = $1 and id = any($2::uuid[]) order by id for update"
)
_LIST = Query(Order, f"{_ORDER} {_WANTED} order by placed_at desc, id limit $11 offset $12")
_COUNT = Scalar(f"select count(*) from (select 1 from orders.order {_WANTED} limit 10001) n")
_DUE = Query(
    _Id,
    """
    select id from orders.order where tenant_id = $1 and state = 'unpaid' and expires_at <= $2
    order by expires_at limit $3
    """,
)
_LINES = Query(
    _OrderLine,
    """
    select n, sku_id as sku, product_id as product, name, sku_name, picture, unit_minor, quantity,
           discount_minor, payable_minor, refunded_quantity, refunded_minor, gift, order_id
    from orders.line where tenant_id = $1 and order_id = any($2::uuid[]) order by order_id, n
    """,
)
_QUOTES = Query(
    _Shown, "select id, quote from orders.order where tenant_id = $1 and id = any($2::uuid[])"
)
_STEPS = Query(
    Step,
    """
    select of, turn, state, at, by, why from orders.step
    where tenant_id = $1 and of = any($2::uuid[])
    """,
)
_PRICE_CHANGES = Query(
    PriceChange,
    """
    select order_id, turn, off, before_minor, after_minor, why, at, by from orders.price_change
    where tenant_id = $1 and order_id = $2 order by turn desc
    """,
)
_PRICE_LIMIT = Query(
    PriceLimit,
    """
    select version, most_bp, set_at, set_by from orders.price_limit
    where tenant_id = $1 order by version desc limit 1
    """,
)
_REMARKS = Query(
    Remark,
    """
    select id, order_id, words, at, by from orders.remark
    where tenant_id = $1 and order_id = any($2::uuid[]) and words <> '' order by at desc, id
    """,
)
_REFUNDS = Query(Refund, f"{_REFUND} where r.tenant_id = $1 and r.id = any($2::uuid[])")
_REFUNDS_OF = Query(
    Refund,
    f"{_REFUND} where r.tenant_id = $1 and r.order_id = any($2::uuid[]) order by r.asked_at, r.id",
)
_RETURNED = Query(
    _Returned,
    """
    select r.order_id, p.n, sum(p.amount_minor)::int8 as minor
    from orders.refund r, jsonb_to_recordset(r.parts) as p (n int4, amount_minor int8)
    where r.tenant_id = $1 and r.order_id = any($2::uuid[]) and r.state = 'paid_back'
    group by r.order_id, p.n
    """,
)
_CALLED_OFF = Query(
    _CalledOff,
    """
    select r.order_id, p.n, sum(p.quantity - coalesce(p.handed, 0))::int4 as pieces
    from orders.refund r, jsonb_to_recordset(r.parts) as p (n int4, quantity int4, handed int4)
    where r.tenant_id = $1 and r.order_id = any($2::uuid[]) and r.state <> 'failed'
    group by r.order_id, p.n
    """,
)
_FREIGHT_BACK = Scalar(
    """
    select coalesce(sum(freight_minor), 0)::int8 from orders.refund
    where tenant_id = $1 and order_id = $2 and state <> 'failed'
    """
)
_WHOLE = Query(
    _Id,
    """
    select o.id from unnest($2::uuid[]) as o (id)
    where not exists (select from orders.line l
        where l.tenant_id = $1 and l.order_id = o.id and l.refunded_quantity < l.quantity)
      and not exists (select from orders.refund r
        where r.tenant_id = $1 and r.order_id = o.id and r.state = 'asked' and r.id <> all($3))
    """,
)
_ORDERED = Scalar(
    """
    select distinct customer_id from orders.order
    where tenant_id = $1 and customer_id = any($2::uuid[]) and state not in ('expired', 'cancelled')
    """
)
_CART = Query(
    CartLine,
    """
    select sku_id as sku, quantity, picked, at from orders.cart
    where tenant_id = $1 and customer_id = $2 order by at desc, sku_id limit 200
    """,
)


async def who_ordered(work: Work, customers: Sequence[UUID]) -> frozenset[UUID]:
    """Those of them that have an order which did not come to nothing."""
    return frozenset(await _ORDERED.column(work, work.tenant, list(set(customers))))


async def get_order(work: Work, order: UUID) -> Order:
    return await _GET.one(work, work.tenant, order)


async def orders_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, Order]:
    rows = await _ORDERS.all(work, work.tenant, list(set(ids))) if ids else []
    return {row.id: row for row in rows}


async def lock_orders(work: Work, ids: Sequence[UUID]) -> dict[UUID, Order]:
    """The same, and nobody else moves them until this work ends."""
    rows = await _LOCKED.all(work, work.tenant, list(set(ids))) if ids else []
    return {row.id: row for row in rows}


async def lines_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, list[Line]]:
    """The lines of each order, by number."""
    found: dict[UUID, list[Line]] = defaultdict(list)
    for row in await _LINES.all(work, work.tenant, list(set(orders))) if orders else []:
        found[row.order_id].append(row)
    return dict(found)


async def quotes_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Of each order the price with its explanation, as it was shown."""
    rows = await _QUOTES.all(work, work.tenant, list(orders)) if orders else []
    return {row.id: row.quote for row in rows}


async def steps_of(work: Work, of: Sequence[UUID]) -> dict[UUID, list[Step]]:
    """What each of these orders or refunds went through, in order."""
    found: dict[UUID, list[Step]] = {id_: [] for id_ in of}
    for step in await _STEPS.all(work, work.tenant, list(found)) if found else []:
        found[step.of].append(step)
    for steps in found.values():
        steps.sort(key=lambda step: step.turn)
    return found


async def remarks_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, list[Remark]]:
    """Of each of these, the latest first."""
    found: dict[UUID, list[Remark]] = {id_: [] for id_ in orders}
    for one in await _REMARKS.all(work, work.tenant, list(found)) if found else []:
        found[one.order_id].append(one)
    return found


async def price_changes_of(work: Work, order: UUID) -> list[PriceChange]:
    """The latest first."""
    return await _PRICE_CHANGES.all(work, work.tenant, order)


async def find_price_limit(work: Work) -> PriceLimit | None:
    """The one that counts now; None: nobody may change a price."""
    rows = await _PRICE_LIMIT.all(work, work.tenant)
    return rows[0] if rows else None


async def due(work: Work, now: datetime, limit: int) -> list[UUID]:
    """Unpaid orders whose time is over, the longest first."""
    return [row.id for row in await _DUE.all(work, work.tenant, now, limit)]


async def list_orders(
    work: Work, which: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Order], int]:
    """Orders, the latest first, and a capped count."""
    stores = None if which.stores is None else list(which.stores)
    no = "".join(c for c in which.no if c.isdigit())
    if which.no.strip() and not no:
        return [], 0
    wanted = (
        work.tenant,
        stores,
        which.store,
        which.customer,
        which.state,
        no,
        which.guide,
        which.since,
        which.until,
        None if which.among is None else list(which.among),
    )
    rows = await _LIST.all(work, *wanted, limit, offset)
    return rows, await _COUNT.get(work, *wanted)


async def refunds_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, list[Refund]]:
    """Each order's refunds, the first first."""
    found: dict[UUID, list[Refund]] = {id_: [] for id_ in orders}
    for refund in await _REFUNDS_OF.all(work, work.tenant, list(found)) if found else []:
        found[refund.order_id].append(refund)
    return found


async def get_refunds(work: Work, ids: Sequence[UUID]) -> dict[UUID, Refund]:
    rows = await _REFUNDS.all(work, work.tenant, list(set(ids))) if ids else []
    return {row.id: row for row in rows}


async def returned_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, dict[int, int]]:
    """What of each line has gone back to her, by order and number of line."""
    found: dict[UUID, dict[int, int]] = {}
    for row in await _RETURNED.all(work, work.tenant, list(orders)) if orders else []:
        found.setdefault(row.order_id, {})[row.n] = row.minor
    return found


async def called_off_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, dict[int, int]]:
    """Pieces that went back, or are on their way, without having left the store; by order."""
    found: dict[UUID, dict[int, int]] = {}
    for row in await _CALLED_OFF.all(work, work.tenant, list(set(orders))) if orders else []:
        found.setdefault(row.order_id, {})[row.n] = row.pieces
    return found


async def freight_back_of(work: Work, order: UUID) -> int:
    """What of its freight went back, or is on its way."""
    return await _FREIGHT_BACK.get(work, work.tenant, order)


async def whole_backs(work: Work, orders: Sequence[UUID], ended: Sequence[UUID] = ()) -> set[UUID]:
    """Of these orders, those of which everything went back, once these refunds have ended too."""
    rows = await _WHOLE.all(work, work.tenant, list(set(orders)), list(ended)) if orders else []
    return {row.id for row in rows}


async def list_cart(work: Work, customer: UUID) -> list[CartLine]:
    """What lies in her cart, the latest first."""
    return await _CART.all(work, work.tenant, customer)
