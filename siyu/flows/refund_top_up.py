"""What she paid in goes back to her, as the law and the stated rule price it.

All that is left of the top-up is held while its money is on the way, so nobody spends it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct

from siyu.flows import balances
from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound
from siyu.kernel.facts.envelope import Told
from siyu.modules import ledger, loyalty, payments


class Asking(Struct, frozen=True, kw_only=True):
    """`fault`: it is because of the merchant that she wants it back."""

    id: UUID
    top_up: UUID
    customer: UUID
    why: str
    fault: bool = False


async def quote(
    work: Work, top_up: loyalty.TopUp, lefts: Sequence[loyalty.Left], *, fault: bool = False
) -> tuple[loyalty.Basis, loyalty.Refundable]:
    """What would go back of a top-up now, and by which rule."""
    if top_up.paid_at is None:
        raise loyalty.NotPaidIn
    basis = loyalty.balance.basis(top_up.paid_at, work.now, fault=fault)
    [left] = [one for one in lefts if one.top_up == top_up.id]
    return basis, loyalty.balance.refundable(top_up, left, basis)


async def ask(work: Work, asking: Asking) -> loyalty.TopUpRefund:
    """The refund; asked for in time it is her right, and on its way at once. Others wait."""
    known = await loyalty.find_top_up_refunds(work, [asking.id])
    if asking.id in known:
        return known[asking.id]
    top_up = (await loyalty.find_top_ups(work, [asking.top_up])).get(asking.top_up)
    if top_up is None or top_up.customer_id != asking.customer:
        raise NotFound
    stand = await balances.open_balance(work, asking.customer)
    hers = await loyalty.top_up_refunds_of(work, asking.customer)
    if any(one.top_up_id == top_up.id and one.state in {"asked", "approved"} for one in hers):
        raise loyalty.RefundUnderWay
    basis, money = await quote(work, top_up, stand.lefts, fault=asking.fault)
    if not money.pay_back_minor:
        raise loyalty.NothingToRefund
    made = loyalty.TopUpRefund(
        id=asking.id,
        top_up_id=top_up.id,
        customer_id=asking.customer,
        basis=basis,
        pay_back_minor=money.pay_back_minor,
        principal=money.principal,
        bonus=money.bonus,
        why=asking.why,
        state="asked",
        asked_at=work.now,
        decided_at=None,
        decided_by=None,
        ended_at=None,
    )
    await _hold(work, made)
    told = loyalty.BalanceRefundAsked(
        refund=made.id,
        top_up=top_up.id,
        pay_back_minor=made.pay_back_minor,
        basis=basis,
    )
    work.tell(told, subject=asking.customer)
    if basis == "in_time":
        return await approve(work, made.id)
    return made


async def approve(work: Work, refund: UUID) -> loyalty.TopUpRefund:
    """Pay it back through the cashier that took it."""
    found = await _get(work, refund)
    if not await loyalty.decide_top_up_refund(work, refund, "approved"):
        raise loyalty.RefundDecided
    top_up = (await loyalty.find_top_ups(work, [found.top_up_id]))[found.top_up_id]
    if top_up.attempt_id is None:
        raise loyalty.NotPaidIn
    asked = payments.RefundAsk(
        id=refund, attempt=top_up.attempt_id, amount_minor=found.pay_back_minor, why=found.why
    )
    for answer in await payments.ask_refund(work, [asked]):
        if isinstance(answer, payments.Refusing):
            raise loyalty.NothingToRefund
    return await _get(work, refund)


async def refuse(work: Work, refund: UUID) -> loyalty.TopUpRefund:
    """Not by this rule: what was held is hers to spend again."""
    found = await _get(work, refund)
    if not await loyalty.decide_top_up_refund(work, refund, "refused"):
        raise loyalty.RefundDecided
    await _let_go(work, found)
    return await _get(work, refund)


async def take_ends(work: Work, told: Sequence[Told[Any]]) -> None:
    """What payments tell of refunds; those that no top-up asked for are not ours."""
    ids = sorted({one.fact.refund for one in told})
    found = await loyalty.find_top_up_refunds(work, ids)
    for one in told:
        refund = found.get(one.fact.refund)
        if refund is None:
            continue
        if one.name == payments.RefundPaidBack.NAME:
            await _paid_back(work, refund)
        elif await loyalty.end_top_up_refund(work, refund.id, "failed"):
            await _let_go(work, refund)


async def _paid_back(work: Work, refund: loyalty.TopUpRefund) -> None:
    if not await loyalty.end_top_up_refund(work, refund.id, "paid_back"):
        return
    gone = ledger.settle(_end(refund), _held(refund), reason="refunded", ref=refund.top_up_id)
    money = ledger.post(_end(refund), _money(refund), reason="refunded", ref=refund.top_up_id)
    ledger.must_be_granted(await ledger.apply(work, [ledger.together(gone, money)]))
    told = loyalty.BalanceRefunded(
        refund=refund.id,
        top_up=refund.top_up_id,
        pay_back_minor=refund.pay_back_minor,
        bonus_minor=refund.bonus,
    )
    work.tell(told, subject=refund.customer_id)


def _money(refund: loyalty.TopUpRefund) -> list[ledger.Post]:
    """What goes back beyond the principal that is left has been the bonus's cost; what the
    merchant keeps of the principal pays for bonus that was spent."""
    back, left = refund.pay_back_minor, refund.principal
    moves = [
        (ledger.cashier(), ledger.prepaid(), min(back, left)),
        (ledger.cashier(), ledger.bonus_cost(), back - left),
        (ledger.bonus_cost(), ledger.prepaid(), left - back),
    ]
    return [ledger.Post(*move) for move in moves if move[2] > 0]


async def _hold(work: Work, refund: loyalty.TopUpRefund) -> None:
    moves = balances.leaves(refund.customer_id, refund.principal, refund.bonus)
    held = ledger.hold(
        _held(refund), moves, expires_at=None, reason="refunding", ref=refund.top_up_id
    )
    ledger.must_be_granted(await ledger.apply(work, [held]))
    await loyalty.ask_top_up_refund(work, refund)
    await _move(work, refund, -1)


async def _let_go(work: Work, refund: loyalty.TopUpRefund) -> None:
    chain = ledger.void(_end(refund), _held(refund), reason="refused", ref=refund.top_up_id)
    ledger.must_be_granted(await ledger.apply(work, [chain]))
    await _move(work, refund, 1)


async def _move(work: Work, refund: loyalty.TopUpRefund, sign: int) -> None:
    piece = loyalty.Piece(
        top_up=refund.top_up_id, principal=sign * refund.principal, bonus=sign * refund.bonus
    )
    moved = balances.movement(work, refund.customer_id, "refunded", [piece], refund.id)
    await loyalty.write_movements(work, [moved])


def _held(refund: loyalty.TopUpRefund) -> UUID:
    return uuid5(refund.id, "held")


def _end(refund: loyalty.TopUpRefund) -> UUID:
    return uuid5(refund.id, "end")


async def _get(work: Work, refund: UUID) -> loyalty.TopUpRefund:
    found = await loyalty.find_top_up_refunds(work, [refund])
    if refund not in found:
        raise NotFound
    return found[refund]
