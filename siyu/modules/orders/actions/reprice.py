"""What an unpaid order costs is changed by hand."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Work
from siyu.modules.orders import queries
from siyu.modules.orders.actions.place import told_of
from siyu.modules.orders.errors import LimitChanged
from siyu.modules.orders.facts import OrderRepriced
from siyu.modules.orders.values import NewPrice, Order, PriceLimit

_ORDER = Command(
    """
    update orders.order set discount_minor = $3, payable_minor = $4, quote = $5::jsonb
    where tenant_id = $1 and id = $2 and state = 'unpaid'
    """
)
_LINES = Command(
    """
    update orders.line l set discount_minor = p.discount_minor, payable_minor = p.payable_minor
    from unnest($3::int4[], $4::int8[], $5::int8[]) as p (n, discount_minor, payable_minor)
    where l.tenant_id = $1 and l.order_id = $2 and l.n = p.n
    """
)
_ADD = Command(
    """
    insert into orders.price_change
      (tenant_id, order_id, turn, off, before_minor, after_minor, why, at, by)
    values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9)
    """
)
_EMPTY = Command(
    """
    update orders.price_change c set why = '' from orders.order o
    where c.tenant_id = $1 and o.tenant_id = $1 and o.id = c.order_id
      and o.customer_id = any($2::uuid[])
    """
)
_LIMIT = Command(
    """
    insert into orders.price_limit (tenant_id, version, most_bp, set_at, set_by)
    values ($1, $2, $3, $4, $5) on conflict do nothing
    """
)


async def reprice(work: Work, new: NewPrice) -> Order:
    """The order at its new price; it is locked, and whoever asks has seen that it is unpaid."""
    before = await queries.get_order(work, new.order)
    quote = msgspec.json.encode(new.quote).decode()
    row = (new.order, new.discount_minor, new.payable_minor, quote)
    if not await _ORDER.run(work, work.tenant, *row):
        raise RuntimeError("an order was paid or ended while this work held its lock")
    await _LINES.run(
        work,
        work.tenant,
        new.order,
        [line.n for line in new.lines],
        [line.discount_minor for line in new.lines],
        [line.payable_minor for line in new.lines],
    )
    off = msgspec.json.encode(new.off).decode()
    prices = (before.payable_minor, new.payable_minor)
    said = (new.why, work.now, str(work.actor))
    await _ADD.run(work, work.tenant, new.order, new.turn, off, *prices, *said)
    order = await queries.get_order(work, new.order)
    work.audit(
        "orders.reprice",
        "order",
        new.order,
        before={"payable_minor": before.payable_minor},
        after={"payable_minor": new.payable_minor},
    )
    told = OrderRepriced(
        **told_of(order, (await queries.lines_of(work, [order.id]))[order.id]),
        before_minor=before.payable_minor,
        off_minor=sum(one.minor for one in new.off),
    )
    work.tell(told, subject=order.customer_id)
    return order


async def set_price_limit(work: Work, most_bp: int, *, seen: int | None = None) -> PriceLimit:
    """The next version, from now on; `seen` is the newest one that whoever sets it knew of."""
    known = await queries.find_price_limit(work)
    version = known.version if known else 0
    if seen is not None and seen != version:
        raise LimitChanged
    if not await _LIMIT.run(work, work.tenant, version + 1, most_bp, work.now, str(work.actor)):
        raise LimitChanged
    before = {"most_bp": known.most_bp if known else 0}
    after = {"most_bp": most_bp}
    work.audit("orders.set_price_limit", "price_limit", None, before=before, after=after)
    return PriceLimit(version=version + 1, most_bp=most_bp, set_at=work.now, set_by=str(work.actor))


async def forget_reasons(work: Work, people: Sequence[UUID]) -> None:
    """Why prices of these were changed is emptied."""
    await _EMPTY.run(work, work.tenant, list(people))
