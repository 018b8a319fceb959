"""Doors of the program itself and of the sandbox, knocked at by the owner."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar.di import Provide

from siyu.api import operations
from siyu.api import sandbox as vendors
from siyu.api.console import insight, sandbox, system
from siyu.bootstrap import made_worker
from siyu.bootstrap.ports import plugged
from siyu.kernel.db import Actor, Database, Scalar, Work, Works
from siyu.kernel.doors import Ask, Connection, audience
from siyu.kernel.errors import NotFound
from siyu.kernel.facts.envelope import Fact, Told, fact
from siyu.kernel.facts.reactor import Reaction, Reactor
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Runner
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import FaultPlan, plan
from siyu.modules import messaging, staff
from tests.house.merchant import Merchant
from tests.house.street import free_port, open_street

FAULTS = {"lose_bp": 0, "delay_s": 60, "double_bp": 10_000, "disorder_bp": 0, "refuse_bp": 0}
VERBS = Scalar("select verb from kernel.audit where tenant_id = $1 order by at, id")


@fact("system_test.rained")
class Rained(Fact, frozen=True, kw_only=True):
    millimetres: int


@pytest.fixture
async def boss(kit: Kit, merchant: Merchant) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(kit, merchant) as one:
        yield one


def asking(kit: Kit, merchant: Merchant, doors: Sequence[Any] = ()) -> httpx.AsyncClient:
    async def known(_: Connection) -> Ask:
        actor = Actor("staff", merchant.lin)
        return Ask(kit.works, merchant.tenant, actor=actor, permits=staff.ROLES["owner"])

    app = audience(
        "test",
        "/t",
        [*system.DOORS, *sandbox.DOORS, *doors],
        authenticate=known,
        anonymous=known,
        about="",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )
    transport = httpx.ASGITransport(app=cast("Any", app))
    return httpx.AsyncClient(transport=transport, base_url="http://t/t")


async def audited(works: Works, tenant: TenantId) -> list[str]:
    async with works.look(tenant) as work:
        return await VERBS.column(work, tenant)


async def test_the_system_shows_processes_queues_and_engines(boss: httpx.AsyncClient) -> None:
    told = (await boss.get("/system")).json()
    assert [p["name"] for p in told["processes"]] == ["web"]
    assert told["processes"][0]["rss_mb"] > 10
    assert told["database"]["bytes"] > 1_000_000
    assert told["sandbox"] is True
    assert {"outbox_age_s", "columns", "version"} <= told.keys()


async def test_a_page_that_needs_columns_says_that_they_are_away(
    kit: Kit, merchant: Merchant
) -> None:
    async with asking(kit, merchant, insight.DOORS) as boss:
        answer = await boss.get("/insight/rfm", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (503, "kernel.columns_down")
    assert answer.json()["retry"] is True


async def test_a_parked_fact_is_seen_replayed_and_gone(
    boss: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    dry, seen = True, []

    async def umbrella(_: Work, facts: Sequence[Told[Any]]) -> None:
        if dry:
            raise RuntimeError("no umbrella")
        seen.extend(told.fact.millimetres for told in facts)

    name = f"umbrella-{uuid4().hex[:6]}"
    reactor = Reactor(works, [Reaction(name, ("system_test.rained",), umbrella)])
    async with works.open(merchant.tenant) as work:
        work.tell(Rained(millimetres=7))
    await reactor.run(merchant.tenant)
    (parked,) = (await boss.get("/facts/parked")).json()["items"]
    assert (parked["consumer"], parked["error"]) == (name, "RuntimeError")
    assert parked["fact"]["name"] == "system_test.rained"
    dry = False
    assert (await boss.post(f"/facts/parked/{parked['id']}/replay")).status_code == 204
    await reactor.run(merchant.tenant)
    assert seen == [7]
    assert (await boss.get("/facts/parked")).json()["items"] == []
    assert (await boss.post(f"/facts/parked/{parked['id']}/replay")).status_code == 404
    assert "system.replay" in await audited(works, merchant.tenant)


async def test_a_failed_job_is_seen_and_runs_anew(
    boss: httpx.AsyncClient, database: Database, works: Works, merchant: Merchant
) -> None:
    name, broken, done = f"system_test.mend_{uuid4().hex[:6]}", True, []

    async def mend(_: TenantId, job: UUID, args: Mapping[str, Any]) -> None:
        if broken:
            raise NotFound
        done.append(job)

    runner = Runner(database, {name: mend}, "mender")
    async with works.open(merchant.tenant) as work:
        job = work.enqueue(name, {})
    (waiting,) = (await boss.get("/jobs?state=waiting")).json()["items"]
    assert (waiting["id"], waiting["tries"]) == (str(job), 0)
    await runner.run()
    await runner.finish()
    (failed,) = (await boss.get("/jobs?state=failed")).json()["items"]
    assert (failed["state"], failed["error"]) == ("failed", "kernel.not_found")
    broken = False
    assert (await boss.post(f"/jobs/{job}/retry")).status_code == 204
    assert (await boss.post(f"/jobs/{job}/retry")).status_code == 404
    await runner.run()
    await runner.finish()
    assert done == [job]
    assert (await boss.get("/jobs")).json()["total"] == 0
    assert (await boss.get("/jobs?state=lost")).status_code == 400
    assert "system.retry" in await audited(works, merchant.tenant)


async def test_a_vendors_faults_are_set_and_shown(
    boss: httpx.AsyncClient, works: Works, merchant: Merchant
) -> None:
    residents = {one["resident"]: one for one in (await boss.get("/sandbox")).json()}
    resident = residents["aliyun-sms"]
    assert set(resident["faults"].values()) == {0}
    assert (await boss.put("/sandbox/aliyun-sms/faults", json=FAULTS)).status_code == 204
    residents = {one["resident"]: one for one in (await boss.get("/sandbox")).json()}
    assert residents["aliyun-sms"]["faults"] == FAULTS
    async with works.look(merchant.tenant) as work:
        assert await plan(work, "aliyun-sms") == FaultPlan(**FAULTS)
    wrong = await boss.put("/sandbox/aliyun-sms/faults", json={**FAULTS, "lose_bp": 10_001})
    assert wrong.json()["fields"][0]["path"] == "lose_bp"
    assert (await boss.put("/sandbox/nobody/faults", json=FAULTS)).status_code == 404
    assert "sandbox.faults" in await audited(works, merchant.tenant)


async def test_a_text_message_is_read_on_the_sandboxs_phone(
    kit: Kit, merchant: Merchant, alone: None
) -> None:
    port = free_port()
    kit = msgspec.structs.replace(kit, settings=msgspec.structs.replace(kit.settings, port=port))
    kit = plugged(kit)
    async with open_street({"/sandbox": vendors.app(kit)}, port), asking(kit, merchant) as boss:
        async with kit.works.open(merchant.tenant) as work:
            await messaging.send_code(work, phone="19900001234", code="135790")
        await made_worker(kit).drain()
        (message,) = (await boss.get("/sandbox/sms/messages")).json()["items"]
    assert message["phone"] == "19900001234"
    assert "135790" in message["text"]


async def test_the_sandboxs_clock_runs_forwards_only(boss: httpx.AsyncClient) -> None:
    ahead = (await boss.get("/sandbox/clock")).json()["ahead_s"]
    moved = await boss.put("/sandbox/clock", json={"ahead_s": ahead + 60})
    assert moved.json()["ahead_s"] == ahead + 60
    back = await boss.put("/sandbox/clock", json={"ahead_s": ahead})
    assert (back.status_code, back.json()["code"]) == (422, "kernel.clock_backwards")


async def test_where_vendors_are_real_there_is_no_sandbox(kit: Kit, merchant: Merchant) -> None:
    live = msgspec.structs.replace(kit.settings, sandbox=False)
    async with asking(msgspec.structs.replace(kit, settings=live), merchant) as boss:
        for path in ("/sandbox", "/sandbox/sms/messages", "/sandbox/clock"):
            assert (await boss.get(path)).status_code == 404
        assert (await boss.put("/sandbox/aliyun-sms/faults", json=FAULTS)).status_code == 404
        assert (await boss.put("/sandbox/clock", json={"ahead_s": 10**7})).status_code == 404
        assert (await boss.get("/system")).json()["sandbox"] is False


async def test_metrics_show_the_queues_on_loopback_only(kit: Kit) -> None:
    app = cast("Any", operations.app(kit))
    for peer, status in (("127.0.0.1", 200), ("10.0.0.9", 404)):
        transport = httpx.ASGITransport(app=app, client=(peer, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as one:
            told = await one.get("/ops/metrics")
        assert told.status_code == status
        assert ("siyu_facts_parked" in told.text) == (status == 200)
