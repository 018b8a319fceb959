"""Stores and regions: opened, amended, closed, listed and searched."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from siyu.kernel.db import Works
from siyu.kernel.errors import NotFound
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import tenants
from siyu.modules.tenants import AmendStore, OpenStore, StoreFilter
from siyu.modules.tenants.errors import (
    ClosedAlready,
    ClosedBeforeOpened,
    CodeTaken,
    RegionTaken,
    UnknownRegion,
)

OPENED = date(2024, 5, 1)
TODAY = date(2026, 3, 2)


async def open_store(works: Works, tenant: TenantId, code: str, name: str, **more) -> UUID:
    async with works.open(tenant) as work:
        opening = OpenStore(code=code, name=name, opened_on=OPENED, **more)
        return await tenants.open_store(work, opening)


async def listed(works: Works, tenant: TenantId, **chosen) -> list[str]:
    async with works.look(tenant) as work:
        which = StoreFilter(today=TODAY, **chosen)
        stores, counted = await tenants.list_stores(work, which, limit=20, offset=0)
    assert counted == len(stores)
    return [store.name for store in stores]


async def test_stores_are_listed_in_the_order_of_their_pinyin(
    works: Works, merchant: TenantId
) -> None:
    for code, name in [("A1", "中山路店"), ("A2", "白云店"), ("A3", "Outlet 店")]:
        await open_store(works, merchant, code, name)
    assert await listed(works, merchant) == ["白云店", "Outlet 店", "中山路店"]


@pytest.mark.parametrize("q", ["路", "中山", "zhongshan", "ZSL", "a1", "杭州"])
async def test_a_store_is_found_by_any_piece_of_what_it_is_called(
    works: Works, merchant: TenantId, q: str
) -> None:
    await open_store(works, merchant, "A1", "中山路店", city="杭州")
    await open_store(works, merchant, "B2", "白云店", city="广州")
    assert await listed(works, merchant, q=q) == ["中山路店"]


async def test_a_warehouse_is_a_place_that_sells_nothing(works: Works, merchant: TenantId) -> None:
    shop = await open_store(works, merchant, "A1", "中山路店")
    depot = await open_store(works, merchant, "W1", "总仓", kind="warehouse")
    assert await listed(works, merchant) == ["中山路店", "总仓"]
    assert await listed(works, merchant, sells=True) == ["中山路店"]
    async with works.look(merchant) as work:
        assert set(await tenants.open_stores(work, [shop, depot], TODAY)) == {shop}


async def test_a_search_takes_percent_signs_literally(works: Works, merchant: TenantId) -> None:
    await open_store(works, merchant, "A1", "中山路店")
    assert await listed(works, merchant, q="%") == []


async def test_only_stores_in_scope_are_listed(works: Works, merchant: TenantId) -> None:
    one = await open_store(works, merchant, "A1", "中山路店")
    await open_store(works, merchant, "A2", "白云店")
    assert await listed(works, merchant, places=[one]) == ["中山路店"]
    assert await listed(works, merchant, places=[]) == []


async def test_a_code_is_used_once(works: Works, merchant: TenantId) -> None:
    await open_store(works, merchant, "A1", "中山路店")
    with pytest.raises(CodeTaken):
        await open_store(works, merchant, "A1", "白云店")


async def test_a_store_needs_a_region_that_is_there(works: Works, merchant: TenantId) -> None:
    with pytest.raises(UnknownRegion):
        await open_store(works, merchant, "A1", "中山路店", region=uuid4())


async def test_an_amended_store_is_found_by_its_new_name(works: Works, merchant: TenantId) -> None:
    store = await open_store(works, merchant, "A1", "中山路店")
    async with works.open(merchant) as work:
        region = await tenants.add_region(work, "华东")
        await tenants.amend_store(work, store, AmendStore(name="西湖店", region=region))
    assert await listed(works, merchant, q="xihu") == ["西湖店"]
    assert await listed(works, merchant, region=region) == ["西湖店"]
    async with works.look(merchant) as work:
        assert [r.stores for r in await tenants.list_regions(work)] == [1]
        assert await tenants.store_ids_of_region(work, region) == {store}


async def test_an_amendment_that_changes_nothing_tells_nothing(
    works: Works, merchant: TenantId
) -> None:
    store = await open_store(works, merchant, "A1", "中山路店")
    async with works.open(merchant) as work:
        await tenants.amend_store(work, store, AmendStore(name="中山路店"))
    async with works.look(merchant) as work:
        facts, _ = await log.read(work, log.START)
    assert "tenants.store_amended" not in [fact.name for fact in facts]


async def test_a_closed_store_stays_and_closes_once(works: Works, merchant: TenantId) -> None:
    store = await open_store(works, merchant, "A1", "中山路店")
    async with works.open(merchant) as work:
        await tenants.close_store(work, store, date(2026, 1, 31), reason="租约到期")
    assert await listed(works, merchant, state="open") == []
    assert await listed(works, merchant, state="closed") == ["中山路店"]
    with pytest.raises(ClosedAlready):
        async with works.open(merchant) as work:
            await tenants.close_store(work, store, date(2026, 2, 1), reason="再关一次")


async def test_a_store_does_not_close_before_it_opened(works: Works, merchant: TenantId) -> None:
    store = await open_store(works, merchant, "A1", "中山路店")
    with pytest.raises(ClosedBeforeOpened):
        async with works.open(merchant) as work:
            await tenants.close_store(work, store, date(2024, 4, 30), reason="写错了")


async def test_a_region_has_a_name_of_its_own(works: Works, merchant: TenantId) -> None:
    async with works.open(merchant) as work:
        region = await tenants.add_region(work, "华东")
        await tenants.add_region(work, "华南")
    with pytest.raises(RegionTaken):
        async with works.open(merchant) as work:
            await tenants.rename_region(work, region, "华南")


async def test_another_merchants_store_is_not_there(works: Works, merchant: TenantId) -> None:
    store = await open_store(works, merchant, "A1", "中山路店")
    with pytest.raises(NotFound):
        async with works.look(TenantId(merchant + 50)) as work:
            await tenants.get_store(work, store)


async def test_stores_are_found_by_the_codes_that_tills_print(
    works: Works, merchant: TenantId
) -> None:
    store = await open_store(works, merchant, "A1", "中山路店")
    async with works.look(merchant) as work:
        found = await tenants.find_stores_by_code(work, ["A1", "Z9"])
    assert {code: ref.id for code, ref in found.items()} == {"A1": store}
