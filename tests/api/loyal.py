"""A kind of points of which the near customer has some, for the matrix."""

from siyu.flows import adjust_points, set_points_rule, spend_points
from siyu.kernel.db import Works
from siyu.modules import loyalty, tenants
from tests.house.town import Merchant


async def furnish_points(works: Works, chain: Merchant) -> dict[str, object]:
    """The kind and a spend go to the merchant's own."""
    near = chain.ids["near customer"]
    async with works.open(chain.tenant) as work:
        kind = await loyalty.add_kind(work, "matrix", "积分")
        today = (await tenants.get_tenant(work)).date_of(work.now)
        terms = loyalty.Terms(on="paid", points=1, per_minor=100, valid_days=365)
        rule = set_points_rule.RuleAsked(kind=kind.id, since_on=today, terms=terms)
        await set_points_rule.set_rule(work, rule)
        given = adjust_points.Adjusting(
            id=work.new_id(), customer=near, kind=kind.id, amount=100_000, why="开业"
        )
        await adjust_points.adjust(work, given)
        want = loyalty.Want(id=work.new_id(), customer=near, kind=kind.id, amount=100)
        spend = await spend_points.spend_one(work, want)
    chain.ids["points kind"], chain.ids["points spend"] = kind.id, spend.id
    return {called: chain.ids[called] for called in ("points kind", "points spend")}
