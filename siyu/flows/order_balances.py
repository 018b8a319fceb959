"""What of a balance an order holds, and what of it goes back with the order or with its goods."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from siyu.flows import balances
from siyu.kernel.db import Work
from siyu.modules import ledger, loyalty, orders


def hold_of(order: UUID) -> UUID:
    """The name of what a balance holds for an order."""
    return uuid5(order, "balance")


def spent(pay: loyalty.Pay, name: UUID) -> ledger.Chain:
    """What was held pays for what was owed."""
    taken = ledger.settle(name, hold_of(pay.order_id), reason="paid", ref=pay.order_id)
    moves = balances.earned(pay.order_id, pay.principal, pay.bonus)
    return ledger.together(taken, ledger.post(name, moves, reason="paid", ref=pay.order_id))


def walked_back(order: UUID, customer: UUID, goes: loyalty.Sources) -> list[ledger.Post]:
    """A refund's part of the balance: earned no more, and hers again."""
    return [
        *balances.unearned(order, goes.principal, goes.bonus),
        *balances.comes(customer, goes.principal, goes.bonus),
    ]


async def held_for(work: Work, ids: Sequence[UUID]) -> dict[UUID, loyalty.Pay]:
    """What balances hold for these orders now."""
    found = await loyalty.pays_of(work, ids)
    return {id_: one for id_, one in found.items() if one.state == "held"}


async def let_go(work: Work, ended: Sequence[UUID]) -> None:
    """These orders ended unpaid and what was held for them is void: it is hers again."""
    pays = [one for one in (await loyalty.pays_of(work, ended)).values() if one.state == "held"]
    await loyalty.pays_void(work, [one.order_id for one in pays])
    for one in pays:
        whole = loyalty.balance.give_back(one.pieces, loyalty.Sources(), one.principal, one.bonus)
        await _given_back(work, one, whole)


async def share(work: Work, refund: orders.Refund, order: orders.Order) -> loyalty.Sources:
    """Where a refund of an order goes, decided once, when it is asked for."""
    known = (await loyalty.shares_of(work, [refund.id])).get(refund.id)
    if known is not None:
        return known.sources
    paid = (await loyalty.pays_of(work, [order.id])).get(order.id)
    if paid is None or paid.state != "spent" or not refund.parts:
        return loyalty.Sources(cash=refund.amount_minor)
    whole = loyalty.Sources(
        cash=order.payable_minor - paid.amount, principal=paid.principal, bonus=paid.bonus
    )
    before = [one.sources for one in await loyalty.shares_of_order(work, order.id)]
    goes = loyalty.balance.share_back(loyalty.balance.less(whole, before), refund.amount_minor)
    made = loyalty.Share(
        refund_id=refund.id,
        order_id=order.id,
        cash=goes.cash,
        principal=goes.principal,
        bonus=goes.bonus,
        state="asked",
    )
    await loyalty.keep_share(work, made)
    return goes


async def returned(work: Work, refunds: Iterable[UUID]) -> None:
    """The books have walked back: write down what of these is on balances again."""
    shares = await loyalty.shares_of(work, list(refunds))
    for id_ in sorted(shares):
        one = shares[id_]
        paid = (await loyalty.pays_of(work, [one.order_id]))[one.order_id]
        done = [s for s in await loyalty.shares_of_order(work, one.order_id) if s.state == "done"]
        before = loyalty.Sources(
            principal=sum(s.principal for s in done), bonus=sum(s.bonus for s in done)
        )
        pieces = loyalty.balance.give_back(paid.pieces, before, one.principal, one.bonus)
        await loyalty.end_shares(work, [id_], "done")
        if pieces:
            await _given_back(work, paid, pieces)


async def _given_back(work: Work, paid: loyalty.Pay, pieces: Sequence[loyalty.Piece]) -> None:
    moved = balances.movement(work, paid.customer_id, "given_back", pieces, paid.order_id)
    await loyalty.write_movements(work, [moved])
    told = loyalty.BalanceGivenBack(
        order=paid.order_id, principal_minor=moved.principal, bonus_minor=moved.bonus
    )
    work.tell(told, subject=paid.customer_id)
