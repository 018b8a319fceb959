"""What the chain's members have for coming back: points, tiers, and balances to buy.

Each part looks at what is there first, so that a furnishing that was interrupted is run again.
"""

from siyu.flows import set_points_rule
from siyu.kernel.db import Work
from siyu.modules import loyalty, tenants

OFFERS = ((20_000, 1_000), (50_000, 5_000), (100_000, 15_000), (200_000, 40_000))
TERMS = loyalty.Terms(on="paid", points=1, per_minor=100, valid_days=365, notice_days=14)
STEPS = (
    ("silver", "银卡", 500, 300, ("生日当月满 199 减 20", "新品试用优先")),
    ("gold", "金卡", 2_000, 1_200, ("生日礼盒一份", "新品试用优先", "专属导购一对一")),
    ("black", "黑金卡", 6_000, 4_000, ("生日礼盒一份", "门店活动优先报名", "免费儿保讲座")),
)


async def settle_club(work: Work) -> None:
    if await loyalty.find_kind(work, "points") is None:
        kind = await loyalty.add_kind(work, "points", "积分")
        today = (await tenants.get_tenant(work)).date_of(work.now)
        rule = set_points_rule.RuleAsked(kind=kind.id, since_on=today, terms=TERMS)
        await set_points_rule.set_rule(work, rule)
    if not await loyalty.list_offers(work):
        for pay, bonus in OFFERS:
            await loyalty.make_offer(work, pay, bonus)
    if not await loyalty.list_programmes(work):
        tiers = tuple(
            loyalty.Tier(
                id=work.new_id(), code=code, name=name, reach=reach, keep=keep, benefits=benefits
            )
            for code, name, reach, keep, benefits in STEPS
        )
        await loyalty.set_programme(work, loyalty.Ladder(tiers=tiers, valid_days=365))
