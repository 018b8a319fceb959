"""What is earned of a balance as it is bought, where the merchant says so: never of it spent too.

It thaws so many days after it was paid as goods do after they were fetched, and a top-up that goes
back takes its part with it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from siyu.flows import earn_commission
from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import customers, distribution, ledger, loyalty, staff

PAID, REFUNDED = loyalty.BalancePaidIn.NAME, loyalty.BalanceRefunded.NAME
ON = (PAID, REFUNDED)
LINE = 1


async def take(work: Work, told: Sequence[Told[Any]]) -> None:
    """What loyalty tells; the same fact again changes nothing."""
    found = await loyalty.find_top_ups(work, sorted({one.fact.top_up for one in told}))
    ours = [one for one in told if found[one.fact.top_up].earns == "top_up"]
    await _earn(work, [found[one.fact.top_up] for one in ours if one.name == PAID])
    await _take_back(work, [one.fact for one in ours if one.name == REFUNDED])


async def _earn(work: Work, bought: Sequence[loyalty.TopUp]) -> None:
    paid = [(one, one.paid_at) for one in bought if one.paid_at is not None]
    bonds = await customers.guides_at(work, [(one.customer_id, at) for one, at in paid])
    posts = await staff.posts_of(work, list(filter(None, bonds)))
    plans = await distribution.list_plans(work)
    earns = []
    for (one, at), guide in zip(paid, bonds, strict=True):
        post = posts.get(guide) if guide else None
        works = post is not None and (post.left_at is None or post.left_at > at)
        if guide is not None and post is not None and post.store_id is not None and works:
            earns.append(_shared(one, at, guide, post.store_id, distribution.plan_at(plans, at)))
    made = await distribution.earn(work, earns)
    chains = [earn_commission.held(one) for one in made]
    ledger.must_be_granted(await ledger.apply(work, chains))
    await distribution.redeemed(work, {one.order: one.at for one in earns})


async def _take_back(work: Work, refunds: Sequence[loyalty.BalanceRefunded]) -> None:
    """In proportion to the money that went back of what she had paid."""
    returns = [
        distribution.Return(
            refund=one.refund,
            order=one.top_up,
            parts=(distribution.Part(n=LINE, amount_minor=one.pay_back_minor),),
        )
        for one in refunds
    ]
    taken = await distribution.take_back(work, returns)
    moved = [one for one in taken if one.void_minor or one.debt_minor]
    chains = [earn_commission.taken_back(one) for one in moved]
    ledger.must_be_granted(await ledger.apply(work, chains))


def _shared(
    one: loyalty.TopUp, at: datetime, guide: UUID, store: UUID, plan: distribution.Plan | None
) -> distribution.Earn:
    line = distribution.Line(n=LINE, paid_minor=one.pay_minor)
    shares = distribution.split([line], plan, {"guide": guide}) if plan else []
    return distribution.Earn(
        order=one.id,
        customer=one.customer_id,
        at=at,
        guide=guide,
        reason="bond",
        via=None,
        store=store,
        selling_store=store,
        plan=plan.version if plan else None,
        base_minor=one.pay_minor,
        shares=tuple(shares),
        sold={LINE: distribution.Sold(sku=one.offer_id, product=one.offer_id)},
    )
