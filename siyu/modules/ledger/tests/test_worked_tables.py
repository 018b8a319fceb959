"""The tables of docs/algorithms/ledger.md, row by row."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from siyu.modules.ledger import Account, Chain, Outcome, Pend, Post, Settle, Short, Step, Void
from siyu.modules.ledger.tests.books import all_well

PAGE = Path(__file__).parents[4] / "docs/algorithms/ledger.md"
MOVE = re.compile(r"(hold )?(\w+) → (\w+) (\d+)")
END = re.compile(r"(settle|void) (\w+)(?: line (\d+)(?: for (\d+))?)?")


class Table(NamedTuple):
    title: str
    accounts: list[str]
    rows: list[list[str]]


def tables() -> Iterator[Table]:
    title, rows = "", []
    for line in [*PAGE.read_text().splitlines(), ""]:
        if line.startswith("## "):
            title = line[3:]
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            yield Table(title, rows[0][3:], rows[2:])
            rows = []


class Names:
    """What the words of a table stand for: one SKU, store, coupon, person and order each."""

    def __init__(self) -> None:
        self._ids: dict[str, UUID] = {}
        one, two, store, her = (uuid4() for _ in range(4))
        self.accounts: dict[str, Account] = {
            "stock": ledger.stock(one, store),
            "other": ledger.stock(two, store),
            "world": ledger.stock_world(one, store),
            "quota": ledger.quota(one),
            "quota_world": ledger.quota_world(one),
            "cap": ledger.cap(one, her, 2),
            "due": ledger.due(one),
            "cashier": ledger.cashier(),
            "sales": ledger.sales(store),
            "commission": ledger.commission(her),
            "commission_cost": ledger.commission_cost(),
        }

    def id(self, chain: str) -> UUID:
        return self._ids.setdefault(chain, uuid4())

    def chain(self, name: str, steps: str) -> Chain:
        said = [self._step(step.strip()) for step in steps.split(";")]
        return Chain(id=self.id(name), steps=tuple(said), reason="worked")

    def _step(self, said: str) -> Step:
        if move := MOVE.fullmatch(said):
            held, debit, credit, amount = move.groups()
            sides = self.accounts[debit], self.accounts[credit]
            return Pend(*sides, int(amount)) if held else Post(*sides, int(amount))
        end = END.fullmatch(said)
        assert end, said
        how, hold, line, amount = end.groups()
        if how == "void":
            return Void(self.id(hold), int(line) if line else None)
        return Settle(self.id(hold), *(int(n) if n else None for n in (line, amount)))


def told(outcome: Outcome) -> str:
    said = type(outcome).__name__
    return f"{said} {outcome.wanted} of {outcome.left}" if isinstance(outcome, Short) else said


@pytest.mark.parametrize("table", list(tables()), ids=lambda table: table.title)
async def test_a_worked_table_comes_out(works: Works, tenant: TenantId, table: Table) -> None:
    names = Names()
    for name, steps, outcome, *expected in table.rows:
        async with works.open(tenant) as work:
            [found] = await ledger.apply(work, [names.chain(name, steps)])
            accounts = [names.accounts[one] for one in table.accounts]
            balances = await ledger.balances_of(work, accounts)
        stands = [f"{b.posted} / {b.held} / {b.coming}" for b in balances]
        assert [told(found), *stands] == [outcome, *expected], f"row {name}"
    await all_well(works, tenant)


def test_the_page_has_its_tables() -> None:
    assert len(list(tables())) == 7
