"""Who has which tier: growth that orders and receipts bring, less what went back, and times that
are over.

How somebody stands is computed each time from all her growth; what is kept of it answers quickly
until the next instant at which it may be otherwise.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import loyalty, orders, tenants, tills

ON = ("orders.order_paid", "orders.order_refunded")
AT_TILLS = ("tills.receipt_recorded", "tills.return_linked")


async def take(work: Work, told: Sequence[Told[Any]]) -> None:
    """What orders tell; the same facts again, in any order, change nothing."""
    programmes = await loyalty.list_programmes(work)
    if not programmes:
        return
    ids = sorted({one.fact.order for one in told})
    paid = {one.fact.order: one.at for one in told if one.name == ON[0]}
    found = await orders.orders_of(work, ids)
    known = await loyalty.growth_from(work, ids)
    mine = [one for id_, one in found.items() if id_ in paid or id_ in known]
    await loyalty.lock_members(work, [one.customer_id for one in mine])
    lines = await orders.lines_of(work, [one.id for one in mine])
    returned = await orders.returned_of(work, [one.id for one in mine])
    grown = []
    for order in mine:
        programme = loyalty.tiers.programme_at(programmes, order.placed_at)
        if programme is None:
            continue
        back = returned.get(order.id, {})
        left = sum(max(0, one.payable_minor - back.get(one.n, 0)) for one in lines[order.id])
        before = known.get(order.id)
        grown.append(
            loyalty.Growth(
                source_id=order.id,
                source="order",
                customer_id=order.customer_id,
                at=before.at if before else paid[order.id],
                version=programme.version,
                amount=loyalty.tiers.earned(programme.ladder, left),
            )
        )
    await loyalty.keep_growth(work, grown)
    await stand_again(work, [one.customer_id for one in grown], why="returned")


async def take_receipts(work: Work, told: Sequence[Told[Any]]) -> None:
    """What tills tell: members' receipts bring growth too, as of the moment at the till.

    The same facts again, in any order, change nothing.
    """
    programmes = await loyalty.list_programmes(work)
    if not programmes:
        return
    since = min(one.since for one in programmes)
    kept = await tills.kept_receipts(work, _receipts(told, since))
    grown = [
        loyalty.Growth(
            source_id=one.id,
            source="receipt",
            customer_id=one.customer,
            at=one.at,
            version=programme.version,
            amount=loyalty.tiers.earned(programme.ladder, one.left_minor),
        )
        for one in kept
        if (programme := loyalty.tiers.programme_at(programmes, one.at)) is not None
        and programme.ladder.receipts
    ]
    if not grown:
        return
    await loyalty.lock_members(work, [one.customer_id for one in grown])
    await loyalty.keep_growth(work, grown)
    await stand_again(work, [one.customer_id for one in grown], why="returned")


def _receipts(told: Sequence[Told[Any]], since: datetime) -> set[UUID]:
    """Those that are told of and those that goods came back of; what was sold before there was any
    programme brings nothing, so that a long history costs nothing either.
    """
    found: set[UUID] = set()
    for one in told:
        if one.name == AT_TILLS[1]:
            found |= {one.fact.receipt, one.fact.returns}
        elif one.fact.at >= since:
            found.add(one.fact.receipt)
            found |= {line.returns for line in one.fact.lines if line.returns is not None}
    return found


async def keep_time(work: Work, *, limit: int = 200) -> int:
    """Whose time is over stands otherwise from now on; how many were looked at, 0 means: none."""
    due = await loyalty.due_members(work, work.now, limit)
    await stand_again(work, [one.customer_id for one in due], why="ruled")
    return len(due)


async def stand_again(work: Work, people: Iterable[UUID], *, why: loyalty.Turn) -> None:
    """Look at them and tell what is otherwise; `why` a tier is lost where its time is not over."""
    members = await loyalty.lock_members(work, people)
    programmes = await loyalty.list_programmes(work)
    if not members or not programmes:
        return
    merchant = await tenants.get_tenant(work)
    now = await loyalty.stand(work, list(members), programmes, merchant.end_after)
    await loyalty.keep_memberships(work, [_member(customer, now[customer]) for customer in members])
    ladder = programmes[0].ladder
    codes = {one.id: one.code for one in ladder.tiers}
    for customer, before in members.items():
        stands = now[customer]
        turned = loyalty.tiers.turn(ladder, before.standing, stands, work.now)
        if turned == "kept" and stands.tier and stands.until:
            kept = loyalty.TierKept(tier=stands.tier, code=codes[stands.tier], until=stands.until)
            work.tell(kept, subject=customer)
        elif turned is not None:
            told = loyalty.TierChanged(
                tier=stands.tier,
                code=codes[stands.tier] if stands.tier else None,
                before=codes[before.tier] if before.tier else None,
                until=stands.until,
                why=why if turned == "returned" else turned,
            )
            work.tell(told, subject=customer)


def _member(customer: UUID, one: loyalty.Standing) -> loyalty.Membership:
    said = structs.asdict(one)
    return loyalty.Membership(customer_id=customer, next_at=one.until, **said)
