"""An order that the lane's guide earned of, for the matrix."""

from siyu.flows.earn_commission import sides
from siyu.kernel.db import Works
from siyu.modules import distribution, ledger
from tests.house.town import Merchant


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
