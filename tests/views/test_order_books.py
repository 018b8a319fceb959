"""An order's lines in the books, from the first hold to the money that went back."""

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.views.order_books import order_books
from tests.house.shop import MILK, Shop, open_shop


async def lines(shop: Shop, order) -> list[tuple[str, str, str, str, int]]:
    async with shop.works.look(shop.tenant) as work:
        found = await order_books(work, order)
    return [(one.reason, one.phase, one.source, one.target, one.amount) for one in found]


async def test_goods_and_money_walk_out_and_home(works: Works, tenant: TenantId) -> None:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.milk, 3))
    made = await shop.ordered((shop.milk, 2))
    placed = [
        ("order", "pending", "stock", "stock_world", 2),
        ("order", "post", "sales", "due", 2 * MILK),
    ]
    assert await lines(shop, made.id) == placed
    await shop.pays(made.id)
    paid = [
        ("paid", "settle", "stock", "stock_world", 2),
        ("paid", "post", "due", "cashier", 2 * MILK),
    ]
    assert sorted(await lines(shop, made.id)) == sorted(placed + paid)
    back = await shop.refunds(made.id, {1: 1})
    await shop.pays_back(back.id)
    home = (await lines(shop, made.id))[4:]
    assert ("refund", "post", "stock_world", "stock", 1) in home
    # What came by the cashier left by it, and the store sold less by as much.
    money = [one for one in home if one[4] == MILK]
    assert {one[2] for one in money} | {one[3] for one in money} == {"cashier", "due", "sales"}


async def test_what_was_free_has_its_goods_in_the_books_all_the_same(
    works: Works, tenant: TenantId
) -> None:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.cup, 1))
    her = (await shop.ordered((shop.cup, 1))).customer_id
    await shop.receives((shop.cup, 1))
    coupon = await shop.gives(her)
    made = await shop.ordered((shop.cup, 1), her=her, wallet=coupon.id)
    assert made.payable_minor == 0
    assert ("order", "pending", "stock", "stock_world", 1) in await lines(shop, made.id)


async def test_another_orders_lines_are_not_among_them(works: Works, tenant: TenantId) -> None:
    shop = await open_shop(works, tenant)
    await shop.receives((shop.milk, 3))
    one, other = await shop.ordered((shop.milk, 1)), await shop.ordered((shop.milk, 1))
    await shop.pays(other.id)
    assert len(await lines(shop, one.id)) == 2
