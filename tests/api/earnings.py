"""An order that the lane's guide earned of, and tasks of hers, for the matrix."""

from siyu.flows import claim_coupon
from siyu.flows.earn_commission import sides
from siyu.kernel.db import Works
from siyu.modules import distribution, ledger, promotions, tasks, tenants
from siyu.views import todays_tasks
from tests.house.town import Merchant


async def furnish_tasks(works: Works, chain: Merchant) -> dict[str, object]:
    """Two coupons of the near customer that end soon; the tasks' ids go to the merchant's own."""
    guide, near = chain.people["guide"], chain.ids["near customer"]
    async with works.open(chain.tenant) as work:
        for code in ("TASK1", "TASK2"):
            terms = promotions.Terms(name=code, amount_minor=100, valid_days=1, quota=9)
            made = await claim_coupon.define(work, code, terms)
            claim = promotions.Claim(id=work.new_id(), coupon=made.id, customer=near, source="test")
            await claim_coupon.claim_one(work, claim)
    async with works.look(chain.tenant) as work:
        known = await todays_tasks.gather(work, guide)
        merchant = await tenants.get_tenant(work)
        proposed = tasks.propose(known, work.now, merchant.date_of(work.now))
    hers = [one.key for one in proposed if one.customer == near and one.kind == "coupon_expiring"]
    chain.ids["task"], chain.ids["spare task"] = hers[:2]
    return {called: chain.ids[called] for called in ("task", "spare task")}


async def furnish_earnings(works: Works, chain: Merchant) -> dict[str, object]:
    """The order's id goes to the merchant's own."""
    guide, lane = chain.people["guide"], chain.ids["lane"]
    async with works.open(chain.tenant) as work:
        rate = distribution.Rate(role="guide", rate_bp=500)
        new = distribution.NewPlan(
            since=work.now, after_sale_days=7, ceiling_bp=3000, rates=(rate,)
        )
        plan = await distribution.set_plan(work, new)
        order = work.new_id()
        lines = [distribution.Line(n=1, paid_minor=100_00)]
        shared = distribution.Earn(
            order=order,
            customer=chain.ids["near customer"],
            at=work.now,
            guide=guide,
            reason="bond",
            via=None,
            store=lane,
            selling_store=lane,
            plan=plan.version,
            base_minor=100_00,
            shares=tuple(distribution.split(lines, plan, {"guide": guide})),
            sold={1: distribution.Sold(sku=chain.ids["sku"], product=chain.ids["product"])},
        )
        [made] = await distribution.earn(work, [shared])
        move = ledger.Post(*sides(None, guide), made.kept_minor)
        held = ledger.hold(made.hold_id, [move], expires_at=None, reason="commission", ref=order)
        ledger.must_be_granted(await ledger.apply(work, [held]))
    chain.ids["shared order"] = order
    return {"shared order": order}
