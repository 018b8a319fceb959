"""Goods are found by what people type: docs/algorithms/search.md row by row, and by an index."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import catalog
from siyu.modules.catalog import NewCategory, NewProduct, NewSku, Paid, seeking
from siyu.modules.catalog.tests.test_worked_prices import rows
from tests.house.database import Server

SHELF = [
    ("P-100", "星芽婴儿配方奶粉", "A1", [("P-100-1", "1 段", "6901")]),
    ("P-200", "羊奶粉 2 段", "A", [("P-200-1", "800g", None)]),
    ("Q-300", "iPhone 手机壳", None, [("Q-300-R", "红色", None), ("Q-300-B", "藏青", None)]),
    ("R-400", "奶瓶刷", None, [("R-400-1", "", None)]),
]


def are_found(kept: set[str], said: seeking.Sought) -> bool:
    """As the index decides."""
    sides = zip(said.lefts, said.rights, strict=True)
    return kept >= set(said.pieces) and all({a, b} & kept for a, b in sides)


async def shelve(works: Works, tenant: TenantId, clock: StoppedClock) -> None:
    async with works.open(tenant) as work:
        tree = [
            NewCategory(code="A", name="奶粉辅食"),
            NewCategory(code="A1", name="婴幼儿", parent_code="A"),
        ]
        ids = await catalog.add_categories(work, tree)
        goods = [
            NewProduct(
                code=code,
                name=name,
                category_id=ids.get(category or ""),
                skus=[NewSku(code=c, name=n, price_minor=1, barcode=b) for c, n, b in skus],
            )
            for code, name, category, skus in SHELF
        ]
    for one in goods:
        clock.move(timedelta(seconds=1))
        async with works.open(tenant) as work:
            await catalog.list_new(work, [one])


async def found(works: Works, tenant: TenantId, text: str) -> list[str]:
    async with works.look(tenant) as work:
        listed, count = await catalog.list_products(work, text=text, limit=10)
    assert count == len(listed)
    return [one.code for one in listed]


async def test_what_is_typed_finds_what_the_page_says(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    await shelve(works, tenant, clock)
    for typed, expected in rows("search.md", "What is found"):
        wanted = [] if expected == "-" else expected.split()
        assert await found(works, tenant, typed.strip("`")) == wanted, typed


async def test_of_what_fits_as_well_what_was_sold_more_comes_first(
    works: Works, tenant: TenantId
) -> None:
    async with works.open(tenant) as work:
        for n in range(3):
            only = NewSku(code=f"S{n}", name="", price_minor=1)
            await catalog.list_new(
                work, [NewProduct(code=f"C{n}", name="学饮杯", category_id=None, skus=[only])]
            )
        skus = await catalog.find_skus_by_code(work, ["S1", "S2"])
        paid = [
            Paid(sku=skus[code], store=skus["S1"], day=work.now.date(), at=work.now,
                 quantity_milli=1000, amount_minor=amount)
            for code, amount in (("S1", 5),)
        ]  # fmt: skip
        await catalog.keep_deals(work, paid)
    assert (await found(works, tenant, "学饮"))[0] == "C1"


async def test_a_name_that_has_each_word_comes_before_one_whose_code_has_it(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    for n in (1, 10, 2):
        clock.move(timedelta(seconds=1))
        async with works.open(tenant) as work:
            only = NewSku(code=f"M{n}-1", name="", price_minor=1)
            new = NewProduct(code=f"M{n}", name=f"口水巾 {n} 号", category_id=None, skus=[only])
            await catalog.list_new(work, [new])
    assert await found(works, tenant, "口水 1号") == ["M1", "M2", "M10"]


async def test_a_new_name_is_found_and_the_old_one_is_not(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    await shelve(works, tenant, clock)
    async with works.open(tenant) as work:
        [one] = (await catalog.list_products(work, text="奶瓶刷", limit=1))[0]
        await catalog.change(work, one.id, name="吸管", category_id=None, description="")
        _, [sku] = await catalog.get_product(work, one.id)
        await catalog.change_sku(work, sku.id, catalog.SkuChange(barcode="777"))
    assert await found(works, tenant, "吸管") == ["R-400"]
    assert await found(works, tenant, "777") == ["R-400"]
    assert await found(works, tenant, "奶瓶刷") == []


@given(st.text(min_size=1, max_size=12), st.text(max_size=4), st.text(max_size=4))
def test_any_piece_of_a_name_finds_it(piece: str, before: str, after: str) -> None:
    said = seeking.sought(piece)
    _, grams = seeking.kept([f"{before}{piece}{after}"])
    # Signs that melt into their neighbours (ligatures, marks) are another text beside them.
    if said is not None and seeking.plain(piece) in seeking.plain(f"{before}{piece}{after}"):
        assert are_found(grams, said)


async def test_a_search_among_many_looks_into_the_index(
    works: Works, tenant: TenantId, server: Server
) -> None:
    many = [
        NewProduct(code=f"N{n}", name=f"商品{n:04}号", category_id=None,
                   skus=[NewSku(code=f"N{n}-1", name="", price_minor=1)])
        for n in range(3000)
    ]  # fmt: skip
    async with works.open(tenant) as work:
        await catalog.list_new(work, many)
    name = urlsplit(server.urls("app")).path.lstrip("/")
    conn = await asyncpg.connect(server.superuser_url, database=name)
    try:
        body = await conn.fetchval("select prosrc from pg_proc where proname = 'search_products'")
        await conn.execute(f"set siyu.tenant = {tenant}")
        await conn.execute("analyze catalog.product")
        await conn.execute("set plan_cache_mode = force_generic_plan")
        text = body.replace("pieces", "$1").replace("lefts, rights", "$2::text[], $3::text[]")
        await conn.execute(f"prepare sought (text[], text[], text[]) as {text}")
        plan = await conn.fetch(
            "explain execute sought (array['2','22','29'], array[]::text[], array[]::text[])"
        )
    finally:
        await conn.close()
    assert any("product_grams_ix" in line[0] for line in plan), plan


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_nothing_typed_seeks_nothing(text: str) -> None:
    assert seeking.sought(text) is None


def test_the_page_is_there() -> None:
    page = Path(__file__).parents[4] / "docs/algorithms/search.md"
    assert "What is found" in page.read_text()
