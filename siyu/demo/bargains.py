"""The chain's running promotions, and a coupon for its guides to give.

A first formula takes part in none: advertising it is forbidden (广告法 第二十条).
"""

from collections.abc import Mapping
from uuid import UUID

from siyu.demo.values import Merchant
from siyu.flows import claim_coupon
from siyu.kernel.db import Work
from siyu.modules import catalog, promotions
from siyu.modules.promotions.pricing import Said, Wording

THANKS = promotions.Terms(
    name="导购心意券 满 99 减 10",
    amount_minor=1_000,
    threshold_minor=9_900,
    valid_days=14,
    quota=2_000,
    how="guide",
    per_guide=30,
    guide_period="week",
)
FIRST_FORMULA, WIPES = "NF1", "DPW"
RUNGS = [{"threshold_minor": 50_000, "off_minor": 3_000}]
RUNGS += [{"threshold_minor": 100_000, "off_minor": 8_000}]


async def settle_bargains(work: Work, merchant: Merchant, skus: Mapping[str, UUID]) -> None:
    """Looks at what is there first, so that a furnishing that was interrupted is run again."""
    coupon = promotions.coupon_id("thanks")
    if not await promotions.coupons_of(work, [coupon]):
        await claim_coupon.define(work, "thanks", THANKS)
    known, _ = await promotions.list_promotions(work, limit=1)
    if known:
        return
    offers = await catalog.offers(work, skus.values())
    firm = {
        str(offers[skus[sku.code]].product_id)
        for product in merchant.products
        if product.category == FIRST_FORMULA
        for sku in product.skus
    }
    apart = (Said(block="not_goods", args={"products": sorted(firm)}),)
    ladder = Wording(
        name="囤货季 满 500 减 30",
        effect=Said(block="ladder", args={"rungs": RUNGS}),
        conditions=apart,
    )
    wipes = next(one for one in merchant.products if one.category == WIPES).skus[0].code
    gift = {"sku": str(skus[wipes]), "pieces": 1}
    present = Wording(
        name="满 800 送湿巾一组",
        effect=Said(block="gift", args={"threshold_minor": 80_000, "gifts": [gift]}),
        conditions=apart,
    )
    for said in (ladder, present):
        made = await promotions.make_promotion(work, said)
        await promotions.move_promotion(work, made.id, "running")
