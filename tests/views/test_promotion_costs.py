"""Who paid what for promotions: what was kept with the orders, less what went back of them."""

from datetime import timedelta

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import promotions
from siyu.modules.promotions.pricing import Fund, Said, Wording
from siyu.views.promotion_costs import Costs, costs
from tests.house.shop import Shop, open_shop

HALVES = (Fund(payer="brand", share_bp=5000), Fund(payer="store", share_bp=5000))


async def costs_now(shop: Shop) -> Costs:
    async with shop.works.look(shop.tenant) as work:
        day = timedelta(days=1)
        return await costs(work, work.now - day, work.now + day)


async def test_each_payer_pays_its_part_until_the_goods_go_back(
    works: Works, tenant: TenantId
) -> None:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.milk, 9))
    said = Said(block="amount_over", args={"off_minor": 1001})
    async with shop.works.open(shop.tenant) as work:
        made = await promotions.make_promotion(
            work, Wording(name="减 10.01", effect=said, funds=HALVES)
        )
        await promotions.move_promotion(work, made.id, "running")
    unpaid = await shop.ordered((shop.milk, 1))
    order = await shop.ordered((shop.milk, 3))
    assert (await costs_now(shop)).months == []
    await shop.pays(order.id)
    await shop.cancels(unpaid.id)
    whole = await costs_now(shop)
    [month] = whole.months
    assert (month.brand_minor + month.store_minor, month.supplier_minor) == (1001, 0)
    assert {(one.name, one.payer, one.orders) for one in whole.rules} == {
        ("减 10.01", "brand", 1),
        ("减 10.01", "store", 1),
    }
    refund = await shop.refunds(order.id, {1: 2})
    [left] = (await costs_now(shop)).months
    was = (month.brand_minor, month.store_minor)
    assert (left.brand_minor, left.store_minor) == tuple(one - one * 2 // 3 for one in was)
    await shop.pays_back(refund.id)
    rest = await shop.refunds(order.id, {1: 1})
    await shop.pays_back(rest.id)
    assert [one.amount_minor for one in (await costs_now(shop)).rules] == [0, 0]
