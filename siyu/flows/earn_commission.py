"""What is earned of an order: held when it is paid, due when it is fetched, taken back by refunds.

Kinds of facts, each taken as a list; the same fact again changes nothing. An order is paid
before it is fetched or returned, so lists are taken in that order.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from siyu.flows import bonus_parts
from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import catalog, channels, customers, distribution, ledger, orders, staff

PAID, REDEEMED, REFUNDED = "orders.order_paid", "orders.order_redeemed", "orders.order_refunded"
UNFETCHED = "fulfilment.pickup_unfetched"
ON = (PAID, REDEEMED, REFUNDED, UNFETCHED)

_Paid = tuple[orders.Order, datetime]

HELD, TAKEN_BACK = "commission", "commission_back"


async def take(work: Work, told: Sequence[Told[Any]]) -> None:
    """What orders tell."""
    await _earn(work, [one for one in told if one.name == PAID])
    fetched = {one.fact.order: one.at for one in told if one.name == REDEEMED}
    # What is kept for her counts as hers, or whoever sold it would wait for ever.
    kept = [one for one in told if one.name == UNFETCHED and one.fact.then == "keep"]
    await distribution.redeemed(work, {one.fact.order: one.at for one in kept} | fetched)
    await _take_back(work, [one for one in told if one.name == REFUNDED])


async def _earn(work: Work, told: Sequence[Told[Any]]) -> None:
    if not told:
        return
    found = await orders.orders_of(work, [one.fact.order for one in told])
    lines = await orders.lines_of(work, list(found))
    paid = [(found[one.fact.order], one.at) for one in told if one.fact.order in found]
    seen = await _Seen().look(work, paid, lines)
    made = await distribution.earn(work, [_shared(one, lines[one[0].id], seen) for one in paid])
    ledger.must_be_granted(await ledger.apply(work, [held(one) for one in made]))


async def _take_back(work: Work, told: Sequence[Told[Any]]) -> None:
    refunds = await orders.get_refunds(work, [one.fact.refund for one in told])
    found = [refunds[one.fact.refund] for one in told if one.fact.refund in refunds]
    earned = await bonus_parts.earned_of(work, [one for one in found if one.parts])
    returns = [
        distribution.Return(refund=one.id, order=one.order_id, parts=earned[one.id])
        for one in found
        if one.parts
    ]
    taken = await distribution.take_back(work, returns)
    moved = [one for one in taken if one.void_minor or one.debt_minor]
    ledger.must_be_granted(await ledger.apply(work, [taken_back(one) for one in moved]))


class _Seen:
    """What shares are made of besides the order, read once for many."""

    def __init__(self) -> None:
        self.plans: Sequence[distribution.Plan] = ()
        self.links: Mapping[UUID, UUID] = {}
        self.bonds: Mapping[UUID, UUID | None] = {}
        self.posts: Mapping[UUID, staff.Posted] = {}
        self.categories: Mapping[UUID, tuple[UUID, ...]] = {}
        self.bonus: Mapping[UUID, Mapping[int, int]] = {}

    async def look(
        self, work: Work, paid: Sequence[_Paid], lines: Mapping[UUID, list[orders.Line]]
    ) -> "_Seen":
        self.plans = await distribution.list_plans(work)
        self.links = await channels.sharers_of(work, [o.via_id for o, _ in paid if o.via_id])
        bonds = await customers.guides_at(work, [(order.customer_id, at) for order, at in paid])
        self.bonds = {order.id: bond for (order, _), bond in zip(paid, bonds, strict=True)}
        self.posts = await staff.posts_of(work, [*self.links.values(), *filter(None, bonds)])
        goods = {line.product for some in lines.values() for line in some}
        self.bonus = await bonus_parts.by_line(work, [order for order, _ in paid], lines)
        self.categories = await catalog.category_paths(work, goods)
        return self

    def credited(
        self, order: orders.Order, at: datetime
    ) -> tuple[UUID | None, distribution.Reason]:
        """Whose sale it was then, and why."""
        link = self.links.get(order.via_id) if order.via_id else None
        meant = (link, self.bonds.get(order.id))
        return distribution.credited(*meant, {one for one in meant if one and self._works(one, at)})

    def _works(self, person: UUID, at: datetime) -> bool:
        post = self.posts.get(person)
        return post is not None and (post.left_at is None or post.left_at > at)


def _shared(paid: _Paid, lines: Sequence[orders.Line], seen: _Seen) -> distribution.Earn:
    order, at = paid
    guide, reason = seen.credited(order, at)
    plan = distribution.plan_at(seen.plans, at)
    asked = [
        distribution.Line(
            n=line.n,
            paid_minor=line.payable_minor,
            bonus_minor=seen.bonus.get(order.id, {}).get(line.n, 0),
            categories=seen.categories.get(line.product, ()),
        )
        for line in lines
    ]
    shares = distribution.split(asked, plan, {"guide": guide}) if plan and guide else []
    post = seen.posts[guide].store_id if guide else None
    return distribution.Earn(
        order=order.id,
        customer=order.customer_id,
        at=at,
        guide=guide,
        reason=reason,
        via=order.via_id,
        store=post or order.selling_store_id,
        selling_store=order.selling_store_id,
        plan=plan.version if plan else None,
        base_minor=sum(line.base_minor for line in asked),
        shares=tuple(shares),
        sold={line.n: distribution.Sold(sku=line.sku, product=line.product) for line in lines},
    )


def sides(payer_store: UUID | None, earner: UUID) -> tuple[ledger.Account, ledger.Account]:
    """Who pays, and who earns."""
    payer = ledger.commission_cost(payer_store or ledger.NOWHERE)
    return payer, ledger.commission(earner)


def held(one: distribution.Earning) -> ledger.Chain:
    """What she waits for until it thaws."""
    move = ledger.Post(*sides(one.payer_store_id, one.earner_id), one.kept_minor)
    return ledger.hold(one.hold_id, [move], expires_at=None, reason=HELD, ref=one.order_id)


def taken_back(one: distribution.Taken) -> ledger.Chain:
    """What is left is held anew, on the first line; what had thawed is owed from now on."""
    name = uuid5(one.earning, one.refund.hex)
    payer, earner = sides(one.payer_store, one.earner)
    if one.debt_minor:
        debt = ledger.Post(earner, payer, one.debt_minor)
        return ledger.post(name, [debt], reason=TAKEN_BACK, ref=one.order)
    gone = ledger.void(name, one.was_hold, reason=TAKEN_BACK, ref=one.order)
    if not one.rest_minor:
        return gone
    rest = ledger.Post(payer, earner, one.rest_minor)
    kept = ledger.hold(name, [rest], expires_at=None, reason=TAKEN_BACK, ref=one.order)
    return ledger.together(kept, gone)
