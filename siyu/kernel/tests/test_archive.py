"""Months leave PostgreSQL and are read on as if they had not."""

import asyncio
import os
import random
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from siyu.kernel.archive import Differs, File, Shelf, list_kept, list_missing, mend
from siyu.kernel.columns import Columns, Projection, Superseded, Table, audit, digest, rebuild
from siyu.kernel.db import Database
from siyu.kernel.db.work import Work
from siyu.kernel.facts import log
from siyu.kernel.facts.envelope import Told
from siyu.kernel.facts.older import ArchiveAway
from siyu.kernel.facts.reactor import Reaction, Reactor
from siyu.kernel.ids import TenantId
from siyu.kernel.owners import Owners
from siyu.kernel.tests.archive_ground import Ground, ground
from tests.house.database import Server
from tests.house.facts import Noted, note


@pytest.fixture
async def old(
    database: Database, columns: Columns, tmp_path: Path, server: Server
) -> AsyncIterator[Ground]:
    async with ground(database, columns, tmp_path / "archive", server) as made:
        yield made


def numbers(told: Told[Noted]) -> Iterable[tuple[UUID, int]]:
    return [(told.id, told.fact.number)]


@pytest.fixture
def noted() -> Projection:
    name = f"noted_{secrets.token_hex(3)}"
    table = Table(name=name, columns={"told": "UUID", "number": "Int32"})
    return Projection(table, {Noted.NAME: numbers})


async def lived(old: Ground, tenant: TenantId, anna: UUID) -> None:
    """Three months with facts in an order of their own, and the present."""
    await old.make(1, 2, 3)
    chance = random.Random(5)
    for month in (2, 1, 3):
        for day in range(1, 12):
            at = old.at(month, day) + timedelta(microseconds=chance.randrange(10**6))
            subject = anna if chance.randrange(2) else None
            earlier = at - timedelta(days=chance.randrange(90))
            await old.note(tenant, at, at, earlier, subject=subject)
    await note(old.works, tenant, old.database.clock.now(), old.at(2, 3), subject=anna)


async def test_archived_months_read_as_they_were(old: Ground, tenant: TenantId) -> None:
    anna = uuid4()
    await lived(old, tenant, anna)
    before = await old.read(tenant)
    outcomes = await old.archive()
    assert [(one.month.month, one.rows, one.kept_by) for one in outcomes] == [
        (1, 22, None),
        (2, 22, None),
        (3, 22, None),
    ]
    assert len(await old.in_postgres(tenant)) == 2
    for page in (1, 7, 500):
        assert await old.read(tenant, page=page) == before
    # Several files a month, of which none is larger than asked for.
    kept = await list_kept(old.database.relay)
    assert [[file.rows for file in one.files] for one in kept] == [[7, 7, 7, 1]] * 3
    names = {path.name for path in old.shelf.folder.iterdir()}
    assert names == {file.name for one in kept for file in one.files}
    async with old.database.relay.acquire() as conn:
        gone = f"facts.fact_{old.year}01"
        assert await conn.fetchval("select to_regclass($1)", gone) is None


async def test_a_timeline_goes_on_in_the_archive(old: Ground, tenant: TenantId) -> None:
    anna = uuid4()
    await lived(old, tenant, anna)

    async def told(page: int) -> list[UUID]:
        ids: list[UUID] = []
        before: tuple[datetime, UUID] | None = None
        while True:
            async with old.works.look(tenant) as work:
                rows = await log.about(work, [anna], before=before, limit=page)
            if not rows:
                return ids
            ids += [row.id for row in rows]
            before = (rows[-1].at, rows[-1].id)

    whole = await told(500)
    await old.archive()
    assert len(whole) > 20
    for page in (1, 4, 500):
        assert await told(page) == whole
    async with old.works.look(tenant) as work:
        assert await log.about(work, [uuid4()]) == []
        assert await log.about(work, [anna], names=["kernel.no_such"]) == []


