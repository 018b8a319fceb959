"""Somebody of the house changes what an unpaid order costs: the whole of it, or single lines.

Worked in docs/algorithms/price-change.md. What is taken off is counted from the price that the
order was placed at, so a later change takes the place of an earlier one.
"""

from collections.abc import Mapping
from uuid import UUID, uuid5

import msgspec

from siyu.flows import call_cashier, expire_orders, order_balances
from siyu.kernel.db import Actor, Work
from siyu.kernel.errors import Trouble
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import ledger, orders, payments, promotions, tenants, vouchers
from siyu.modules.promotions import pricing

WHOLE_BP = 10_000
LIVING = call_cashier.LIVING


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """So much off the whole order, or off lines by their numbers; `seen_minor` is what it cost as
    whoever asks saw it.
    """

    order: UUID
    off: int | Mapping[int, int]
    why: str
    seen_minor: int


async def change_at_cashier(kit: Kit, tenant: TenantId, actor: Actor, asked: Asking) -> None:
    """Change it; if she has begun to pay, the cashier is told first to take no money for it.

    Who had paid by then has paid: the order keeps its price.
    """
    async with kit.works.open(tenant, actor=actor) as work:
        if await _next(work, asked) is None:
            return
        living = [one for one in await _attempts(work, asked.order) if one.state in LIVING]
        await payments.close(work, [one.id for one in living], why="repriced")
    for one in living:
        try:
            await call_cashier.close(kit, tenant, one.id, "repriced")
        except Trouble:
            raise orders.BeingPaid from None
    async with kit.works.open(tenant, actor=actor) as work:
        await change(work, asked)


async def most_off(work: Work, order: orders.Order) -> int:
    """What may be off it in all, by hand; nothing once it is paid or has ended."""
    limit = await orders.find_price_limit(work)
    if limit is None or order.state != "unpaid" or order.expires_at <= work.now:
        return 0
    return _most(await _quote(work, order.id), limit)


async def change(work: Work, asked: Asking) -> orders.Order:
    """The order as it stands then; refused while she may be paying. The same again is no change."""
    await expire_orders.lock_goods(work, [asked.order])
    # An attempt to pay begins under this lock, and so with the price of before or of after.
    await orders.lock_orders(work, [asked.order])
    order = await orders.get_order(work, asked.order)
    new = await _next(work, asked)
    if new is None:
        return order
    if await _attempts(work, asked.order):
        raise orders.BeingPaid
    less = order.payable_minor - new.payable_minor
    due, sales = ledger.due(order.id), ledger.sales(order.selling_store_id)
    if less:
        move = ledger.Post(due, sales, less) if less > 0 else ledger.Post(sales, due, -less)
        name = uuid5(order.id, f"price/{new.turn}")
        chain = ledger.post(name, [move], reason="repriced", ref=order.id)
        ledger.must_be_granted(await ledger.apply(work, [chain]))
    await vouchers.reprice(work, order.id, {line.n: line.payable_minor for line in new.lines})
    return await orders.reprice(work, new)


async def _next(work: Work, asked: Asking) -> orders.NewPrice | None:
    """What it would cost; None if that is what it costs. Raises why it may not be changed so."""
    order = await orders.get_order(work, asked.order)
    if order.state != "unpaid" or order.expires_at <= work.now:
        raise orders.PriceFixed
    quote = await _quote(work, order.id)
    shares = await _shares(work, quote, asked.off)
    if shares == pricing.by_hand(quote):
        return None
    if asked.seen_minor != order.payable_minor:
        merchant = await tenants.get_tenant(work)
        raise orders.PriceChanged(
            now=merchant.price_text(order.payable_minor),
            seen=merchant.price_text(asked.seen_minor),
            now_minor=order.payable_minor,
        )
    if await order_balances.held_for(work, [order.id]):
        raise orders.BalanceHeld
    changes = await orders.price_changes_of(work, order.id)
    lines = (await orders.lines_of(work, [order.id]))[order.id]
    said = pricing.lowered(quote, shares)
    kept = (await orders.quotes_of(work, [order.id]))[order.id]
    return _new_price(asked, len(changes) + 1, kept, lines, said)


async def _quote(work: Work, order: UUID) -> pricing.Quote:
    kept = (await orders.quotes_of(work, [order]))[order]
    return msgspec.convert(kept | {"left": []}, pricing.Quote)


def _most(quote: pricing.Quote, limit: orders.PriceLimit) -> int:
    return sum(_costs(quote)) * limit.most_bp // WHOLE_BP


def _costs(quote: pricing.Quote) -> list[int]:
    """What lines cost without anything off by hand."""
    bare = pricing.lowered(quote, [0] * len(quote.lines))
    return [line.payable_minor for line in bare.lines]


async def _shares(
    work: Work, quote: pricing.Quote, off: int | Mapping[int, int]
) -> tuple[int, ...]:
    """What goes off each line; no more than the merchant lets, and no line below nothing."""
    limit = await orders.find_price_limit(work)
    if limit is None or not limit.most_bp:
        raise orders.NoPriceLimit
    costs, most = _costs(quote), _most(quote, limit)
    merchant = await tenants.get_tenant(work)
    if isinstance(off, int):
        if off > most:
            raise orders.TooMuchOff(most=merchant.price_text(most))
        return pricing.spread_by_hand(quote, off)
    for n, minor in off.items():
        there = costs[n - 1] if n <= len(costs) else 0
        if minor > there:
            raise orders.TooMuchOffLine(n=n, most=merchant.price_text(there))
    shares = tuple(off.get(n, 0) for n in range(1, len(costs) + 1))
    if sum(shares) > most:
        raise orders.TooMuchOff(most=merchant.price_text(most))
    return shares


def _new_price(
    asked: Asking,
    turn: int,
    kept: dict[str, object],
    lines: list[orders.Line],
    said: pricing.Quote,
) -> orders.NewPrice:
    by_number = dict(enumerate(said.lines, 1))
    quote = msgspec.to_builtins(said)
    del quote["left"]
    by_hand = pricing.by_hand(said)
    return orders.NewPrice(
        order=asked.order,
        turn=turn,
        off=tuple(orders.Off(n, minor) for n, minor in enumerate(by_hand, 1) if minor),
        lines=tuple(
            msgspec.structs.replace(
                line,
                discount_minor=priced.discount_minor + priced.points_minor,
                payable_minor=priced.payable_minor,
            )
            for line in lines
            if (priced := by_number.get(line.n)) is not None
        ),
        quote=kept | quote | {"why": msgspec.to_builtins(promotions.reasons(said))},
        discount_minor=said.discount_minor + said.points_minor,
        payable_minor=said.payable_minor,
        why=asked.why,
    )


async def _attempts(work: Work, order: UUID) -> list[payments.Attempt]:
    """Those by which money may still come in, or came in a moment ago."""
    found = await payments.attempts_of(work, [order])
    return [one for one in found.values() if one.state in {*LIVING, "paid"}]
