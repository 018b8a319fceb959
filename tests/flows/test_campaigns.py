"""A campaign: previewed, started, paused, killed at random moments; nobody is written to twice."""

import asyncio
import multiprocessing
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from random import Random
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct, structs

from siyu.flows import count_audience, send_campaign
from siyu.flows.count_audience import Asker, Kept
from siyu.kernel.blocks import Node
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Query, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import audiences, customers, messaging, staff
from tests.house.database import Server
from tests.house.depth import times
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit

_SECRET = b"a master secret that only tests know"
KILLS = times(4, 60)


class Job(Struct, frozen=True):
    name: str
    due: bool


_JOBS = Query(
    Job,
    """
    select name, run_at <= $2 as due from kernel.job
    where tenant_id = $1 and name = 'messaging.run_campaign' order by made_at, id
    """,
)


class Sums(Struct, frozen=True):
    letters: int
    people: int
    ruled: int


_SUMS = Query(
    Sums,
    """
    select (select count(*) from messaging.letter where tenant_id = $1) as letters,
           (select count(distinct customer_id) from messaging.letter
            where tenant_id = $1) as people,
           (select count(*) from messaging.verdict where tenant_id = $1 and not waits) as ruled
    """,
)


@pytest.fixture
def kit(database: Database, keyring: Keyring) -> Kit:
    return made_kit(database, keyring, Settings(), Columns.embedded("127.0.0.1", 9, "nobody"))


@pytest.fixture
async def merchant(works: Works, tenant: TenantId) -> Merchant:
    return await furnish(works, tenant)


@pytest.fixture
def at_ten(clock: StoppedClock) -> StoppedClock:
    now = clock.now()
    ten = now.replace(hour=2, minute=0, second=0, microsecond=0)
    clock.move(ten + timedelta(days=now > ten) - now)
    return clock


async def settle(works: Works, merchant: Merchant, people: int) -> list[UUID]:
    """People of Lin's; every third did not agree to letters, every fifth was only imported."""
    async with works.open(merchant.tenant) as work:
        met = await customers.meet(
            work,
            [
                customers.Meet(
                    identity=customers.read_identity(f"1390000{n:04}"),
                    source="pos",
                    at=work.now,
                    store=merchant.east,
                    guide=merchant.lin,
                    asked=n % 5 != 0,
                )
                for n in range(people)
            ],
        )
        ids = [one.customer for one in met if one.customer is not None]
        for n, id_ in enumerate(ids):
            if n % 5 and n % 3:
                await customers.agree(
                    work, id_, "marketing_in_app", granted=True, source="storefront"
                )
    return ids


async def keep_audience(kit: Kit, merchant: Merchant) -> audiences.Audience:
    asker = Asker(merchant.tenant)
    asked = await count_audience.counted(kit, asker, Kept(name="所有人", tree=Node(op="all")))
    async with kit.works.open(merchant.tenant) as work:
        return await audiences.save(work, asked)


def words(audience: audiences.Audience, **more: Any) -> messaging.NewCampaign:
    new = messaging.NewCampaign(
        name="三月新品",
        audience=audience.id,
        audience_version=audience.version,
        purpose="marketing",
        words="新品到店，欢迎来看",
        signed="own",
    )
    return structs.replace(new, **more)


async def begin(kit: Kit, merchant: Merchant, new: messaging.NewCampaign) -> UUID:
    asker = Asker(merchant.tenant)
    async with kit.works.open(merchant.tenant) as work:
        made = await send_campaign.make(work, new)
    members = await send_campaign.meant(kit, asker, made.id)
    async with kit.works.open(merchant.tenant) as work:
        await messaging.start_campaign(work, made.id, members)
    return made.id


async def report(
    works: Works, merchant: Merchant, campaign: UUID
) -> tuple[str, int, dict[str, int]]:
    async with works.look(merchant.tenant) as work:
        made = await messaging.get_campaign(work, campaign)
        tally = await messaging.tally(work, campaign)
    return made.state, tally.allowed, {one.reason: one.people for one in tally.withheld}


async def test_what_is_previewed_is_what_happens(
    kit: Kit, merchant: Merchant, at_ten: StoppedClock
) -> None:
    ids = await settle(kit.works, merchant, 30)
    audience = await keep_audience(kit, merchant)
    seen = await send_campaign.try_out(kit, Asker(merchant.tenant), words(audience))
    assert (seen.people, seen.judged) == (30, 30)
    assert (seen.allowed, dict(seen.withheld)) == (16, {"legacy": 6, "no_consent": 8})
    async with kit.works.look(merchant.tenant) as work:
        assert await _SUMS.one(work, merchant.tenant) == Sums(0, 0, 0)
    campaign = await begin(kit, merchant, words(audience))
    await send_campaign.run(kit.works, merchant.tenant, campaign, chunk=7)
    assert await report(kit.works, merchant, campaign) == ("done", 16, dict(seen.withheld))
    async with kit.works.look(merchant.tenant) as work:
        [letter], _ = await messaging.list_letters(work, ids[1], limit=5)
        behind, count = await messaging.list_behind(work, campaign, "legacy", limit=3)
    assert (letter.guide, letter.words) == (merchant.lin, "新品到店，欢迎来看")
    assert (count, len(behind)) == (6, 3)
    assert {one.customer for one in behind} < {ids[n] for n in range(0, 30, 5)}


async def test_who_is_meant_is_fixed_at_the_start(
    kit: Kit, merchant: Merchant, at_ten: StoppedClock
) -> None:
    ids = await settle(kit.works, merchant, 10)
    campaign = await begin(kit, merchant, words(await keep_audience(kit, merchant)))
    async with kit.works.open(merchant.tenant) as work:
        late = customers.read_identity("13911112222")
        await customers.meet(
            work, [customers.Meet(identity=late, source="pos", at=work.now, asked=True)]
        )
        await customers.forget(work, ids[1], reason="她要求")
    await send_campaign.run(kit.works, merchant.tenant, campaign)
    _, allowed, withheld = await report(kit.works, merchant, campaign)
    assert allowed + sum(withheld.values()) == 10
    assert withheld["erased"] == 1


