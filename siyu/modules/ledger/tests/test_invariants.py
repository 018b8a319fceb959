"""The books checked from outside: random trade comes out right, and each planted fault is named."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any, cast, get_args
from uuid import uuid4

import asyncpg
import pytest

from siyu.kernel.db import Work, Works
from siyu.kernel.db.sql import On
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from siyu.modules.ledger import Outcome
from siyu.modules.ledger.tests.books import Shelf, all_well, booked, dropped, paid
from siyu.modules.ledger.tests.model import ACCOUNTS, NUMBER, Model, Wish, chain
from tests.house.database import Server
from tests.house.knocking import as_superuser


class Dice:
    """Wishes of every sort: mostly new ones, some as before, some under an id that is taken."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._past: list[Wish] = []

    def batch(self) -> list[Wish]:
        return [self._wish() for _ in range(self._random.choice([1, 2, 9]))]

    def _wish(self) -> Wish:
        dice, past = self._random, self._past
        if past and dice.random() < 0.1:
            return dice.choice(past)
        number = dice.randrange(len(past)) if past and dice.random() < 0.15 else len(past)
        past.append((number, [self._step() for _ in range(dice.randint(1, 3))]))
        return past[-1]

    def _step(self) -> tuple[Any, ...]:
        dice = self._random
        kind = dice.choice(["comes", "post", "pend", "pend", "settle", "void"])
        if kind == "comes":
            return ("post", *dice.choice([(2, 0), (3, 1), (5, 4)]), dice.randint(1, 9))
        if kind in {"post", "pend"}:
            return (kind, *dice.sample(range(len(ACCOUNTS)), 2), dice.randint(1, 6))
        line = dice.choice([None, 1, 1])
        amount = dice.choice([None, 1, 3, 5]) if line and kind == "settle" else None
        return (kind, self._hold(), line, amount)

    def _hold(self) -> int:
        """One of the last wishes that may have made a hold."""
        made = [n for n, steps in self._past if steps[0][0] == "pend"][-6:]
        return self._random.choice(made) if made else 0


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_database_does_what_the_model_says(
    works: Works, tenant: TenantId, seed: int
) -> None:
    dice, model, seen = Dice(seed), Model(), Counter[str]()
    for _ in range(60):
        wishes = dice.batch()
        expected = [model.judge(one) for one in wishes]
        assert await booked(works, tenant, *(chain(one) for one in wishes)) == expected
        seen.update(expected)
    assert seen.keys() == {name.__name__ for name in get_args(Outcome)}
    async with works.look(tenant) as work:
        for account, found in zip(ACCOUNTS, await ledger.balances_of(work, ACCOUNTS), strict=True):
            kept = (found.posted, found.held, found.coming)
            assert kept == model.stands(NUMBER[account.id])
    await all_well(works, tenant)


class Traded:
    """A few true chains, and a superuser at the books whose doings are taken back at the end."""

    def __init__(self, work: Work, conn: asyncpg.Connection, slots: dict[str, object]) -> None:
        self.work, self.conn, self.slots = work, conn, slots


class Planting(On):
    """Reads and writes the books as the superuser, whom no wall binds."""

    def __init__(self, conn: asyncpg.Connection, tenant: TenantId) -> None:
        super().__init__(conn)
        self.tenant = tenant


@pytest.fixture
async def traded(works: Works, tenant: TenantId, server: Server) -> AsyncIterator[Traded]:
    shelf = Shelf()
    come, taken, free = shelf.comes(10), shelf.held(4), shelf.held(2, 1)
    settled, let_go = paid(taken, {1: 3}), dropped(free, [1])
    sold = shelf.goes(1, 2)
    await booked(works, tenant, come, taken, settled, free, let_go, sold)
    conn = await as_superuser(server.superuser_url, server.urls("app"))
    doing = conn.transaction()
    await doing.start()
    await conn.execute("alter table ledger.transfer disable trigger append_only")
    chains = {"come": come, "taken": taken, "settled": settled, "free": free, "sold": sold}
    slots: dict[str, object] = {name: one.id for name, one in chains.items()}
    slots |= {"t": int(tenant), "stock": shelf.stock.id, "world": shelf.world.id, "new": uuid4()}
    yield Traded(cast("Work", Planting(conn, tenant)), conn, slots)
    await doing.rollback()
    await conn.close()


BALANCE = "update ledger.balance set {what} where tenant_id = {{t}} and account_id = '{{stock}}'"
LINE = "from ledger.transfer where tenant_id = {{t}} and chain = '{{{chain}}}' and line = {line}"
FAULTS = {
    "a line is gone": (
        "delete " + LINE.format(chain="sold", line=2),
        {"chains", "balances"},
    ),
    "an amount was changed": (
        "update ledger.transfer set amount = 4 where tenant_id = {t} and chain = '{come}'",
        {"balances", "floors"},
    ),
    "an account is gone": (
        "delete from ledger.account where tenant_id = {t} and id = '{world}'",
        {"chains"},
    ),
    "an account counts another unit": (
        "update ledger.account set unit = 'fen' where tenant_id = {t} and id = '{world}'",
        {"chains"},
    ),
    "a balance was helped": (BALANCE.format(what="posted = posted + 1"), {"balances"}),
    "a balance lies below its floor": (
        "alter table ledger.balance drop constraint balance_floor_ck;"
        + BALANCE.format(what="posted = -1"),
        {"balances", "floors"},
    ),
    "more is held than holds say": (BALANCE.format(what="held = held + 1"), {"held"}),
    "a hold ended twice": (
        "drop index ledger.transfer_of_ix;"
        "insert into ledger.transfer select tenant_id, '{new}', 1, 1, debit, credit, 1, phase,"
        " of_chain, of_line, reason, ref, at, expires_at, 9223372036854775807, 1 "
        + LINE.format(chain="settled", line=1),
        {"holds", "balances"},
    ),
    "the end of a hold is gone": (
        "delete " + LINE.format(chain="settled", line=1),
        {"holds", "held", "balances"},
    ),
    "more was settled than held": (
        "update ledger.transfer set amount = 5 where tenant_id = {t} and chain = '{settled}'",
        {"holds", "balances"},
    ),
    "an open hold is not listed": (
        "delete from ledger.open_hold where tenant_id = {t}",
        {"holds"},
    ),
    "an ended hold is listed": (
        "insert into ledger.open_hold values ({t}, '{taken}', 1, null)",
        {"holds"},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_planted_fault_is_named(traded: Traded, fault: str) -> None:
    statement, named = FAULTS[fault]
    assert {one.code for one in await ledger.check(traded.work) if one.broken} == set()
    await traded.conn.execute(statement.format(**traded.slots))
    found = [one for one in await ledger.check(traded.work) if one.broken]
    assert {one.code for one in found} == named
    assert all(one.examples for one in found)


@pytest.mark.parametrize(
    "fault",
    [
        "a line is gone",
        "an amount was changed",
        "a balance was helped",
        "more is held than holds say",
        "the end of a hold is gone",
        "more was settled than held",
    ],
)
async def test_a_replay_sees_it_too(traded: Traded, fault: str) -> None:
    assert await ledger.replay(traded.work) == []
    await traded.conn.execute(FAULTS[fault][0].format(**traded.slots))
    [found] = await ledger.replay(traded.work)
    assert found.account == traded.slots["stock"]
    assert found.kept != found.recomputed