async def test_a_fact_is_found_by_its_id_wherever_it_lies(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    (id_,) = await old.note(tenant, old.at(4, 30, 23))
    await old.archive()
    async with old.works.look(tenant) as work:
        assert (await log.get(work, old.at(4, 30, 23), id_)).id == id_


async def test_a_rebuild_reads_archive_and_postgres(
    old: Ground, tenant: TenantId, noted: Projection
) -> None:
    await lived(old, tenant, uuid4())
    await old.fill(noted)
    before = await digest(old.columns, noted)
    await old.archive(noted)
    await rebuild(old.database.relay, noted)
    await old.fill(noted)
    assert before.rows >= 68
    assert await digest(old.columns, noted) == before
    assert await audit(old.database.relay, old.columns, [noted], old.works.older) == []


async def test_who_reads_without_an_archive_is_told(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    await old.note(tenant, old.at(4))
    await old.archive()
    with pytest.raises(ArchiveAway):
        async with old.database.works.look(tenant) as work:
            await log.read(work, log.START)


async def test_another_tenants_facts_stay_unseen(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    other, anna = TenantId(tenant + 1_000_000), uuid4()
    (mine,) = await old.note(tenant, old.at(4), subject=anna)
    (theirs,) = await old.note(other, old.at(4), subject=anna)
    await old.archive()
    for one, fact in ((tenant, mine), (other, theirs)):
        assert [row.id for row in await old.read(one)] == [fact]
        async with old.works.look(one) as work:
            assert [row.id for row in await log.about(work, [anna])] == [fact]


async def test_a_month_waits_for_the_columns(
    old: Ground, tenant: TenantId, noted: Projection
) -> None:
    await old.make(4)
    await old.note(tenant, old.at(4))
    (held,) = await old.archive(noted)
    assert noted.table.name in (held.kept_by or "")
    assert len(await old.in_postgres(tenant)) == 1
    await old.fill(noted)
    (moved,) = await old.archive(noted)
    assert moved.kept_by is None


async def test_a_month_waits_for_reactions_and_for_what_they_parked(
    old: Ground, tenant: TenantId
) -> None:
    await old.make(4)
    await old.note(tenant, old.at(4))
    willing: list[UUID] = []

    async def react(work: Work, told: object) -> None:
        assert willing, "not yet"

    name = f"test_{tenant}"
    reactor = Reactor(old.works, [Reaction(name, (Noted.NAME,), react)])
    (held,) = await old.archive(reactions=[name])
    assert name in (held.kept_by or "")
    await reactor.run(tenant)
    (held,) = await old.archive(reactions=[name])
    assert "parked" in (held.kept_by or "")
    willing.append(uuid4())
    async with old.works.open(tenant) as work:
        await work.conn.execute(
            "update facts.parked set asked_at = now() where tenant_id = $1", tenant
        )
    await reactor.run(tenant)
    (moved,) = await old.archive(reactions=[name])
    assert moved.kept_by is None


async def test_a_new_reaction_reads_the_archive_first(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    first = await old.note(tenant, old.at(4), old.at(4, 2))
    await old.archive()
    then = await note(old.works, tenant, old.database.clock.now())
    seen: list[UUID] = []

    async def react(work: Work, told: Sequence[Told[Noted]]) -> None:
        seen.extend(one.id for one in told)

    await Reactor(old.works, [Reaction(f"new_{tenant}", (Noted.NAME,), react)]).run(tenant)
    assert seen == [*first, *then]


async def test_a_month_waits_for_a_transaction_that_is_older(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    async with old.database.works.open(TenantId(tenant + 1)) as work:
        work.tell(Noted(number=1))
        await work.flush()
        await work.idle()
        await old.note(tenant, old.at(4))
        (held,) = await old.archive()
    assert "transaction" in (held.kept_by or "")
    (moved,) = await old.archive()
    assert moved.kept_by is None


class Meddling(Shelf):
    """Somebody writes into the month after its files are drawn."""

    def __init__(self, folder: Path, old: Ground, tenant: TenantId) -> None:
        super().__init__(folder)
        self._told = (old, tenant, asyncio.get_running_loop())

    def get(self, file: File) -> bytes:
        old, tenant, loop = self._told
        asyncio.run_coroutine_threadsafe(old.note(tenant, old.at(4, 9)), loop).result()
        return super().get(file)


async def test_a_month_that_differs_from_its_files_stays(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    await old.note(tenant, old.at(4))
    old.shelf = Meddling(old.shelf.folder, old, tenant)
    with pytest.raises(Differs):
        await old.archive()
    assert len(await old.in_postgres(tenant)) == 2
    assert await list_kept(old.database.relay) == []


async def test_who_lost_the_lease_drops_nothing(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    await old.note(tenant, old.at(4))
    mover = await old.mover()
    mine = Owners(old.database.relay, "tester")
    lease = await mine.take("facts.archive")
    assert lease is not None
    await mine.drop(lease)
    await asyncio.sleep(0.01)
    assert await Owners(old.database.relay, "another").take("facts.archive") is not None
    try:
        with pytest.raises(Superseded):
            await mover.run(date(old.year + 1, 1, 1), old.database.clock.now())
        assert len(await old.in_postgres(tenant)) == 1
    finally:
        others = Owners(old.database.relay, "another")
        lease = await others.take("facts.archive")
        assert lease is not None
        await others.drop(lease)


async def test_a_writer_in_another_month_is_not_kept_waiting(old: Ground, tenant: TenantId) -> None:
    """A long transaction holds the log: the month goes once it ends, and others write on."""
    await old.make(4)
    await old.note(tenant, old.at(4))
    await asyncio.sleep(0)
    async with old.database.works.look(tenant) as holding:
        await holding.conn.fetch("select count(*) from facts.fact where tenant_id = $1", tenant)
        moving = asyncio.create_task(old.archive())
        for _ in range(8):
            async with asyncio.timeout(2):
                await note(old.works, tenant, old.database.clock.now())
            await asyncio.sleep(0.2)
        assert not moving.done()
    (moved,) = await moving
    assert moved.rows == 1


async def test_columns_that_were_wiped_are_loaded_from_the_files(
    old: Ground, tenant: TenantId
) -> None:
    await old.make(4, 5)
    for month in (4, 5):
        await old.note(tenant, old.at(month), old.at(month, 2))
    before = await old.read(tenant)
    await old.archive()
    await old.columns.execute(f"DROP DATABASE {old.columns.database}")
    with pytest.raises(ArchiveAway):
        await old.read(tenant)
    missing = await list_missing(old.database.relay, old.columns)
    assert [one.month.month for one in missing] == [4, 5]
    assert await mend(old.columns, old.shelf, missing) == 2
    assert await old.read(tenant) == before
    assert await list_missing(old.database.relay, old.columns) == []


async def test_a_file_that_changed_is_never_loaded(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    await old.note(tenant, old.at(4))
    await old.archive()
    (kept,) = await list_kept(old.database.relay)
    file = old.shelf.folder / kept.files[0].name
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(body)
    await old.columns.execute(f"DROP DATABASE {old.columns.database}")
    missing = await list_missing(old.database.relay, old.columns)
    assert await mend(old.columns, old.shelf, missing) == 0
    with pytest.raises(ArchiveAway):
        await old.read(tenant)


async def test_what_an_interrupted_run_left_is_swept_a_day_later(
    old: Ground, tenant: TenantId
) -> None:
    await old.make(4, 5)
    await old.note(tenant, old.at(4))
    await old.archive()
    for name in ("facts-2001-01.dead.1.parquet", ".facts-2001-01.dead.2.parquet.beef"):
        path = old.shelf.folder / name
        path.write_bytes(b"x")
        os.utime(path, (1, 1))
    fresh = old.shelf.put("facts-2001-02.new.1.parquet", b"x", 1)
    await old.columns.execute("CREATE TABLE archiving_dead (x Int8) ENGINE = Memory")
    await old.note(tenant, old.at(5))
    await old.archive()
    kept = {file.name for one in await list_kept(old.database.relay) for file in one.files}
    assert {path.name for path in old.shelf.folder.iterdir()} == kept | {fresh.name}
    with pytest.raises(Exception, match="archiving_dead"):
        await old.columns.execute("DROP TABLE archiving_dead")


async def test_only_a_listed_month_can_be_dropped(old: Ground, tenant: TenantId) -> None:
    await old.make(4)
    await old.note(tenant, old.at(4))
    async with old.database.relay.acquire() as conn:
        with pytest.raises(asyncpg.RaiseError, match="not archived"):
            await conn.execute("select facts.drop_month($1)", date(old.year, 4, 1))
    async with old.database.app.acquire() as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute("select facts.drop_month($1)", date(old.year, 4, 1))
    assert len(await old.in_postgres(tenant)) == 1
