"""Doors of the funnel, codes, stores and guides: what is answered, and to whom of whom."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from litestar.di import Provide

from siyu.api.console import insight as doors
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns, Feed
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Actor, Database, Works
from siyu.kernel.doors import EVERYTHING, Ask, Connection, Scope, audience
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import staff
from siyu.modules.insight.projections import PROJECTIONS
from tests.house.columns import ColumnsProcess, next_fence
from tests.house.database import Server, sweep
from tests.house.season import Season, live_a_season
from tests.house.street import made_kit

MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture(scope="module")
async def kit(
    database: Database,
    keyring: Keyring,
    columns_process: ColumnsProcess,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Kit]:
    columns: Columns = columns_process.columns(f"doors_{secrets.token_hex(4)}")
    await columns.make_database()
    settings = Settings(data=tmp_path_factory.mktemp("doors"))
    yield made_kit(database, keyring, settings, columns)
    await columns.close()


@pytest.fixture(scope="module")
async def season(server: Server, database: Database, kit: Kit) -> Season:
    await sweep(server)
    lived = await live_a_season(database, TenantId(secrets.randbelow(10**8) + 2 * 10**9))
    await Feed(database.relay, kit.columns, PROJECTIONS, fence=next_fence()).drain()
    return lived


@asynccontextmanager
async def asking(
    kit: Kit, season: Season, scope: Scope = EVERYTHING, at: datetime | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """The doors as somebody with every permit and this scope; at what time, if not the season's."""
    works = season.works
    if at is not None:
        works = Works(works.pool, StoppedClock(at), works.keyring)

    async def known(_: Connection) -> Ask:
        actor, permits = Actor("staff", season.merchant.lin), staff.ROLES["owner"]
        return Ask(works, season.tenant, actor=actor, permits=permits, scope=scope)

    app = audience(
        "test",
        "/t",
        doors.DOORS,
        authenticate=known,
        anonymous=known,
        about="",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )
    transport = httpx.ASGITransport(app=cast("Any", app))
    async with httpx.AsyncClient(transport=transport, base_url="http://t/t") as client:
        yield client


