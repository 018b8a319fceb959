"""What goes back: decided under the order's lock, so that no line goes back twice."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

import msgspec
from msgspec import structs

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import NotFound, Refusal
from siyu.modules.orders import queries, rules
from siyu.modules.orders.actions.place import close, told_of
from siyu.modules.orders.actions.steps import step
from siyu.modules.orders.errors import AtTheStore, FreightBackTooMuch, KeyTaken
from siyu.modules.orders.facts import OrderLine, OrderRefunded
from siyu.modules.orders.values import Line, MoneyBack, Order, Part, Refund, RefundAsk


class _Was(msgspec.Struct, frozen=True):
    id: UUID
    state: str


_ADD = Command(
    """
    insert into orders.refund
      (tenant_id, id, order_id, parts, amount_minor, freight_minor, why, goods_back, state,
       asked_at)
    values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, 'asked', $9)
    on conflict (tenant_id, id) do nothing
    """
)
# A line never shows more than it has: of two refunds that a vendor paid for one piece, the second.
_TAKE = Command(
    """
    update orders.line l
    set refunded_quantity = greatest(0, least(l.quantity, l.refunded_quantity + p.quantity)),
        refunded_minor = greatest(0, least(l.payable_minor, l.refunded_minor + p.amount_minor))
    from unnest($2::uuid[], $3::int2[], $4::int4[], $5::int8[])
      as p (order_id, n, quantity, amount_minor)
    where l.tenant_id = $1 and l.order_id = p.order_id and l.n = p.n
    """
)
_END = Query(
    _Was,
    """
    update orders.refund r set state = $3, ended_at = $4
    from (select id, state from orders.refund
          where tenant_id = $1 and id = any($2::uuid[]) and state = any($5::text[])
          order by id for update) was
    where r.tenant_id = $1 and r.id = was.id
    returning r.id, was.state
    """,
)


async def ask_refund(work: Work, ask: RefundAsk) -> Refund | Refusal:
    """The refund that begins, or began under this id before; or why it can't."""
    orders = await queries.lock_orders(work, [ask.order])
    if ask.order not in orders:
        return NotFound()
    if known := (await queries.get_refunds(work, [ask.id])).get(ask.id):
        return known if known.order_id == ask.order else KeyTaken()
    order = orders[ask.order]
    lines = (await queries.lines_of(work, [ask.order]))[ask.order]
    left = any(line.refunded_quantity < line.quantity for line in lines)
    if ask.unfetched and left and order.state in {"redeemed", "closed"}:
        return AtTheStore()
    parts = rules.refund_parts(lines, order.state, ask.quantities, ask.amounts)
    if isinstance(parts, Refusal):
        return parts
    if ask.freight_minor > order.freight_minor - await queries.freight_back_of(work, order.id):
        return FreightBackTooMuch()
    parts = [structs.replace(part, handed=ask.handed.get(part.n, 0)) for part in parts]
    goods_back = ask.goods_back or (order.state == "paid" and not any(p.handed for p in parts))
    await _take(work, [(order.id, part) for part in parts])
    amount = sum(part.amount_minor for part in parts) + ask.freight_minor
    return await _add(work, ask.id, order, parts, (amount, ask.freight_minor, ask.why, goods_back))


async def give_money_back(work: Work, back: MoneyBack) -> Refund:
    """Money that came in for nothing is on its way back; the same id again is the same refund."""
    order = await queries.get_order(work, back.order)
    return await _add(work, back.id, order, [], (back.amount_minor, 0, back.why, False))


async def refunds_paid_back(work: Work, refunds: Sequence[UUID]) -> list[Refund]:
    """Their money went back; those of which that was not known. What is all back is closed."""
    ended = await _END.all(
        work, work.tenant, list(refunds), "paid_back", work.now, ["asked", "failed"]
    )
    found = await queries.get_refunds(work, [row.id for row in ended])
    await step(work, "paid_back", [row.id for row in ended])
    again = [found[row.id] for row in ended if row.state == "failed"]
    await _take(work, [(one.order_id, part) for one in again for part in one.parts])
    await _tell(work, found.values())
    return list(found.values())


async def refunds_failed(work: Work, refunds: Sequence[UUID], *, why: str) -> list[Refund]:
    """Their money could not go back; their lines are as they were before."""
    ended = await _END.all(work, work.tenant, list(refunds), "failed", work.now, ["asked"])
    found = await queries.get_refunds(work, [row.id for row in ended])
    await step(work, "failed", list(found), why=why)
    undone = [
        (one.order_id, Part(n=p.n, quantity=-p.quantity, amount_minor=-p.amount_minor))
        for one in found.values()
        for p in one.parts
    ]
    await _take(work, undone)
    return list(found.values())


async def _add(
    work: Work, id_: UUID, order: Order, parts: list[Part], said: tuple[int, int, str, bool]
) -> Refund:
    row = (id_, order.id, msgspec.json.encode(parts).decode(), *said)
    if await _ADD.run(work, work.tenant, *row, work.now):
        await step(work, "asked", [id_], why=said[2])
        after = {"order": order.id, "amount_minor": said[0]}
        work.audit("orders.refund", "refund", id_, after=after)
    return (await queries.get_refunds(work, [id_]))[id_]


async def _take(work: Work, parts: Sequence[tuple[UUID, Part]]) -> None:
    if parts:
        rows = [(order, p.n, p.quantity, p.amount_minor) for order, p in parts]
        await _TAKE.run(work, work.tenant, *[list(column) for column in zip(*rows, strict=True)])


async def _tell(work: Work, refunds: Collection[Refund]) -> None:
    ids = [one.order_id for one in refunds]
    orders, lines = await queries.orders_of(work, ids), await queries.lines_of(work, ids)
    for one in refunds:
        order = orders[one.order_id]
        told = told_of(order, []) | {"lines": _returned(lines[order.id], one.parts)}
        said = OrderRefunded(**told, refund=one.id, refunded_minor=one.amount_minor)
        work.tell(said, subject=order.customer_id)
    whole = await queries.whole_backs(work, [one.order_id for one in refunds if one.parts])
    await close(work, sorted(whole), why="refunded")


def _returned(lines: Iterable[Line], parts: Iterable[Part]) -> tuple[OrderLine, ...]:
    by_number = {line.n: line for line in lines}
    return tuple(
        OrderLine(line.sku, line.product, p.quantity, p.amount_minor, line.gift)
        for p in parts
        for line in (by_number[p.n],)
    )
