"""What a store has of a product, as the storefront says it."""

import pytest

from siyu.kernel.db import Scalar, Works
from siyu.kernel.ids import TenantId
from siyu.views.carts import FEW, get_stock
from tests.house.shop import Shop, open_shop

PRODUCT = Scalar("select product_id from catalog.sku where tenant_id = $1 and id = $2")


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    return await open_shop(works, tenant)


async def standing(shop: Shop) -> tuple[str, int | None]:
    async with shop.works.look(shop.tenant) as work:
        product = await PRODUCT.get(work, shop.tenant, shop.milk)
        found = await get_stock(work, product, None, shop.store)
    [milk] = [one for one in found.skus if one.sku == shop.milk]
    return milk.standing, milk.left


async def test_what_a_store_has_of_a_product_is_said_where_it_is_little(shop: Shop) -> None:
    assert await standing(shop) == ("sold_out", 0)
    await shop.receives((shop.milk, FEW + 1))
    assert await standing(shop) == ("enough", None)
    await shop.ordered((shop.milk, 2))
    assert await standing(shop) == ("few", FEW - 1)
