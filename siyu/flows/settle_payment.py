"""Money came in: the order is paid, or, if it had ended, brought back; else the money goes back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec

from siyu.flows import flash_takings, group_moves, group_seats, order_balances
from siyu.flows.expire_orders import lock_goods
from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import deals, groups, ledger, loyalty, orders, payments, promotions

ENDED = ("expired", "cancelled")


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt of an order brought so much."""

    attempt: UUID
    order: UUID
    amount_minor: int


class _Choice(msgspec.Struct, frozen=True):
    """What a payment may come to: the chain that is tried, and whether the order is paid by it."""

    paid: Paid
    order: orders.Order
    chain: ledger.Chain
    pays: bool


async def take_payments(work: Work, told: Sequence[Told[Any]]) -> None:
    """What payments tell; the same fact again changes nothing."""
    paid = [
        Paid(attempt=one.fact.attempt, order=one.fact.order, amount_minor=one.fact.amount_minor)
        for one in told
    ]
    await settle(work, paid)


async def settle(work: Work, paid: Iterable[Paid]) -> None:
    """Each payment is booked once, under its attempt: two for one order are decided in turn."""
    waiting = list(paid)
    lines = await lock_goods(work, [one.order for one in waiting])
    while waiting:
        first = {one.order: one for one in reversed(waiting)}
        waiting = [one for one in waiting if first[one.order] is not one]
        await _settle(work, list(first.values()), lines)


async def settle_free(work: Work, order: UUID) -> None:
    """An order that costs nothing is paid as soon as somebody would pay it."""
    await lock_goods(work, [order])
    found = await orders.get_order(work, order)
    if found.state == "unpaid":
        chain = ledger.settle(uuid5(order, "free"), order, reason="paid", ref=order)
        ledger.must_be_granted(await ledger.apply(work, [chain]))
        await orders.pay(work, [order], why="free")
        await loyalty.spent(work, [order])
        await group_seats.paid(work, [order])


async def settle_held(work: Work, order: UUID) -> None:
    """An order that a balance pays for wholly is paid at once; its goods are locked."""
    pay = (await order_balances.held_for(work, [order]))[order]
    name = uuid5(order, "balance/paid")
    chain = ledger.settle(name, order, reason="paid", ref=order)
    whole = ledger.together(chain, order_balances.spent(pay, name))
    ledger.must_be_granted(await ledger.apply(work, [whole]))
    await orders.pay(work, [order], why="balance")
    await loyalty.spent(work, [order])
    await loyalty.pays_spent(work, [order])
    await group_seats.paid(work, [order])


async def _settle(
    work: Work, paid: Sequence[Paid], lines: Mapping[UUID, list[orders.Line]]
) -> None:
    found = await orders.orders_of(work, [one.order for one in paid])
    known = [one for one in paid if one.order in found]
    wallets = [o.wallet_id for o in found.values() if o.wallet_id and o.state in ENDED]
    free = await promotions.lock_wallets(work, wallets)
    ended = [one.id for one in found.values() if one.state in ENDED]
    # Points or a balance that an ended order let go of may be spent by now: late money goes back.
    gone = {spend.ref for spend in await loyalty.spends_for(work, ended)}
    gone |= set(await loyalty.pays_of(work, ended))
    held = await order_balances.held_for(work, list(found))
    took = await deals.takings_of(work, ended)
    seats = await groups.seats_of(work, ended)
    first = []
    for one in known:
        order = found[one.order]
        if order.state == "unpaid":
            first.append(_paying(one, order, held.get(order.id)))
        else:
            may = order.id not in gone and _is_free(order.wallet_id, free)
            back = _goods_again(order, lines[order.id], took.get(order.id, []))
            back += group_moves.again(seats[order.id]) if order.id in seats else []
            first.append(_late(one, order, back, may_return=may))
    outcomes = await ledger.apply(work, [choice.chain for choice in first])
    # What is not on the shelf any more can't be brought back; the money is booked all the same.
    short = [
        _Choice(one.paid, one.order, _money_only(one.paid), pays=False)
        for one, outcome in zip(first, outcomes, strict=True)
        if isinstance(outcome, ledger.Short)
    ]
    outcomes += await ledger.apply(work, [choice.chain for choice in short])
    granted = []
    for choice, outcome in zip(first + short, outcomes, strict=True):
        if isinstance(outcome, ledger.Granted):
            granted.append(choice)
        # Booked before, whatever it came to then: a fact may come twice.
        elif not isinstance(outcome, ledger.Repeated | ledger.Differs | ledger.Short):
            ledger.must_be_granted([outcome])
    await _pay(work, [one.order for one in granted if one.pays])
    await _return(work, [one for one in granted if not one.pays])


