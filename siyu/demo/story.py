"""What the chain's first story needs: goods on the shelves, a welcome, a code to scan, an article.

Each part looks at what is there first, so that a furnishing that was interrupted is run again.
"""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from siyu.demo.bargains import settle_bargains
from siyu.demo.club import settle_club
from siyu.demo.depot import settle_depot
from siyu.demo.values import Merchant
from siyu.flows import claim_coupon, stock_goods
from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import (
    catalog,
    channels,
    content,
    customers,
    distribution,
    promotions,
    tenants,
)

STORE, GUIDE = "ZB01", "zb01-1"
WELCOME = promotions.Terms(
    name="新客见面礼 满 100 减 20",
    amount_minor=2_000,
    threshold_minor=10_000,
    valid_days=30,
    quota=5_000,
    welcome=True,
)
AUTUMN = promotions.Terms(
    name="换季囤货 满 300 减 40",
    amount_minor=4_000,
    threshold_minor=30_000,
    valid_days=14,
    quota=800,
)
TASTER = promotions.Terms(
    name="五日尝鲜券 满 59 减 8",
    amount_minor=800,
    threshold_minor=5_900,
    valid_days=5,
    quota=5_000,
    welcome=True,
)
"""Over within the week that the demo skips."""
CODE = "旗舰店新客码"
ARTICLE = "换季了，宝宝的衣柜怎么收拾"
PARAGRAPHS = (
    "天一凉，贴身的衣服先换：棉的，两层薄的好过一层厚的，脖子后面摸着温热就刚好。",
    "收起来的衣服洗净晒透再放，袋子上写好尺码，明年拿出来省得一件件比。",
    "睡袋看室温选厚薄，盖被子的孩子夜里多半会蹬掉，睡袋更省心。",
)
SHELF = 60
"""Pieces of each SKU in each store."""
LINES = 100
THAW_DAYS = 7
RUSH = "DPN023"
"""The product that a crowd is after."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """Where the story is played: by slug, id and account."""

    code: str
    store: UUID
    sku: UUID
    product: UUID
    guide: str


async def settle_story(
    works: Works, tenant: TenantId, merchant: Merchant, staff: dict[str, UUID]
) -> Stage:
    """Everything that the first story meets on its way; `staff` are ids by employee number."""
    async with works.open(tenant) as work:
        stores = await tenants.find_stores_by_code(work, [one.code for one in merchant.stores])
        codes = [sku.code for product in merchant.products for sku in product.skus]
        skus = await catalog.find_skus_by_code(work, codes)
        await stock_shelves(work, [ref.id for ref in stores.values()], sorted(skus.values()))
        welcome = await define(work, "welcome", WELCOME)
        await define(work, "taster", TASTER)
        await define(work, "autumn", AUTUMN)
        await settle_club(work)
        await settle_bargains(work, merchant, skus)
        places = {code: ref.id for code, ref in stores.items()}
        await settle_depot(work, merchant, places, skus)
        number = next(one.employee_no for one in merchant.staff if one.account == GUIDE)
        store, guide = stores[STORE].id, staff[number]
        slug = await hand_out_code(work, store, guide, welcome)
        wanted = next(product for product in merchant.products if product.code == RUSH)
        sku = skus[wanted.skus[0].code]
        product = (await catalog.offers(work, [sku]))[sku].product_id
        await write_article(work, product, wanted.name)
        if not (await customers.list_books(work)):
            await customers.write_book(work, customers.Book(rule="first_add", idle_days=180))
        if not await distribution.list_plans(work):
            await distribution.set_plan(work, plan_from(work.now))
    return Stage(code=slug, store=store, sku=sku, product=product, guide=GUIDE)


def plan_from(now: datetime) -> distribution.NewPlan:
    """Three per cent to the guide; it thaws within the week that the demo skips."""
    return distribution.NewPlan(
        since=now,
        after_sale_days=THAW_DAYS,
        ceiling_bp=1_000,
        rates=(distribution.Rate(role="guide", rate_bp=300),),
    )


async def stock_shelves(work: Work, stores: list[UUID], skus: list[UUID]) -> None:
    """So many of each in each store; what came in before is not brought in again."""
    for store in stores:
        for first in range(0, len(skus), LINES):
            document = uuid5(NAMESPACE_URL, f"siyu:demo:{work.tenant}:{store}:{first}")
            lines = [(sku, SHELF) for sku in skus[first : first + LINES]]
            await stock_goods.receive(work, document, store, lines, reason="首批铺货")


async def define(work: Work, code: str, terms: promotions.Terms) -> UUID:
    coupon = promotions.coupon_id(code)
    if not await promotions.coupons_of(work, [coupon]):
        await claim_coupon.define(work, code, terms)
    return coupon


async def hand_out_code(work: Work, store: UUID, guide: UUID, welcome: UUID) -> str:
    """The guide's code at the door of her store."""
    known, _ = await channels.list_codes(work, channels.CodeFilter(q=CODE), limit=1, offset=0)
    if known:
        return known[0].slug
    today = (await tenants.get_tenant(work)).date_of(work.now)
    new = channels.MakeCode(
        name=CODE,
        source="门店海报",
        domain="private",
        store=store,
        guide=guide,
        offer="扫码登录，领满 100 减 20 新客券",
        welcome=welcome,
        cost_minor=30_000,
        starts_on=today,
    )
    return (await channels.make_code(work, new, today=today)).slug


async def write_article(work: Work, product: UUID, name: str) -> None:
    known, _ = await content.list_articles(work, ARTICLE, limit=1, offset=0)
    if not known:
        parts = [content.Part(text=text) for text in PARAGRAPHS]
        written = content.Write(title=ARTICLE, parts=parts, products=[product])
        article = await content.write(work, written)
        await content.publish(work, article, [name], acknowledged=True)
