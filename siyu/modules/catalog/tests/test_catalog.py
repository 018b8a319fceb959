"""The catalog on a real database."""

import io
from uuid import UUID

import pytest
from PIL import Image

from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import catalog
from siyu.modules.catalog import NewCategory, NewProduct, NewSku, SkuChange


def milk(code: str = "P1", *, category=None, skus: int = 2) -> NewProduct:
    sizes = [
        NewSku(code=f"{code}-{n}", name=f"{n} 段", price_minor=19_900 + n) for n in range(skus)
    ]
    return NewProduct(code=code, name="星芽婴儿配方奶粉", category_id=category, skus=sizes)


async def test_a_listed_product_is_found_by_part_of_its_name(
    works: Works, tenant: TenantId
) -> None:
    async with works.open(tenant) as work:
        [product] = await catalog.list_new(work, [milk()])
    async with works.look(tenant) as work:
        rows, count = await catalog.list_products(work, text="配方奶", limit=10)
    assert [(r.id, r.skus, r.price_from_minor) for r in rows] == [(product, 2, 19_900)]
    assert count == 1


async def test_a_search_takes_percent_signs_as_they_are(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        await catalog.list_new(work, [milk()])
    async with works.look(tenant) as work:
        assert await catalog.list_products(work, text="%", limit=10) == ([], 0)


async def test_a_category_shows_the_products_below_it(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        tree = [
            NewCategory(code="A", name="奶粉"),
            NewCategory(code="A1", name="一段", parent_code="A"),
        ]
        ids = await catalog.add_categories(work, tree)
        await catalog.list_new(work, [milk(category=ids["A1"])])
        rows, _ = await catalog.list_products(work, category=ids["A"], limit=10)
    assert [r.category for r in rows] == ["一段"]


async def test_a_code_in_use_is_refused_and_nothing_is_listed(
    works: Works, tenant: TenantId
) -> None:
    with pytest.raises(catalog.CodeTaken, match="P1-0"):
        async with works.open(tenant) as work:
            await catalog.list_new(work, [milk("P1")])
            await catalog.list_new(
                work, [NewProduct(code="P2", name="x", category_id=None, skus=milk("P1").skus)]
            )
    async with works.look(tenant) as work:
        assert (await catalog.list_products(work, limit=10))[1] == 0


async def test_a_product_without_a_sku_is_refused(works: Works, tenant: TenantId) -> None:
    with pytest.raises(catalog.NoSkus):
        async with works.open(tenant) as work:
            await catalog.list_new(work, [milk(skus=0)])


async def test_a_child_category_needs_its_parent(works: Works, tenant: TenantId) -> None:
    with pytest.raises(catalog.UnknownCategory):
        async with works.open(tenant) as work:
            await catalog.add_categories(work, [NewCategory(code="B", name="b", parent_code="A")])


async def test_skus_are_found_by_code_and_by_barcode(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        skus = [
            NewSku(code="S1", name="", price_minor=1, barcode="690"),
            NewSku(code="S2", name="", price_minor=1),
        ]
        [product] = await catalog.list_new(
            work, [NewProduct(code="P", name="杯", category_id=None, skus=skus)]
        )
        _, stored = await catalog.get_product(work, product)
        found = await catalog.find_skus_by_code(work, ["690", "S2", "S3"])
    ids = {s.code: s.id for s in stored}
    assert found == {"690": ids["S1"], "S2": ids["S2"]}


async def test_a_new_price_is_told_once(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        [product] = await catalog.list_new(work, [milk(skus=1)])
        _, [sku] = await catalog.get_product(work, product)
        for _ in range(2):
            await catalog.reprice(work, sku.id, 100)
    async with works.look(tenant) as work:
        rows, _ = await log.read(work, log.START, names=["catalog.price_changed"])
    assert [r.told().fact.after_minor for r in rows] == [100]


def test_a_picture_is_kept_once_and_small(tmp_path) -> None:
    raw = io.BytesIO()
    Image.new("RGB", (1600, 900), "coral").save(raw, "PNG")
    names = {catalog.store_picture(tmp_path, 7, raw.getvalue()) for _ in range(2)}
    [name] = names
    with Image.open(catalog.picture_path(tmp_path, 7, name)) as stored:
        assert stored.size == (800, 450)


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_refused(tmp_path, junk: bytes) -> None:
    with pytest.raises(catalog.BadPicture):
        catalog.store_picture(tmp_path, 7, junk)


def cup(code: str, barcode: str | None, *, sku: str = "") -> NewProduct:
    only = NewSku(code=sku or f"{code}-1", name="小", price_minor=1, barcode=barcode)
    return NewProduct(code=code, name="杯", category_id=None, skus=[only])


async def listed(works: Works, tenant: TenantId, *products: NewProduct) -> list[UUID]:
    """SKU ids of products that have one each."""
    async with works.open(tenant) as work:
        ids = await catalog.list_new(work, products)
        return [(await catalog.get_product(work, id_))[1][0].id for id_ in ids]


async def test_a_sku_gets_another_name_and_barcode_and_tells_which(
    works: Works, tenant: TenantId
) -> None:
    [sku] = await listed(works, tenant, cup("P", "690"))
    change = SkuChange(name="大", barcode="691")
    async with works.open(tenant) as work:
        for _ in range(2):
            after = await catalog.change_sku(work, sku, change)
        assert (after.name, after.barcode) == ("大", "691")
        dropped = await catalog.change_sku(work, sku, SkuChange(barcode=None))
        assert (dropped.name, dropped.barcode) == ("大", None)
    async with works.look(tenant) as work:
        rows, _ = await log.read(work, log.START, names=["catalog.sku_changed"])
        assert await catalog.find_skus_by_code(work, ["690", "691"]) == {}
    assert [r.told().fact.fields for r in rows] == [["barcode", "name"], ["barcode"]]


async def test_a_barcode_is_one_skus_only(works: Works, tenant: TenantId) -> None:
    _, other = await listed(works, tenant, cup("P", "690"), cup("Q", None))
    with pytest.raises(catalog.BarcodeTaken, match="690"):
        async with works.open(tenant) as work:
            await catalog.change_sku(work, other, SkuChange(barcode="690"))
    with pytest.raises(catalog.BarcodeTaken, match="690"):
        await listed(works, tenant, cup("R", "690"))
    with pytest.raises(catalog.BarcodeTaken, match="777"):
        await listed(works, tenant, cup("R", "777"), cup("S", "777"))
    with pytest.raises(catalog.CodeTaken, match="P-1"):
        await listed(works, tenant, cup("R", "1", sku="X"), cup("T", "2", sku="P-1"))
    with pytest.raises(catalog.CodeTaken, match="Y"):
        await listed(works, tenant, cup("R", "1", sku="Y"), cup("T", "2", sku="Y"))