async def told(client: httpx.AsyncClient, path: str, **query: Any) -> Any:
    answer = await client.get(path, params=MARCH | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def manager(season: Season) -> Scope:
    return Scope(places=frozenset([season.merchant.east]))


async def test_a_bar_has_as_many_people_as_it_says(kit: Kit, season: Season) -> None:
    async with asking(kit, season) as boss:
        funnel = await told(boss, "/insight/funnel", days=30)
        assert (funnel["from"], funnel["to"], funnel["days"]) == ("2026-03-01", "2026-03-31", 30)
        steps = funnel["steps"]
        assert steps[0]["of_before_bp"] is None
        assert steps[0]["of_first_bp"] == 10_000
        for before, step in pairwise(steps):
            assert 0 < step["people"] <= before["people"]
            assert step["of_before_bp"] == round(step["people"] * 10_000 / before["people"])
            page = await told(boss, "/insight/funnel/people", step=step["step"], size=100)
            assert (page["total"], len(page["items"])) == (step["named"], step["named"])
            assert all("****" in one["phone_masked"] for one in page["items"])


async def test_a_store_sees_its_own_people_codes_and_numbers(kit: Kit, season: Season) -> None:
    east, west = str(season.merchant.east), str(season.merchant.west)
    async with asking(kit, season, manager(season)) as lead:
        page = await told(lead, "/insight/funnel/people", step="customer", size=100)
        assert page["items"]
        assert {one["store"]["id"] for one in page["items"]} == {east}
        codes = await told(lead, "/insight/codes")
        assert [one["code"]["store"]["id"] for one in codes["codes"]] == [east]
        stores = await told(lead, "/insight/stores")
        assert [one["store"]["id"] for one in stores["rows"]] == [east]
        for path in ("funnel", "codes", "stores", "guides", "sales"):
            answer = await lead.get(f"/insight/{path}", params=MARCH | {"store": west})
            assert answer.status_code == 404, path
        for path in (f"/insight/codes/{season.codes[1].id}", "/insight/funnel"):
            query = MARCH | {"code": str(season.codes[1].id)}
            assert (await lead.get(path, params=query)).status_code == 404


async def test_both_sides_of_every_sale_are_told(kit: Kit, season: Season) -> None:
    async with asking(kit, season) as boss:
        sales = (await told(boss, "/insight/sales"))["totals"]
        for path in ("/insight/stores", "/insight/guides"):
            rows = (await told(boss, path))["rows"]
            made = [(one["made_store_minor"], one["made_mall_minor"]) for one in rows]
            assert sum(mall for _, mall in made) == sales["mall_amount_minor"]
            assert sum(store + mall for store, mall in made) == sales["amount_minor"]
        mall = (await told(boss, "/insight/sales", channel="mall"))["totals"]
        assert mall["amount_minor"] == sales["mall_amount_minor"] > 0
        assert mall["receipts"] == sales["orders"] > 0
        guides = {one["guide"]["id"] for one in rows if one["guide"]}
        assert guides == {str(season.merchant.lin), str(season.merchant.zhao)}


async def test_a_period_that_goes_on_is_held_against_as_much_of_the_one_before(
    kit: Kit, season: Season
) -> None:
    async with asking(kit, season) as boss:
        whole, part = {"from": "2026-03-05", "to": "2026-03-12"}, {"from": "2026-03-13"}
        before = (await told(boss, "/insight/sales", **whole))["totals"]
        over = await told(boss, "/insight/sales", **part, to="2026-03-20")
        assert over["before"] == before
    async with asking(kit, season, at=datetime(2026, 3, 17, 3, 30, tzinfo=UTC)) as boss:
        less = (await told(boss, "/insight/sales", **part, to="2026-03-20"))["before"]
    assert 0 < less["receipts"] < before["receipts"]
    assert less["new_customers"] < before["new_customers"]


async def test_a_code_without_a_cost_has_no_acquisition_cost(kit: Kit, season: Season) -> None:
    async with asking(kit, season) as boss:
        report = await told(boss, "/insight/codes", **{"from": "2026-03-15", "to": "2026-03-16"})
        assert (report["from"], report["to"]) == ("2026-03-01", "2026-03-31")
        for row in report["codes"]:
            figures = row["figures"]
            assert (figures["cost_minor"] is None) == (figures["acquisition_minor"] is None)
        before = {"from": "2026-02-01", "to": "2026-02-01"}
        nothing = await told(boss, "/insight/codes", **before)
        assert (nothing["codes"], nothing["total"]["acquisition_minor"]) == ([], None)
        months = await told(boss, f"/insight/codes/{season.codes[0].id}")
        assert [one["month"] for one in months["months"]] == ["2026-03-01"]


@pytest.mark.parametrize(("language", "word"), [("zh", "只能选一个"), ("en", "Choose one")])
async def test_what_cannot_be_asked_together_is_said_in_both_languages(
    kit: Kit, season: Season, language: str, word: str
) -> None:
    code = str(season.codes[0].id)
    async with asking(kit, season) as boss:
        answer = await boss.get(
            "/insight/funnel",
            params=MARCH | {"code": code, "source": "海报"},
            headers={"accept-language": language},
        )
        assert answer.status_code == 400
        assert word in answer.text
        late = MARCH | {"step": "scan", "campaign": str(season.campaign)}
        assert (await boss.get("/insight/funnel/people", params=late)).status_code == 404
        for wrong in ({"days": "0"}, {"days": "366"}, {"from": "2026-04-02", "to": "2026-04-01"}):
            asked = await boss.get("/insight/funnel", params=MARCH | wrong)
            assert asked.status_code == 400, wrong
        for beyond in ({"to": "0195-01-07"}, {"to": "0001-01-01"}, {"from": "9999-12-01"}):
            asked = await boss.get("/insight/sales", params=beyond)
            assert asked.status_code == 400, beyond
        gone = await boss.get(f"/insight/codes/{UUID(int=9)}")
        assert gone.status_code == 404
