"""An import that is killed at twenty random moments comes to the totals of one that was not."""

import asyncio
import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import msgspec

from siyu.flows.import_file import Choices, Importer
from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Query, Works
from siyu.kernel.ids import TenantId
from siyu.modules import tenants
from tests.flows.test_import_receipts import SUMS, Sums
from tests.house.database import START, Server
from tests.house.depth import times

KILLS = times(20, 200)
_SECRET = b"a master secret that only tests know"


class Desk(msgspec.Struct, frozen=True):
    """All that another process needs to import one file."""

    app_url: str
    relay_url: str
    folder: Path
    tenant: TenantId
    file: Path


def import_slowly(desk: Desk, chunk: int, begun: Connection) -> None:
    """Body of the process that is killed; small chunks give it many moments to die in."""
    asyncio.run(_import(desk, chunk, begun))


async def _import(desk: Desk, chunk: int, begun: Connection) -> None:
    clock = StoppedClock(START)
    urls = desk.app_url, desk.relay_url
    async with Database.connected(*urls, clock, Keyring(_SECRET), size=4) as database:
        importer = Importer(database.works, desk.folder, desk.tenant, chunk=chunk)
        begun.send(True)
        await importer.run(desk.file, Choices(None, "pos", "S01", create=True))


def _file(place: Path) -> Path:
    """Receipts of one to four lines, some returned, some anonymous, one in fifty unreadable."""
    dice = Random(7)
    rows = ["小票号,交易时间,会员号,商品编码,数量,金额"]
    for number in range(1_000):
        member = dice.choice(["", f"1380013{dice.randrange(400):04}"])
        at = f"2026-01-{number // 40 + 1:02} {dice.randrange(10, 20)}:00:00"
        for _ in range(dice.randint(1, 4)):
            amount = (
                "坏"
                if dice.random() < 0.02
                else f"{dice.choice([1, 1, 1, -1]) * dice.randint(1, 9)}.00"
            )
            rows.append(f"R{number},{at},{member},69000{dice.randint(1, 5)},1,{amount}")
    place.write_text("\n".join(rows))
    return place


class _Left(msgspec.Struct, frozen=True):
    attempts: int
    added: int
    problems: int
    returns: int
    without_member: int
    amount_minor: int


# One that ended before its kill is followed by a new import of the same file, which adds nothing.
_LEFT = Query(
    _Left,
    """
    select sum(attempt)::int as attempts, sum(added)::int as added, max(problems) as problems,
      max(returns) as returns, max(without_member) as without_member,
      max(amount_minor) as amount_minor
    from tills.import_run where tenant_id = $1
    """,
)


async def test_killed_at_twenty_random_moments(
    server: Server, works: Works, tmp_path: Path, tenant: TenantId
) -> None:
    file = _file(tmp_path / "receipts.csv")
    urls = server.urls("app"), server.urls("relay")
    killed, whole = tenant, TenantId(tenant + 50)
    for each in (killed, whole):
        async with works.open(each) as work:
            await tenants.found(work, tenants.Found(code=f"k{each}", name="小镇"))
    desk = Desk(*urls, tmp_path / "uploads", killed, file)
    dice = Random(11)
    for _ in range(KILLS):
        await asyncio.to_thread(_kill_within, desk, dice.uniform(0.05, 0.9))
    choices = Choices(None, "pos", "S01", create=True)
    await Importer(works, desk.folder, killed).run(file, choices)
    await Importer(works, desk.folder, whole).run(file, choices)
    assert await _sums(works, killed) == await _sums(works, whole)
    left, plain = await _left(works, killed), await _left(works, whole)
    assert left.attempts > KILLS // 2, "too few died while they were importing"
    assert msgspec.structs.replace(left, attempts=1) == plain


def _kill_within(desk: Desk, seconds: float) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    here, there = context.Pipe()
    process = context.Process(target=import_slowly, args=(desk, 40, there))
    process.start()
    assert here.poll(60)
    process.join(seconds)
    process.kill()
    process.join()


async def _sums(works: Works, tenant: TenantId) -> Sums:
    async with works.look(tenant) as work:
        return await SUMS.one(work, tenant)


async def _left(works: Works, tenant: TenantId) -> _Left:
    async with works.look(tenant) as work:
        return await _LEFT.one(work, tenant)
