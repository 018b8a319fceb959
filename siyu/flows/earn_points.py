"""What an order brings: points once it is paid (or fetched), less what of it goes back.

How many an order has brought is a function of its lines and of what went back of them, so facts
may come twice and in any order: each time the difference is booked.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from siyu.flows import points_purses
from siyu.flows.points_purses import Purse
from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import catalog, loyalty, orders, tenants

MOMENTS: dict[str, loyalty.Moment] = {
    "orders.order_paid": "paid",
    "orders.order_redeemed": "redeemed",
}
ON = (*MOMENTS, "orders.order_refunded")


class _Change(Struct, frozen=True):
    """What an order brings now, and what that moves."""

    earning: loyalty.Earning
    entry: loyalty.Entry
    expires_at: datetime | None


async def take(work: Work, told: Sequence[Told[Any]]) -> None:
    """What orders tell."""
    rules = await loyalty.list_rules(work)
    if rules:
        await _begin(work, told, rules)
        await _settle(work, {one.fact.order for one in told}, rules)


async def _begin(work: Work, told: Sequence[Told[Any]], rules: list[loyalty.Rule]) -> None:
    """Orders of which something is earned from now on, each once."""
    living = [one for one in await loyalty.list_kinds(work) if one.ended_at is None]
    ids = [one.fact.order for one in told if one.name in MOMENTS]
    found = await orders.orders_of(work, ids)
    lines = await orders.lines_of(work, list(found))
    goods = {line.product for some in lines.values() for line in some}
    paths = await catalog.category_paths(work, goods)
    merchant = await tenants.get_tenant(work)
    begun: list[loyalty.Earning] = []
    lots: list[loyalty.Lot] = []
    notice: dict[UUID, int] = {}
    for one in told:
        order = found.get(one.fact.order)
        if order is None or one.name not in MOMENTS:
            continue
        for kind in living:
            rule = loyalty.rule_at(rules, kind.id, order.placed_at)
            if rule is None or rule.terms.on != MOMENTS[one.name]:
                continue
            lot = new_lot(merchant, order.customer_id, rule, one.at)
            lots.append(lot)
            notice[lot.id] = rule.terms.notice_days
            counted = _counted(lines[order.id], rule.terms, paths)
            begun.append(_earning(order, rule, lot, counted, one.at))
    await loyalty.open_lots(work, lots, notice)
    await loyalty.begin_earnings(work, begun)


async def _settle(work: Work, ids: Iterable[UUID], rules: Sequence[loyalty.Rule]) -> None:
    """Book what each order brings now and did not bring before."""
    asked = sorted(ids)
    known = await loyalty.points_earnings_of(work, asked)
    purses = await points_purses.open_purses(work, ((e.customer_id, e.kind_id) for e in known))
    returned = await orders.returned_of(work, asked)
    terms = {(rule.kind_id, rule.version): rule.terms for rule in rules}
    lots = await loyalty.lots_named(work, [e.lot_id for e in known])
    changes = []
    # Under the lock, for another may have been faster.
    for earning in await loyalty.points_earnings_of(work, asked):
        said = terms[earning.kind_id, earning.version]
        target = loyalty.earned(
            said, loyalty.kept(earning.lines, returned.get(earning.order_id, {}))
        )
        if target != earning.amount:
            purse = purses[earning.customer_id, earning.kind_id]
            entry = _entry(work, earning, target, purse, said.claw)
            now = structs.replace(
                earning,
                amount=target,
                let_go=earning.let_go + entry.short,
                turn=earning.turn + 1,
            )
            changes.append(_Change(now, entry, lots[earning.lot_id].expires_at))
    await points_purses.book(work, [one.entry for one in changes])
    await loyalty.keep_earnings(work, [one.earning for one in changes])
    if changes:
        await _tell(work, changes)


def _entry(
    work: Work, earning: loyalty.Earning, target: int, purse: Purse, claw: loyalty.Claw
) -> loyalty.Entry:
    """The difference between what an order brought and what it brings now."""
    more = target - earning.amount
    if more > 0:
        parts = loyalty.give(earning.lot_id, more, purse.debt)
        purse.move(parts)
        return points_purses.entry(work, purse, "earned", parts, ref=earning.order_id)
    parts, let_go = loyalty.claw_back(purse.held, earning.lot_id, -more, claw, work.now)
    purse.move(parts)
    return points_purses.entry(
        work, purse, "clawed_back", parts, ref=earning.order_id, short=let_go
    )


async def _tell(work: Work, changes: Iterable[_Change]) -> None:
    codes = await points_purses.codes(work)
    for change in changes:
        entry = change.entry
        debt = abs(sum(part.amount for part in entry.parts if part.lot is None))
        about = {
            "kind": entry.kind_id,
            "code": codes[entry.kind_id],
            "amount": abs(entry.amount),
            "order": change.earning.order_id,
            "debt": debt,
        }
        told = (
            loyalty.PointsEarned(**about, expires_at=change.expires_at)
            if entry.what == "earned"
            else loyalty.PointsClawedBack(**about, let_go=entry.short)
        )
        work.tell(told, subject=entry.customer_id)


def new_lot(
    merchant: tenants.Tenant, customer: UUID, rule: loyalty.Rule, at: datetime
) -> loyalty.Lot:
    """Points end at the end of the merchant's day so many days later."""
    days = rule.terms.valid_days
    until = None if days is None else merchant.end_of(merchant.date_of(at) + timedelta(days=days))
    return loyalty.Lot(
        id=loyalty.lot_id(customer, rule.kind_id, until),
        customer_id=customer,
        kind_id=rule.kind_id,
        expires_at=until,
    )


def _counted(
    lines: Iterable[orders.Line], terms: loyalty.Terms, paths: dict[UUID, tuple[UUID, ...]]
) -> tuple[loyalty.Line, ...]:
    return tuple(
        loyalty.Line(
            n=line.n,
            paid_minor=line.payable_minor,
            times_bp=loyalty.times(terms, paths.get(line.product, ())),
        )
        for line in lines
    )


def _earning(
    order: orders.Order,
    rule: loyalty.Rule,
    lot: loyalty.Lot,
    lines: tuple[loyalty.Line, ...],
    at: datetime,
) -> loyalty.Earning:
    return loyalty.Earning(
        order_id=order.id,
        kind_id=rule.kind_id,
        customer_id=order.customer_id,
        version=rule.version,
        lines=lines,
        lot_id=lot.id,
        amount=0,
        let_go=0,
        turn=0,
        at=at,
    )
