"""Stored value as she and as the house see it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import customers, ledger, loyalty
from siyu.modules.customers import CustomerRef


class TopUpShape(Struct, frozen=True, kw_only=True):
    """A top-up, what is left of it, and what of it would go back if she asked now."""

    id: UUID
    pay_minor: int
    bonus_minor: int
    principal_left_minor: int
    bonus_left_minor: int
    paid_at: datetime
    pay_back_minor: int
    basis: loyalty.Basis


class BalanceShape(Struct, frozen=True, kw_only=True):
    """What may be spent, and what waits with unpaid orders or refunds that are on their way."""

    principal_minor: int
    bonus_minor: int
    held_minor: int
    ceiling_minor: int
    has_password: bool
    top_ups: list[TopUpShape]


class MovementShape(Struct, frozen=True, kw_only=True):
    """Something that happened; by whom is said to the house alone."""

    id: UUID
    at: datetime
    what: loyalty.Change
    principal_minor: int
    bonus_minor: int
    ref: UUID
    by: str | None = None


class TopUpRefundShape(Struct, frozen=True, kw_only=True):
    """Money on its way back; `customer` is said to the house."""

    id: UUID
    top_up: UUID
    customer: CustomerRef | None
    basis: loyalty.Basis
    pay_back_minor: int
    principal_minor: int
    bonus_minor: int
    why: str
    state: loyalty.RefundState
    asked_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None


class LiabilityShape(Struct, frozen=True, kw_only=True):
    """What the merchant owes to all customers together, and what bonus has cost so far."""

    principal_minor: int
    bonus_minor: int
    bonus_cost_minor: int


async def balance_of(work: Work, customer: UUID) -> BalanceShape:
    accounts = [ledger.principal(customer), ledger.bonus(customer)]
    principal, bonus = await ledger.balances_of(work, accounts)
    rule = await loyalty.current_rule(work)
    lefts = {one.top_up: one for one in await loyalty.lefts_of(work, customer)}
    bought = await loyalty.top_ups_of(work, customer)
    return BalanceShape(
        principal_minor=principal.posted - principal.held,
        bonus_minor=bonus.posted - bonus.held,
        held_minor=principal.held + bonus.held,
        ceiling_minor=rule.ceiling_minor,
        has_password=await loyalty.find_secret(work, customer) is not None,
        top_ups=[
            _top_up(one, lefts[one.id], one.paid_at, work.now)
            for one in bought
            if one.paid_at is not None
        ],
    )


def _top_up(one: loyalty.TopUp, left: loyalty.Left, paid_at: datetime, now: datetime) -> TopUpShape:
    basis = loyalty.balance.basis(paid_at, now, fault=False)
    return TopUpShape(
        id=one.id,
        pay_minor=one.pay_minor,
        bonus_minor=one.bonus_minor,
        principal_left_minor=left.principal,
        bonus_left_minor=left.bonus,
        paid_at=paid_at,
        pay_back_minor=loyalty.balance.refundable(one, left, basis).pay_back_minor,
        basis=basis,
    )


def movement_shapes(movements: Iterable[loyalty.Movement], *, inside: bool) -> list[MovementShape]:
    """`inside`: say by whom."""
    return [
        MovementShape(
            id=one.id,
            at=one.at,
            what=one.what,
            principal_minor=one.principal,
            bonus_minor=one.bonus,
            ref=one.ref,
            by=one.by if inside else None,
        )
        for one in movements
    ]


async def refund_shapes(
    work: Work, refunds: Iterable[loyalty.TopUpRefund], *, inside: bool
) -> list[TopUpRefundShape]:
    """`inside`: say whose."""
    found = list(refunds)
    people = await customers.refs(work, [one.customer_id for one in found]) if inside else {}
    return [
        TopUpRefundShape(
            id=one.id,
            top_up=one.top_up_id,
            customer=people.get(one.customer_id),
            basis=one.basis,
            pay_back_minor=one.pay_back_minor,
            principal_minor=one.principal,
            bonus_minor=one.bonus,
            why=one.why,
            state=one.state,
            asked_at=one.asked_at,
            decided_at=one.decided_at,
            ended_at=one.ended_at,
        )
        for one in found
    ]


async def liability(work: Work) -> LiabilityShape:
    accounts = [ledger.principal_owed(), ledger.bonus_given(), ledger.bonus_cost()]
    owed, given, cost = await ledger.balances_of(work, accounts)
    return LiabilityShape(
        principal_minor=-owed.posted, bonus_minor=-given.posted, bonus_cost_minor=cost.posted
    )
