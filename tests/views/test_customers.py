"""Customers as lists and pages show them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from siyu.kernel.db import Query, Work, Works
from siyu.modules import customers
from siyu.modules.customers import Identity, Meet
from siyu.views import customers as view
from siyu.views.customers import Which
from siyu.views.guide_month import get_month
from tests.house.database import Server
from tests.house.merchant import Merchant, buy

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
DAY = timedelta(days=1)
ANNA, BELA, CHEN = "13800138001", "13900139002", "8600000033"


class Scans(msgspec.Struct, frozen=True):
    """How this transaction has looked into the table so far."""

    by_grams: int
    sequential: int


SCANS = Query(
    Scans,
    """
    select pg_stat_get_xact_numscans('customers.customer_grams_ix'::regclass) as by_grams,
           pg_stat_get_xact_numscans('customers.customer'::regclass) as sequential
    """,
)

MANY = """
insert into customers.customer
  (tenant_id, id, member_no, name, source, met_at, searched, grams)
select $1::int4, gen_random_uuid(), n, name, 'pos', now(), name,
       array[$1::text || '/顾', $1::text || '/客', $1::text || '/顾客',
             $1::text || '/' || substr(name, 2, 3)]
from generate_series(1, 200000) n, lateral (select '顾客' || n % 1000) as one (name)
"""


async def named(work: Work, merchant: Merchant, text: str, name: str, **more: Any) -> UUID:
    seen = Meet(identity=customers.read_identity(text), source="pos", at=NOON, name=name, **more)
    (met,) = await customers.meet(work, [seen])
    assert met.customer is not None
    return met.customer


@pytest.fixture
async def people(works: Works, merchant: Merchant) -> dict[str, UUID]:
    """Anna bought most, Bela last, Chen only signed up in the west."""
    async with works.open(merchant.tenant) as work:
        await named(work, merchant, ANNA, "王小明", store=merchant.east, guide=merchant.lin)
        await named(work, merchant, BELA, "李晓明")
        west = {"store": merchant.west, "guide": merchant.zhao}
        card = Identity("phone", "13700137003")
        chen = await named(work, merchant, CHEN, "陈静怡", also=(card,), **west)
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, ANNA, NOON - DAY, 90_00)
        await buy(work, merchant, ANNA, NOON, -10_00)
        bela = await buy(work, merchant, BELA, NOON + DAY, 50_00)
    return {"anna": anna, "bela": bela, "chen": chen}


async def listed(works: Works, merchant: Merchant, **which: Any) -> list[str | None]:
    limit, offset = 10, 0
    async with works.look(merchant.tenant) as work:
        items, count = await view.list_customers(work, Which(**which), limit=limit, offset=offset)
    assert count == len(items)
    return [item.name for item in items]


async def test_a_list_is_sorted_by_purchases_with_those_who_never_bought_last(
    works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    assert await listed(works, merchant, sort="spent") == ["王小明", "李晓明", "陈静怡"]
    assert await listed(works, merchant, sort="last") == ["李晓明", "王小明", "陈静怡"]
    assert await listed(works, merchant, q="明", sort="last") == ["李晓明", "王小明"]


async def test_pages_sorted_by_purchases_leave_nobody_out(
    works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    async with works.look(merchant.tenant) as work:
        pages = [
            await view.list_customers(work, Which(sort="spent"), limit=1, offset=n)
            for n in range(4)
        ]
    assert [[item.name for item in items] for items, _ in pages] == [
        ["王小明"],
        ["李晓明"],
        ["陈静怡"],
        [],
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("小明", ["王小明"]),
        ("xiaoming", ["李晓明", "王小明"]),
        ("wxm", ["王小明"]),
        ("1", ["王小明"]),
        ("8001", ["王小明"]),
        ("+86 139 0013 9002", ["李晓明"]),
        ("8600000033", ["陈静怡"]),
        ("7003", ["陈静怡"]),
        ("赵", []),
        ("13800138", []),
    ],
)
async def test_customers_are_found_by_what_one_remembers_of_them(
    works: Works,
    merchant: Merchant,
    people: dict[str, UUID],
    question: str,
    found: list[str],
) -> None:
    assert set(await listed(works, merchant, q=question)) == set(found)


async def test_a_scope_cuts_lists_and_searches_alike(
    works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    west = {"stores": [merchant.west]}
    assert await listed(works, merchant, **west) == ["陈静怡"]
    assert await listed(works, merchant, own=merchant.zhao) == ["陈静怡"]
    assert await listed(works, merchant, q="明", **west) == []
    assert await listed(works, merchant, q="8001", **west) == []
    assert await listed(works, merchant, q=ANNA, **west) == []
    assert await listed(works, merchant, q="1", **west) == []
    assert await listed(works, merchant, store=merchant.east, **west) == []
    assert await listed(works, merchant, own=merchant.zhao, guide=merchant.lin) == []


async def test_a_page_shows_masked_identities_belonging_and_sums(
    works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    async with works.look(merchant.tenant) as work:
        anna = await view.get_customer(work, people["anna"])
    assert anna.belonging is not None
    assert anna.belonging.store is not None
    assert anna.belonging.guide is not None
    assert (anna.belonging.store.name, anna.belonging.guide.name) == ("东门店", "林静")
    assert anna.phone_masked == "138****8001"
    assert [(c.purpose, c.state) for c in anna.consents] == [("service", "legacy")]
    figures = anna.figures
    assert (figures.receipts, figures.returns, figures.spent_minor) == (1, 1, 80_00)
    assert ANNA.encode() not in msgspec.json.encode(anna)


async def test_a_guides_month_counts_what_she_sold_up_to_today(
    works: Works, merchant: Merchant, people: dict[str, UUID]
) -> None:
    async with works.open(merchant.tenant) as work:
        begins = work.now.replace(day=1)
        await buy(work, merchant, ANNA, work.now, 7_00)
        month = await get_month(work, merchant.lin)
        nobody = await get_month(work, merchant.zhao)
    assert month.days[-1].on == month.on
    assert sum(day.amount_minor for day in month.days) == month.amount_minor
    assert month.today.amount_minor >= 7_00
    assert begins.day == 1
    assert (nobody.amount_minor, nobody.receipts) == (0, 0)


async def test_a_search_among_many_uses_the_index(
    works: Works, merchant: Merchant, server: Server
) -> None:
    """Two hundred thousand customers, written as the owner to save time."""
    owner = await asyncpg.connect(server.urls("owner"))
    await owner.execute(f"set siyu.tenant = '{merchant.tenant}'")
    await owner.execute(MANY, merchant.tenant, timeout=120)
    await owner.execute("analyze customers.customer")
    await owner.close()
    async with works.look(merchant.tenant) as work:
        # What a pooled connection did shortly before is still counted beside this transaction's.
        before = await SCANS.one(work)
        items, count = await view.list_customers(work, Which(q="客77"), limit=10, offset=0)
        after = await SCANS.one(work)
    assert (count, len(items)) == (2200, 10)
    assert after.by_grams > before.by_grams
    assert after.sequential == before.sequential