async def test_a_pause_holds_and_a_stop_ends(
    kit: Kit, merchant: Merchant, at_ten: StoppedClock
) -> None:
    await settle(kit.works, merchant, 12)
    works, tenant = kit.works, merchant.tenant
    campaign = await begin(kit, merchant, words(await keep_audience(kit, merchant)))
    async with works.open(tenant) as work:
        await messaging.move_campaign(work, campaign, "paused", why="等一等")
    await send_campaign.run(works, tenant, campaign)
    assert await report(works, merchant, campaign) == ("paused", 0, {})
    async with works.open(tenant) as work:
        await messaging.move_campaign(work, campaign, "running")
    # Two workers at once take turns.
    await asyncio.gather(*(send_campaign.run(works, tenant, campaign, chunk=2) for _ in range(3)))
    state, allowed, withheld = await report(works, merchant, campaign)
    assert (state, allowed + sum(withheld.values())) == ("done", 12)
    for to in ("paused", "running", "stopped"):
        with pytest.raises(messaging.NotThatWay):
            async with works.open(tenant) as work:
                await messaging.move_campaign(work, campaign, to)


async def test_at_night_marketing_goes_on_in_the_morning(
    kit: Kit, merchant: Merchant, at_ten: StoppedClock
) -> None:
    await settle(kit.works, merchant, 10)
    works, tenant = kit.works, merchant.tenant
    audience = await keep_audience(kit, merchant)
    at_ten.move(timedelta(hours=13))
    campaign = await begin(kit, merchant, words(audience))
    await send_campaign.run(works, tenant, campaign)
    assert await report(works, merchant, campaign) == ("running", 0, {})
    at_ten.move(timedelta(hours=10))
    async with works.look(tenant) as work:
        jobs = await _JOBS.all(work, tenant, work.now)
    assert [job.due for job in jobs] == [True, True]
    await send_campaign.run(works, tenant, campaign)
    assert (await report(works, merchant, campaign))[0] == "done"


async def test_a_named_guide_must_work_here_and_be_named(kit: Kit, merchant: Merchant) -> None:
    audience = await keep_audience(kit, merchant)
    for new in (words(audience, signed="named"), words(audience, guide=merchant.lin)):
        with pytest.raises(messaging.GuideNeeded):
            async with kit.works.open(merchant.tenant) as work:
                await send_campaign.make(work, new)


async def test_letters_in_the_name_of_a_guide_who_left_are_withheld(
    kit: Kit, merchant: Merchant, at_ten: StoppedClock
) -> None:
    await settle(kit.works, merchant, 4)
    audience = await keep_audience(kit, merchant)
    named = words(audience, signed="named", guide=merchant.zhao, purpose="service")
    campaign = await begin(kit, merchant, named)
    async with kit.works.open(merchant.tenant) as work:
        await staff.depart(work, merchant.zhao, "搬家")
    await send_campaign.run(kit.works, merchant.tenant, campaign)
    assert await report(kit.works, merchant, campaign) == ("done", 0, {"guide_departed": 4})


async def test_an_audience_of_nobody_is_not_started(kit: Kit, merchant: Merchant) -> None:
    with pytest.raises(messaging.NobodyMeant):
        await begin(kit, merchant, words(await keep_audience(kit, merchant)))


class Desk(Struct, frozen=True):
    """All that another process needs to run a campaign."""

    app_url: str
    relay_url: str
    tenant: TenantId
    campaign: UUID
    at: str


def run_slowly(desk: Desk, begun: Connection) -> None:
    """Body of the process that is killed; small chunks give it many moments to die in."""
    asyncio.run(_run(desk, begun))


async def _run(desk: Desk, begun: Connection) -> None:
    clock = StoppedClock(datetime.fromisoformat(desk.at))
    urls = desk.app_url, desk.relay_url
    async with Database.connected(*urls, clock, Keyring(_SECRET), size=3) as database:
        begun.send(True)
        await send_campaign.run(database.works, desk.tenant, desk.campaign, chunk=3)


async def test_killed_at_random_moments_nobody_is_written_to_twice(
    kit: Kit, merchant: Merchant, server: Server, at_ten: StoppedClock
) -> None:
    people = 240
    ids = await settle(kit.works, merchant, people)
    service = words(await keep_audience(kit, merchant), purpose="service")
    campaign = await begin(kit, merchant, service)
    urls = server.urls("app"), server.urls("relay")
    desk = Desk(*urls, merchant.tenant, campaign, at_ten.now().isoformat())
    dice, died = Random(3), set()
    for _ in range(KILLS):
        await asyncio.to_thread(_kill_within, desk, dice.uniform(0.1, 0.9))
        async with kit.works.look(merchant.tenant) as work:
            died.add((await _SUMS.one(work, merchant.tenant)).letters)
    assert died - {0, people}, "none died in the middle"
    await send_campaign.run(kit.works, merchant.tenant, campaign)
    assert await report(kit.works, merchant, campaign) == ("done", people, {})
    async with kit.works.look(merchant.tenant) as work:
        assert await _SUMS.one(work, merchant.tenant) == Sums(people, len(ids), people)


def _kill_within(desk: Desk, seconds: float) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    here, there = context.Pipe()
    process = context.Process(target=run_slowly, args=(desk, there))
    process.start()
    assert here.poll(60)
    process.join(seconds)
    process.kill()
    process.join()
