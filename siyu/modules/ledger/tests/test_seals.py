"""The books are sealed: whoever changes what is written, as the owner, is found and named."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import pytest

from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from siyu.modules.ledger import seals
from siyu.modules.ledger.tests.books import Shelf, booked
from siyu.modules.ledger.tests.test_invariants import Planting
from tests.house.database import Server
from tests.house.knocking import as_superuser


async def sealed(works: Works, tenant: TenantId, *, batches: int = 3) -> Shelf:
    """Some batches, a seal over them, and as many under a second seal."""
    shelf = Shelf()
    for _ in range(2):
        await booked(works, tenant, shelf.comes(50))
        for _ in range(batches):
            await booked(works, tenant, shelf.goes(1, 2), shelf.held(1))
        assert await ledger.seal(works, tenant) == 1
    return shelf


async def faults(works: Works, tenant: TenantId) -> list[str]:
    async with works.look(tenant) as work:
        return [f"{one.number}: {one.said}" for one in await ledger.verify(work, chunk=1)]


async def test_what_was_not_touched_is_as_it_was_sealed(works: Works, tenant: TenantId) -> None:
    await sealed(works, tenant)
    assert await faults(works, tenant) == []
    assert await ledger.seal(works, tenant) == 0
    async with works.look(tenant) as work:
        last = await ledger.last_seal(work)
    assert last is not None
    assert (last.number, last.lines, len(last.digest)) == (2, 10, 64)


async def test_nothing_to_seal_is_no_seal(works: Works, tenant: TenantId) -> None:
    assert await ledger.seal(works, tenant) == 0
    assert await faults(works, tenant) == []


async def test_many_lines_are_several_seals(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "MOST_LINES", 4)
    shelf = Shelf()
    await booked(works, tenant, shelf.comes(99))
    await booked(works, tenant, *(shelf.goes(1, 1) for _ in range(6)))
    await booked(works, tenant, shelf.goes(1))
    assert await ledger.seal(works, tenant) == 2
    assert await faults(works, tenant) == []


async def test_two_who_seal_at_once_make_one_chain(works: Works, tenant: TenantId) -> None:
    shelf = Shelf()
    await booked(works, tenant, shelf.comes(9))
    made = await asyncio.gather(*(ledger.seal(works, tenant) for _ in range(4)))
    assert sum(made) == 1
    assert await faults(works, tenant) == []


async def test_who_writes_still_is_waited_for_and_holds_nobody_up(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier number commits last: sealing before it would leave it out for ever."""
    monkeypatch.setattr(seals, "PATIENCE_S", 0.2)
    slow, quick = Shelf(), Shelf()
    async with works.open(tenant) as work:
        await ledger.apply(work, [slow.comes(5)])
        await booked(works, tenant, quick.comes(5))
        assert await ledger.seal(works, tenant) == 0
        # Whoever seals has locked nothing.
        await booked(works, tenant, quick.goes(1))
    assert await ledger.seal(works, tenant) == 1
    async with works.look(tenant) as work:
        last = await ledger.last_seal(work)
    assert last is not None
    assert last.lines == 3
    assert await faults(works, tenant) == []


class Owner:
    """Somebody above every wall, whose doings are taken back at the end."""

    def __init__(self, conn: asyncpg.Connection, work: Work, tenant: TenantId) -> None:
        self.conn, self.work, self.tenant = conn, work, tenant

    async def does(self, statement: str) -> list[str]:
        await self.conn.execute(statement.format(t=int(self.tenant)))
        return [f"{one.number}: {one.said}" for one in await ledger.verify(self.work)]


@pytest.fixture
async def owner(works: Works, tenant: TenantId, server: Server) -> AsyncIterator[Owner]:
    await sealed(works, tenant)
    conn = await as_superuser(server.superuser_url, server.urls("app"))
    doing = conn.transaction()
    await doing.start()
    for table in ("transfer", "seal"):
        await conn.execute(f"alter table ledger.{table} disable trigger append_only")
    planting: Any = Planting(conn, tenant)
    planting.now = None
    yield Owner(conn, cast("Work", planting), tenant)
    await doing.rollback()
    await conn.close()


OF = "tenant_id = {t}"
SECOND = (
    "(select chain from ledger.transfer where tenant_id = {t} and reason = 'sold' "
    "order by batch, turn limit 1)"
)
FAULTS = {
    "an amount": (
        (f"update ledger.transfer set amount = 9 where {OF} and chain = {SECOND} and line = 1"),
        "line 1 of chain",
        1,
    ),
    "an account": (
        (
            f"update ledger.transfer set debit = credit, credit = debit where {OF} "
            f"and chain = {SECOND} and line = 2"
        ),
        "line 2 of chain",
        1,
    ),
    "a reason": (
        (
            f"update ledger.transfer set reason = 'gift' where {OF} and chain = {SECOND} "
            "and line = 2"
        ),
        "line 2 of chain",
        1,
    ),
    "an instant": (
        (
            f"update ledger.transfer set at = at - interval '1 day' where {OF} "
            f"and chain = {SECOND} and line = 1"
        ),
        "line 1 of chain",
        1,
    ),
    "a missing line": (
        (f"delete from ledger.transfer where {OF} and chain = {SECOND} and line = 2"),
        "a line is gone after line 1 of chain",
        1,
    ),
    "a new line": (
        (
            "insert into ledger.transfer select tenant_id, gen_random_uuid(), 1, 1, debit, "
            "credit, 7, 'post', null, null, reason, null, at, null, batch, 99 from "
            f"ledger.transfer where {OF} and chain = {SECOND} and line = 1"
        ),
        "was changed or put in",
        1,
    ),
    "another order": (
        (
            f"update ledger.transfer set turn = turn + 50 where {OF} and chain = "
            f"{SECOND} and line = 1"
        ),
        "line 1 of chain",
        1,
    ),
}


@pytest.mark.parametrize("what", FAULTS)
async def test_whoever_changes_an_old_line_is_named(owner: Owner, what: str) -> None:
    statement, named, seal = FAULTS[what]
    found = await owner.does(statement)
    assert len(found) == 1
    assert found[0].startswith(f"{seal}: ")
    assert named in found[0]


async def test_a_seal_made_anew_does_not_fit_the_next(owner: Owner) -> None:
    """Who changes a line and seals it again would have to seal everything after it again too."""
    found = await owner.does(
        "update ledger.seal set digest = sha256('other') where tenant_id = {t} and number = 1"
    )
    assert [one[:3] for one in found] == ["1: ", "2: "]


async def test_a_seal_that_is_gone_is_missed(owner: Owner) -> None:
    found = await owner.does("delete from ledger.seal where tenant_id = {t} and number = 1")
    assert "2: does not follow on seal 0" in found


@pytest.mark.parametrize("what", ["update ledger.seal set lines = 1", "delete from ledger.seal"])
async def test_a_seal_can_not_be_changed(works: Works, tenant: TenantId, what: str) -> None:
    await sealed(works, tenant)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with works.open(tenant) as work:
            await work.conn.execute(what)
