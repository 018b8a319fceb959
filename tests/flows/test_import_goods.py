"""Tables of goods: docs/algorithms/goods-table.md row by row, there and back, and interrupted."""

import io
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook, load_workbook

from siyu.flows import import_goods
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import catalog
from siyu.modules.catalog import NewProduct, NewSku, Option
from siyu.modules.catalog.tests.test_worked_prices import rows
from tests.house.merchant import furnish

COLOUR = Option(name="颜色", values=("红", "蓝"))


async def shelve(works: Works, tenant: TenantId) -> None:
    await furnish(works, tenant)
    red = NewSku(code="R", name="", price_minor=100, choice=("红",))
    blue = NewSku(code="B", name="", price_minor=200, barcode="69", choice=("蓝",))
    cup = NewProduct(code="P", name="杯", category_id=None, skus=[red, blue], options=(COLOUR,))
    async with works.open(tenant) as work:
        await catalog.list_new(work, [cup])


def table(header: str, said: str) -> bytes:
    lines = [header, *said.split("/")]
    return "\n".join(",".join(c.strip() for c in line.split(",")) for line in lines).encode()


async def bring(works: Works, tenant: TenantId, body: bytes) -> catalog.GoodsImport:
    async with works.open(tenant) as work:
        run = await import_goods.ask(work, "goods.csv", body, import_goods.read(body))
    await import_goods.run(works, tenant, run)
    async with works.look(tenant) as work:
        return await catalog.get_import(work, run)


async def sold(works: Works, tenant: TenantId, product: str) -> list[str]:
    async with works.look(tenant) as work:
        found = await catalog.products_by_code(work, [product])
    skus = [one for one in found[product][1] if one.withdrawn_at is None] if found else []
    said = [" ".join([one.code, *one.choice, str(one.price_minor)]) for one in skus]
    return sorted(said)


def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which refusal is meant by each sentence, as it is told."""
    heard: list[str] = []
    tell = import_goods._told

    def told(fault: Any) -> catalog.Told:
        heard.append(f"{fault.line}: {fault.why.code}")
        return tell(fault)

    monkeypatch.setattr(import_goods, "_told", told)
    return heard


@pytest.mark.parametrize(("header", "said", "outcome"), rows("goods-table.md"))
async def test_rows_come_to_what_the_page_says(
    works: Works,
    tenant: TenantId,
    monkeypatch: pytest.MonkeyPatch,
    header: str,
    said: str,
    outcome: str,
) -> None:
    heard = codes(monkeypatch)
    await shelve(works, tenant)
    body = table(header, said)
    if outcome == "catalog.sheet_lacks":
        with pytest.raises(Refusal) as refused:
            import_goods.read(body)
        assert refused.value.code == outcome
        return
    ended = await bring(works, tenant, body)
    product = "Q" if said.startswith("Q") else "P"
    now = await sold(works, tenant, product)
    parts = outcome.split("; ")
    faults = [one for one in parts if "catalog." in one]
    assert heard == faults
    assert (ended.same == 1) == ("same" in parts)
    skus = [one for one in parts if "catalog." not in one and one != "same"]
    wanted = skus[0].split(", ") if skus else ["B 蓝 200", "R 红 100"] if product == "P" else []
    assert now == wanted
    assert ended.ended_at is not None


async def written(works: Works, tenant: TenantId) -> bytes:
    async with works.look(tenant) as work:
        found, more = await import_goods.table_rows(work, "", limit=100, zh=True)
    assert more is None
    book = Workbook()
    page = book.active
    assert page is not None
    for row in [[zh for zh, _ in import_goods.sheet.HEADS.values()], *found]:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_what_is_written_out_changes_nothing_when_it_comes_in_again(
    works: Works, tenant: TenantId
) -> None:
    await shelve(works, tenant)
    async with works.open(tenant) as work:
        known = (await catalog.products_by_code(work, ["P"]))["P"][0]
        await catalog.schedule(work, known.id, work.now, None)
        await catalog.arrange(
            work, known.id, [COLOUR], [NewSku(code="R", name="", price_minor=1, choice=("红",))]
        )
    body = await written(works, tenant)
    for _ in range(2):
        ended = await bring(works, tenant, body)
        assert (ended.products, ended.same, ended.faults) == (1, 1, 0)


async def test_one_who_edits_the_written_table_changes_that_alone(
    works: Works, tenant: TenantId
) -> None:
    await shelve(works, tenant)
    book = load_workbook(io.BytesIO(await written(works, tenant)))
    page = book.active
    assert page is not None
    heads = [cell.value for cell in page[1]]
    page.cell(2, heads.index("价格") + 1, "8.80")
    out = io.BytesIO()
    book.save(out)
    ended = await bring(works, tenant, out.getvalue())
    assert (ended.changed, ended.same) == (1, 0)
    now = await sold(works, tenant, "P")
    assert sum("880" in one for one in now) == 1
    assert len(now) == 2


async def test_an_import_that_was_interrupted_goes_on_where_it_was(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(works, tenant)
    said = " / ".join(f"N{n}, N{n}-1, 商品{n}, {n + 1}" for n in range(5))
    body = table("Product code, SKU code, Product name, Price", said)
    async with works.open(tenant) as work:
        run = await import_goods.ask(work, "goods.csv", body, import_goods.read(body))
    list_new, done = catalog.list_new, 0

    async def dies(work: Any, products: Any) -> list[UUID]:
        nonlocal done
        done += 1
        if done == 3:
            raise ConnectionError
        return await list_new(work, products)

    monkeypatch.setattr(catalog, "list_new", dies)
    with pytest.raises(ConnectionError):
        await import_goods.run(works, tenant, run)
    await import_goods.run(works, tenant, run)
    async with works.look(tenant) as work:
        ended = await catalog.get_import(work, run)
        assert (await catalog.list_products(work, limit=9))[1] == 5
    assert (ended.done, ended.added, ended.same) == (5, 5, 0)
    await import_goods.run(works, tenant, run)