def _paying(paid: Paid, order: orders.Order, held: loyalty.Pay | None) -> _Choice:
    """What the cashier took and what a balance holds are what is owed, or the money goes back."""
    money = _money_only(paid)
    if paid.amount_minor + (held.amount if held else 0) != order.payable_minor:
        return _Choice(paid, order, money, pays=False)
    goods = ledger.settle(paid.attempt, order.id, reason="paid", ref=order.id)
    whole = ledger.together(goods, money)
    if held is not None:
        whole = ledger.together(whole, order_balances.spent(held, paid.attempt))
    return _Choice(paid, order, whole, pays=True)


def _late(
    paid: Paid, order: orders.Order, goods: Sequence[ledger.Post], *, may_return: bool
) -> _Choice:
    """Money for an order that has ended, or that was paid before."""
    money = _money_only(paid)
    if order.state in ENDED and may_return and paid.amount_minor == order.payable_minor:
        back = ledger.together(_brought_back(paid, order, goods), money)
        return _Choice(paid, order, back, pays=True)
    return _Choice(paid, order, money, pays=False)


def _is_free(wallet: UUID | None, locked: Mapping[UUID, promotions.Owned]) -> bool:
    """Whether the coupon of an ended order, if it had one, may be used for it again."""
    if wallet is None:
        return True
    return wallet in locked and not (locked[wallet].used_at or locked[wallet].expired_at)


def _money_only(paid: Paid) -> ledger.Chain:
    move = ledger.Post(ledger.due(paid.order), ledger.cashier(), paid.amount_minor)
    return ledger.post(paid.attempt, [move], reason="paid", ref=paid.order)


def _goods_again(
    order: orders.Order, lines: Sequence[orders.Line], took: Sequence[deals.Taking]
) -> list[ledger.Post]:
    """From the shelf; at the price of a sale only out of its pool, which is empty once it ended."""
    store, flash = order.shipping_store_id, {one.sku for one in took}
    goods = [
        ledger.Post(
            ledger.stock(line.sku, store), ledger.stock_world(line.sku, store), line.quantity
        )
        for line in lines
        if line.sku not in flash
    ]
    return goods + flash_takings.moves(took)


def _brought_back(paid: Paid, order: orders.Order, goods: Sequence[ledger.Post]) -> ledger.Chain:
    sides = ledger.sales(order.selling_store_id), ledger.due(order.id)
    owed = ledger.Post(*sides, order.payable_minor)
    return ledger.post(paid.attempt, [*goods, owed], reason="paid_late", ref=order.id)


async def _pay(work: Work, found: Sequence[orders.Order]) -> None:
    late = [one for one in found if one.state in ENDED]
    uses = [
        promotions.Use(wallet=one.wallet_id, customer=one.customer_id, order=one.id)
        for one in late
        if one.wallet_id
    ]
    if not all(await promotions.use(work, uses)):
        raise RuntimeError("a coupon was taken while this work held its lock")
    await orders.pay(work, [one.id for one in found if one.state not in ENDED])
    await orders.pay(work, [one.id for one in late], why="late")
    await loyalty.spent(work, [one.id for one in found])
    await loyalty.pays_spent(work, [one.id for one in found])
    await group_seats.paid(work, [one.id for one in found])


async def _return(work: Work, choices: Sequence[_Choice]) -> None:
    asks = []
    for one in choices:
        why = "late" if one.order.state in ENDED else "paid_twice"
        id_ = uuid5(one.paid.attempt, "back")
        back = orders.MoneyBack(
            id=id_, order=one.order.id, amount_minor=one.paid.amount_minor, why=why
        )
        await orders.give_money_back(work, back)
        asks.append(
            payments.RefundAsk(
                id=id_, attempt=one.paid.attempt, amount_minor=one.paid.amount_minor, why=why
            )
        )
    for answer in await payments.ask_refund(work, asks) if asks else []:
        # Nobody may forget this money: the fact that brought it is parked, for a person to see.
        if isinstance(answer, payments.Refusing):
            raise orders.NotPossible(reason=answer.reason)
