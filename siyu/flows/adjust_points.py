"""Points by hand, with a reason: given as the rule of today would, or taken as far as they go."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from siyu.flows import points_purses
from siyu.kernel.db import Work
from siyu.modules import customers, ledger, loyalty, tenants


class Adjusting(Struct, frozen=True, kw_only=True):
    """So many points more or, below zero, fewer; the same id again is the same adjustment."""

    id: UUID
    customer: UUID
    kind: UUID
    amount: int
    why: str


async def adjust(work: Work, asked: Adjusting) -> None:
    """Book it; PointsShort when she has not so many to take."""
    if not asked.amount:
        raise loyalty.NothingAsked
    await customers.get_customer(work, asked.customer)
    kind = await loyalty.get_kind(work, asked.kind)
    purses = await points_purses.open_purses(work, [(asked.customer, asked.kind)])
    purse = purses[asked.customer, asked.kind]
    if asked.amount > 0:
        if kind.ended_at is not None:
            raise loyalty.KindEnded
        parts = loyalty.give(await _lot(work, asked), asked.amount, purse.debt)
    else:
        left = purse.left(work.now)
        if left < -asked.amount:
            raise loyalty.PointsShort(wanted=-asked.amount, left=left)
        parts = loyalty.take(purse.held, -asked.amount, work.now)
    entry = points_purses.entry(work, purse, "adjusted", parts, ref=asked.id, why=asked.why)
    moves = points_purses.moves(asked.customer, asked.kind, parts)
    booked = ledger.post(asked.id, moves, reason="adjusted", ref=asked.id)
    [outcome] = await ledger.apply(work, [booked])
    if isinstance(outcome, ledger.Repeated):
        return
    ledger.must_be_granted([outcome])
    await loyalty.write_entries(work, [entry])
    told = loyalty.PointsAdjusted(kind=kind.id, code=kind.code, amount=asked.amount)
    work.tell(told, subject=asked.customer)
    after = {"kind": kind.code, "amount": asked.amount, "why": asked.why}
    work.audit("loyalty.adjust_points", "customer", asked.customer, after=after)


async def _lot(work: Work, asked: Adjusting) -> UUID:
    rule = loyalty.rule_at(await loyalty.list_rules(work), asked.kind, work.now)
    days = rule.terms.valid_days if rule else None
    merchant = await tenants.get_tenant(work)
    until: datetime | None = None
    if days is not None:
        until = merchant.end_of(merchant.date_of(work.now) + timedelta(days=days))
    lot = loyalty.Lot(
        id=loyalty.lot_id(asked.customer, asked.kind, until),
        customer_id=asked.customer,
        kind_id=asked.kind,
        expires_at=until,
    )
    await loyalty.open_lots(work, [lot], {lot.id: rule.terms.notice_days if rule else 0})
    return lot.id
