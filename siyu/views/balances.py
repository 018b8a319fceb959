"""Stored value as she and as the house see it."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import customers, ledger, loyalty, tenants
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


class PaidByBalance(Struct, frozen=True, kw_only=True):
    """What of an order her balance pays, or has paid (`spent`), and what of it is hers again."""

    principal_minor: int
    bonus_minor: int
    back_minor: int
    spent: bool


class LiabilityShape(Struct, frozen=True, kw_only=True):
    """What the merchant owes to all customers together, and what bonus has cost so far."""

    principal_minor: int
    bonus_minor: int
    bonus_cost_minor: int


class BalanceMonth(Struct, frozen=True, kw_only=True):
    """A month of all balances, principal and bonus apart; `owed` is what was left as it ended.

    What unpaid orders hold counts as spent; spent is less what came back with goods, refunded
    less what was refused.
    """

    month: date
    paid_in_minor: int
    given_minor: int
    spent_minor: int
    spent_bonus_minor: int
    refunded_minor: int
    refunded_bonus_minor: int
    owed_minor: int
    owed_bonus_minor: int


async def balance_months(work: Work, months: int = 12) -> list[BalanceMonth]:
    """The last months up to this one, the earliest first, those without movements as well."""
    merchant = await tenants.get_tenant(work)
    moved = await loyalty.moved_by_month(work, merchant.timezone)
    today = merchant.date_of(work.now)
    shown = [_months_before(today, back) for back in reversed(range(months))]
    by = {(one.month, one.what): one for one in moved}

    def of(month: date, *whats: loyalty.Change) -> tuple[int, int]:
        found = [by[month, what] for what in whats if (month, what) in by]
        return sum(one.principal for one in found), sum(one.bonus for one in found)

    before = [one for one in moved if one.month < shown[0]]
    owed = [sum(one.principal for one in before), sum(one.bonus for one in before)]
    rows = []
    for month in shown:
        paid, spent = of(month, "topped_up"), of(month, "spent", "given_back")
        refunded = of(month, "refunded")
        owed = [owed[side] + paid[side] + spent[side] + refunded[side] for side in (0, 1)]
        rows.append(
            BalanceMonth(
                month=month,
                paid_in_minor=paid[0],
                given_minor=paid[1],
                spent_minor=-spent[0],
                spent_bonus_minor=-spent[1],
                refunded_minor=-refunded[0],
                refunded_bonus_minor=-refunded[1],
                owed_minor=owed[0],
                owed_bonus_minor=owed[1],
            )
        )
    return rows


def _months_before(day: date, back: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(years, month + 1, 1)


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


async def paid_by(work: Work, order: UUID) -> PaidByBalance | None:
    """None where no balance pays for it, or what was held for it is hers again."""
    pay = (await loyalty.pays_of(work, [order])).get(order)
    if pay is None or pay.state == "void":
        return None
    back = [one for one in await loyalty.shares_of_order(work, order) if one.state == "done"]
    return PaidByBalance(
        principal_minor=pay.principal,
        bonus_minor=pay.bonus,
        back_minor=sum(one.principal + one.bonus for one in back),
        spent=pay.state == "spent",
    )


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
