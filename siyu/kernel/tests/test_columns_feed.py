"""The feed: facts become rows once, whoever feeds and whatever was interrupted."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from siyu.kernel.columns import (
    Columns,
    Feed,
    Projection,
    Superseded,
    Table,
    audit,
    digest,
    get_lag,
    rebuild,
)
from siyu.kernel.db import Database
from siyu.kernel.facts.envelope import Fact, Told, fact
from siyu.kernel.ids import TenantId
from tests.house.columns import next_fence

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@fact("kernel.bell_rung")
class BellRung(Fact, frozen=True, kw_only=True):
    tower: UUID
    strokes: int


class Stroke(msgspec.Struct, frozen=True):
    tenant_id: int
    tower: UUID
    stroke: int


def strokes(told: Told[BellRung]) -> Iterable[tuple[UUID, int]]:
    return [(told.fact.tower, n) for n in range(told.fact.strokes)]


def last_ring(told: Told[BellRung]) -> Iterable[tuple[UUID, int]]:
    return [(told.fact.tower, told.fact.strokes)]


@pytest.fixture
def rung() -> Projection:
    """One row per stroke."""
    name = f"stroke_{secrets.token_hex(3)}"
    table = Table(name=name, columns={"tower": "UUID", "stroke": "Int32"}, order=("tower", "at"))
    return Projection(table, {"kernel.bell_rung": strokes})


@pytest.fixture
def towers() -> Projection:
    """One row per tower, the latest."""
    name = f"tower_{secrets.token_hex(3)}"
    table = Table(name=name, columns={"tower": "UUID", "strokes": "Int32"}, key=("tower",))
    return Projection(table, {"kernel.bell_rung": last_ring})


async def ring(
    database: Database, tenant: TenantId, *strokes: int, tower: UUID | None = None
) -> None:
    async with database.works.open(tenant) as work:
        for n, count in enumerate(strokes):
            told = BellRung(tower=tower or uuid4(), strokes=count)
            work.tell(told, at=DAY + timedelta(days=n))


def feeding(database: Database, columns: Columns, *projections: Projection) -> Feed:
    return Feed(database.relay, columns, projections, fence=next_fence(), batch=3)


async def count(columns: Columns, projection: Projection, tenant: TenantId) -> int:
    sql = f"SELECT count() AS rows FROM {projection.table.name} WHERE tenant_id = {{t:UInt32}}"
    (found,) = await columns.rows(sql, {"t": tenant}, Count)
    return found.rows


class Count(msgspec.Struct, frozen=True):
    rows: int


async def test_a_fact_becomes_its_rows_once(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    await ring(database, tenant, 2, 0, 3, 1, 1)
    feed = feeding(database, columns, rung)
    await feed.drain()
    await ring(database, tenant, 4)
    await feed.drain()
    await feeding(database, columns, rung).drain()
    assert await count(columns, rung, tenant) == 11
    sql = f"SELECT tenant_id, tower, stroke FROM {rung.table.name} WHERE tenant_id = {tenant}"
    rows = await columns.rows(f"{sql} ORDER BY at, stroke LIMIT 2", {}, Stroke)
    assert [row.stroke for row in rows] == [0, 0]


async def test_a_batch_whose_end_was_not_seen_is_sent_again_and_counts_once(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    await ring(database, tenant, 2, 3)
    await feeding(database, columns, rung).drain()
    before = await count(columns, rung, tenant)
    unmark = """
        update facts.columns_batch b set sent_at = null from facts.columns_table t
        where t.generation = b.generation and t.name = $1
          and number = (select max(number) from facts.columns_batch c
                        where c.generation = b.generation)
    """
    async with database.relay.acquire() as conn:
        assert await conn.execute(unmark, rung.table.name) == "UPDATE 1"
    await feeding(database, columns, rung).drain()
    assert await count(columns, rung, tenant) == before == 5


async def test_an_earlier_feeder_changes_nothing(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    early = feeding(database, columns, rung)
    await early.drain()
    late = feeding(database, columns, rung)
    await late.drain()
    await ring(database, tenant, 2)
    with pytest.raises(Superseded):
        await early.step()
    assert await count(columns, rung, tenant) == 0
    await late.drain()
    assert await count(columns, rung, tenant) == 2


async def test_a_later_row_of_the_same_key_replaces_the_earlier(
    database: Database, columns: Columns, tenant: TenantId, towers: Projection
) -> None:
    tower = uuid4()
    feed = feeding(database, columns, towers)
    await ring(database, tenant, 1, 2, 3, 4, 5, tower=tower)
    await feed.drain()
    await ring(database, tenant, 9, tower=tower)
    await feed.drain()
    sql = f"SELECT tenant_id, tower, strokes AS stroke FROM {towers.table.name}"
    found = await columns.rows(f"{sql} WHERE tenant_id = {tenant}", {}, Stroke)
    assert found == [Stroke(tenant, tower, 9)]


async def test_a_changed_table_is_filled_anew_before_it_is_shown(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    await ring(database, tenant, 2, 3)
    await feeding(database, columns, rung).drain()
    wider = Table(
        name=rung.table.name,
        columns=rung.table.columns | {"loud": "UInt8"},
        order=rung.table.order,
    )

    def loud(told: Told[BellRung]) -> Iterable[tuple[UUID, int, int]]:
        return [(*row, 1) for row in strokes(told)]

    changed = Projection(wider, {"kernel.bell_rung": loud})
    feed = feeding(database, columns, changed)
    await feed.step()
    assert await count(columns, rung, tenant) == 5
    await feed.drain()
    await feed.step()
    sql = f"SELECT sum(loud) AS rows FROM {wider.name} WHERE tenant_id = {tenant}"
    assert await columns.rows(sql, {}, Count) == [Count(5)]
    assert len(await stored(columns, wider.name)) == 1


async def test_a_rebuilt_table_is_equal(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection, towers: Projection
) -> None:
    await ring(database, tenant, 2, 3, 1, 1, 5, tower=uuid4())
    feed = feeding(database, columns, rung, towers)
    await feed.drain()
    before = [await digest(columns, p) for p in (rung, towers)]
    for projection in (rung, towers):
        first = await stored(columns, projection.table.name)
        await rebuild(database.relay, projection)
        await feed.drain()
        await feed.step()
        assert await stored(columns, projection.table.name) != first
    assert [await digest(columns, p) for p in (rung, towers)] == before
    assert before[0].rows >= 12


async def test_a_filling_that_vanished_is_made_again(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    await ring(database, tenant, 2, 3)
    feed = feeding(database, columns, rung)
    await feed.drain()
    (name,) = await stored(columns, rung.table.name)
    await columns.execute(f"DROP TABLE {name}")
    await ring(database, tenant, 1)
    await feed.drain()
    assert await count(columns, rung, tenant) == 6


async def test_a_filling_that_lost_its_last_rows_is_made_again(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    await ring(database, tenant, 2)
    await feeding(database, columns, rung).drain()
    (name,) = await stored(columns, rung.table.name)
    await columns.execute(f"TRUNCATE TABLE {name}")
    await feeding(database, columns, rung).drain()
    assert await count(columns, rung, tenant) == 2


async def test_a_filling_that_is_ahead_of_a_database_put_back_is_made_again(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    await ring(database, tenant, 2, 3)
    await feeding(database, columns, rung).drain()
    first = await stored(columns, rung.table.name)
    put_back = """
        with gone as (delete from facts.columns_batch b using facts.columns_table t
          where b.generation = t.generation and t.name = $1)
        update facts.columns_table set place = -1, rows = 0 where name = $1
    """
    async with database.relay.acquire() as conn:
        await conn.execute(put_back, rung.table.name)
    await feeding(database, columns, rung).drain()
    assert await count(columns, rung, tenant) == 5
    second = await stored(columns, rung.table.name)
    assert len(second) == 1
    assert second != first


async def test_what_a_projection_cannot_read_holds_back_its_own_table_only(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection, towers: Projection
) -> None:
    def broken(told: Told[BellRung]) -> Iterable[tuple[UUID, int]]:
        raise ZeroDivisionError

    stuck = Projection(towers.table, {"kernel.bell_rung": broken})
    await ring(database, tenant, 2)
    await feeding(database, columns, rung, stuck).drain()
    assert await count(columns, rung, tenant) == 2
    assert await count(columns, stuck, tenant) == 0
    await feeding(database, columns, rung, towers).drain()
    assert (await count(columns, towers, tenant), await count(columns, rung, tenant)) == (1, 2)


async def test_a_table_that_cannot_be_made_holds_back_nobody_else(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    table = Table(name=f"odd_{secrets.token_hex(3)}", columns={"x": "NoSuchType"})
    odd = Projection(table, {"kernel.bell_rung": strokes})
    await ring(database, tenant, 2)
    await feeding(database, columns, odd, rung).drain()
    assert await count(columns, rung, tenant) == 2


async def test_the_audit_agrees_until_a_row_is_missing_or_too_many(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection, towers: Projection
) -> None:
    tower = uuid4()
    await ring(database, tenant, 2, 3, tower=tower)
    await feeding(database, columns, rung, towers).drain()
    assert await audit(database.relay, columns, [rung, towers]) == []
    (name,) = await stored(columns, rung.table.name)
    where = f"tenant_id = {tenant} AND stroke = 2"
    await columns.execute(f"ALTER TABLE {name} DELETE WHERE {where} SETTINGS mutations_sync = 2")
    (found,) = await audit(database.relay, columns, [rung, towers])
    assert found.table == rung.table.name
    assert (found.on, found.ids_agree) == ((DAY + timedelta(days=1)).date(), False)
    assert found.expected - found.found == 1


async def test_the_lag_counts_what_waits(
    database: Database, columns: Columns, tenant: TenantId, rung: Projection
) -> None:
    await feeding(database, columns, rung).drain()
    before = await get_lag(database.relay, ["kernel.bell_rung"])
    await ring(database, tenant, 1, 1)
    lag = await get_lag(database.relay, ["kernel.bell_rung"])
    assert lag.facts - before.facts == 2
    assert lag.oldest_at is not None


async def stored(columns: Columns, name: str) -> list[str]:
    sql = (
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE {n:String}"
    )
    return [row.name for row in await columns.rows(sql, {"n": f"{name}\\_\\_%"}, Name)]


class Name(msgspec.Struct, frozen=True):
    name: str
