"""What a shop needs before anybody can buy: goods on the shelf, a coupon, a code, an article."""

from datetime import date
from uuid import UUID, uuid5

from msgspec import Struct

from siyu.flows import claim_coupon, stock_goods
from siyu.modules import catalog, channels, content, distribution, promotions
from siyu.modules.content import Part, Write
from tests.house.installed import Lived

DOCUMENT = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")
NAPPY, BIB, BOTTLE = "P04", "P09", "P08"
STOCK = {f"{NAPPY}-1": 3, f"{NAPPY}-2": 200, f"{BIB}-1": 500, f"{BOTTLE}-1": 80}
"""Of the nappies the third size is sold out, of the first there is little."""


class Shelf(Struct, frozen=True, kw_only=True):
    """`slug` is of 安安's code; products and SKUs by their codes."""

    slug: str
    article: UUID
    products: dict[str, UUID]
    skus: dict[str, UUID]


async def furnish(lived: Lived) -> Shelf:
    store, guide = lived.town.stores["T01"], lived.town.staff["anan"]
    async with lived.installation.kit() as kit, kit.works.open(lived.town.tenant) as work:
        skus = await catalog.find_skus_by_code(work, list(STOCK))
        offers = await catalog.offers(work, skus.values())
        lines = [(skus[code], pieces) for code, pieces in STOCK.items()]
        await stock_goods.receive(work, uuid5(DOCUMENT, "shelf"), store, lines)
        welcome = promotions.Terms(
            name="新人礼券",
            amount_minor=2000,
            threshold_minor=10000,
            valid_days=30,
            quota=9999,
            welcome=True,
        )
        every = promotions.Terms(name="会员减 5 元", amount_minor=500, valid_days=7, quota=9999)
        await claim_coupon.define(work, "HELLO", welcome)
        await claim_coupon.define(work, "FIVE", every)
        hers = promotions.Terms(
            name="导购心意券", amount_minor=300, valid_days=7, quota=9999, how="guide"
        )
        await claim_coupon.define(work, "HEART", hers)
        made = channels.MakeCode(
            name="收银台立牌",
            source="counter",
            domain="private",
            store=store,
            guide=guide,
            offer="新人满 100 减 20",
        )
        code = await channels.make_code(work, made, today=date(2026, 1, 1))
        plan = distribution.NewPlan(
            since=work.now,
            after_sale_days=7,
            ceiling_bp=3000,
            rates=(distribution.Rate(role="guide", rate_bp=500),),
        )
        await distribution.set_plan(work, plan)
        words = [Part(text="先看清说明，再一勺一勺来。"), Part(text="宝宝不想吃，就过几天再试。")]
        bib = offers[skus[f"{BIB}-1"]].product_id
        article = await content.write(work, Write(title="辅食怎么加", parts=words, products=[bib]))
        await content.publish(work, article, [], acknowledged=False)
    products = {code.split("-")[0]: offers[sku].product_id for code, sku in skus.items()}
    return Shelf(slug=code.slug, article=article, products=products, skus=dict(skus))
