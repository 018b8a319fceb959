"""The ledger once more, told differently: no shared code, no batches, everything added up anew."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from siyu.modules import ledger
from siyu.modules.ledger import Account, Chain, Pend, Post, Settle, Step, Void

SKUS = [UUID(int=n) for n in (1, 2)]
STORE, COUPON, HER = UUID(int=3), UUID(int=4), UUID(int=5)
ACCOUNTS = [
    *(ledger.stock(sku, STORE) for sku in SKUS),
    *(ledger.stock_world(sku, STORE) for sku in SKUS),
    ledger.quota(COUPON),
    ledger.quota_world(COUPON),
    ledger.cap(COUPON, HER, 3),
]
FLOORS = {0: 0, 1: 0, 4: 0, 6: 0}
CEILINGS = {6: 3}
"""By place in the list above."""
NUMBER = {account.id: n for n, account in enumerate(ACCOUNTS)}


class Move(NamedTuple):
    """A line as the model keeps it: accounts by number, `of` is the chain and line it ends."""

    debit: int
    credit: int
    amount: int
    phase: str
    of: tuple[int, int] | None = None


Wish = tuple[int, list[tuple]]
"""A chain by number, and its steps: (post|pend, debit, credit, amount), (settle|void, hold, …)."""


class Model:
    def __init__(self) -> None:
        self.chains: dict[int, list[Move]] = {}

    def judge(self, wish: Wish) -> str:
        """The outcome's name; a chain that is granted is kept."""
        number, steps = wish
        lines = self._lines(steps)
        if number in self.chains:
            return "Repeated" if lines == self.chains[number] else "Differs"
        if isinstance(lines, str):
            return lines
        ends = [line.of for line in lines if line.of]
        if len(set(ends)) < len(ends) or set(ends) & self._ends():
            return "Ended"
        self.chains[number] = lines
        if self._is_broken():
            del self.chains[number]
            return "Short"
        return "Granted"

    def stands(self, account: int) -> tuple[int, int, int]:
        """Posted, held and coming, from everything ever written."""
        posted = held = coming = 0
        ends = self._ends()
        for number, lines in self.chains.items():
            for n, line in enumerate(lines, 1):
                is_open = line.phase == "pending" and (number, n) not in ends
                if line.debit == account:
                    posted -= line.amount if line.phase in {"post", "settle"} else 0
                    held += line.amount if is_open else 0
                if line.credit == account:
                    posted += line.amount if line.phase in {"post", "settle"} else 0
                    coming += line.amount if is_open else 0
        return posted, held, coming

    def _is_broken(self) -> bool:
        for account in {*FLOORS, *CEILINGS}:
            posted, held, coming = self.stands(account)
            if account in FLOORS and posted - held < FLOORS[account]:
                return True
            if account in CEILINGS and posted + coming > CEILINGS[account]:
                return True
        return False

    def _ends(self) -> set[tuple[int, int]]:
        return {line.of for lines in self.chains.values() for line in lines if line.of}

    def _lines(self, steps: Sequence[tuple]) -> list[Move] | str:
        lines: list[Move] = []
        for kind, *rest in steps:
            if kind in {"post", "pend"}:
                debit, credit, amount = rest
                phase = "post" if kind == "post" else "pending"
                lines.append(Move(debit, credit, amount, phase))
                continue
            hold, wanted, amount = rest
            found = [
                ((hold, n), line)
                for n, line in enumerate(self.chains.get(hold, []), 1)
                if line.phase == "pending" and wanted in {None, n}
            ]
            if not found:
                return "Missing"
            for of, line in found:
                if (amount or 0) > line.amount:
                    return "Excess"
                lines.append(line._replace(amount=amount or line.amount, phase=kind, of=of))
        return lines


def chain(wish: Wish) -> Chain:
    """The same wish in the ledger's own shapes."""
    number, steps = wish
    return Chain(id=id_of(number), steps=tuple(_step(*step) for step in steps), reason="try")


def id_of(number: int) -> UUID:
    return UUID(int=1000 + number)


def _step(kind: str, *rest) -> Step:
    if kind in {"post", "pend"}:
        debit, credit, amount = rest
        sides: tuple[Account, Account] = ACCOUNTS[debit], ACCOUNTS[credit]
        return Post(*sides, amount) if kind == "post" else Pend(*sides, amount)
    hold, line, amount = rest
    return Settle(id_of(hold), line, amount) if kind == "settle" else Void(id_of(hold), line)
