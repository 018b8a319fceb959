"""What the simulated shop begins with: goods, promotions, coupons, points, ways to its people."""

import random
from typing import NamedTuple
from uuid import UUID

from siyu.flows import claim_coupon, set_points_rule
from siyu.kernel.db import Work
from siyu.modules import aftersale, catalog, customers, fulfilment, loyalty, promotions, tenants
from siyu.modules.fulfilment import freight
from tests.simulator.model import FAR, FREE_FROM, GIFT_FROM, LADDER, NEAR, Goods

QUOTA, PER_PERSON = 90, 6
COUPONS = ((3_000, 0), (5_000, 30_000))
HOME, WEST = "33", "65"
"""Provinces; to the second it costs more."""


class Listed(NamedTuple):
    goods: dict[UUID, Goods]
    card: UUID
    cup: UUID


async def list_goods(work: Work, dice: random.Random) -> Listed:
    """Goods that are fetched or sent, a card, and what is given away with others."""
    news = [
        catalog.NewProduct(
            code=f"P{n}",
            name=f"奶粉 {n}",
            category_id=None,
            skus=[catalog.NewSku(code=f"S{n}", name="", price_minor=dice.choice(PRICES))],
        )
        for n in range(8)
    ]
    terms = catalog.VoucherTerms(uses=5, days=20)
    card = catalog.NewSku(code="CARD", name="", price_minor=9_999, voucher=terms)
    news.append(catalog.NewProduct(code="CARD", name="次卡", category_id=None, skus=[card]))
    cup = catalog.NewSku(code="GIFT", name="", price_minor=1_500)
    news.append(catalog.NewProduct(code="GIFT", name="杯子", category_id=None, skus=[cup]))
    await catalog.list_new(work, news)
    skus = await catalog.find_skus_by_code(work, [one.skus[0].code for one in news])
    goods = {
        skus[one.skus[0].code]: Goods(
            sku=skus[one.skus[0].code],
            price=one.skus[0].price_minor,
            uses=one.skus[0].voucher.uses if one.skus[0].voucher else 0,
        )
        for one in news
    }
    return Listed(goods, skus["CARD"], skus["GIFT"])


PRICES = (990, 4_900, 4_999, 12_345, 29_800, 33_333)


async def give_coupons(work: Work) -> dict[UUID, tuple[int, int]]:
    made = {}
    for n, (amount, threshold) in enumerate(COUPONS):
        terms = promotions.Terms(
            name=f"减 {amount}",
            amount_minor=amount,
            threshold_minor=threshold,
            valid_days=400,
            quota=QUOTA,
            per_person=PER_PERSON,
        )
        coupon = await claim_coupon.define(work, f"C{n}", terms)
        made[coupon.id] = (amount, threshold)
    return made


async def run_ladder(work: Work) -> None:
    """满减 by the model's ladder, which everybody gets."""
    rungs = [{"threshold_minor": over, "off_minor": off} for over, off in reversed(LADDER)]
    effect = promotions.pricing.Said(block="ladder", args={"rungs": rungs})
    made = await promotions.make_promotion(
        work, promotions.pricing.Wording(name="满减", effect=effect)
    )
    await promotions.move_promotion(work, made.id, "running")


async def give_gifts(work: Work, cup: UUID) -> None:
    args = {"threshold_minor": GIFT_FROM, "gifts": [{"sku": str(cup), "pieces": 1}]}
    effect = promotions.pricing.Said(block="gift", args=args)
    made = await promotions.make_promotion(
        work, promotions.pricing.Wording(name="满赠", effect=effect)
    )
    await promotions.move_promotion(work, made.id, "running")


async def send_goods(work: Work) -> None:
    """Ways, freight by the model's charges, and clocks that run within days."""
    await tenants.choose_ways(work, ["pickup", "mail"])
    far = freight.Zone(provinces=[WEST], first_minor=FAR[0], more_minor=FAR[1])
    near = freight.Charge(first_minor=NEAR[0], more_minor=NEAR[1], free_from_minor=FREE_FROM)
    terms = freight.Terms(usual=near, zones=[far])
    made = await fulfilment.write_freight(work, None, "通用", terms)
    await fulfilment.usual_freight(work, made.id, usual=True)
    rule = fulfilment.DeliveryRule(received_after_days=2, remind_after_days=None)
    await fulfilment.write_rule(work, rule)
    to = aftersale.ReturnTo(name="售后", phone="0571-88888888", address="杭州市文三路 2 号")
    hours = {"answer_hours": 4, "send_back_hours": 24, "arrive_hours": 24}
    await aftersale.write_rule(work, aftersale.Rule(**hours, return_to=to))


async def live_at(work: Work, customer: UUID, province: str) -> UUID:
    where = customers.AddressGiven(
        name="王小明", phone="13800138000", province=province, city="", district="",
        detail="文三路 1 号",
    )  # fmt: skip
    return (await customers.add_address(work, customer, where)).id


async def give_points(work: Work) -> UUID:
    kind = await loyalty.add_kind(work, "points", "积分")
    today = (await tenants.get_tenant(work)).date_of(work.now)
    terms = loyalty.Terms(on="paid", points=1, per_minor=100, valid_days=None)
    asked = set_points_rule.RuleAsked(kind=kind.id, since_on=today, terms=terms)
    await set_points_rule.set_rule(work, asked)
    return kind.id
