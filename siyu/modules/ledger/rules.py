"""What may happen, decided in the order of arrival: values in, values out.

A chain is judged by what it comes to as a whole: its steps have no order among themselves, two
lines of one account count together, and a chain that brings back what it takes is not short.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from siyu.modules.ledger.values import (
    Account,
    Balance,
    Chain,
    Differs,
    Ended,
    Excess,
    Granted,
    Missing,
    Outcome,
    Pend,
    Phase,
    Post,
    Repeated,
    Settle,
    Short,
    Transfer,
    Void,
)

Line = tuple[UUID, int]
"""A line of a chain: the chain's id and its number."""


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What is known before a decision: all that the chains name, as it stands under the lock."""

    balances: Mapping[UUID, Balance]
    """Of bounded accounts, by id; an account that is not in it has no bounds."""
    chains: Mapping[UUID, Sequence[Transfer]]
    """Those of the chains to be decided that were written before."""
    holds: Mapping[UUID, Sequence[Transfer]]
    """The pending lines of the holds that are to end; all their balances are known too."""
    ended: Mapping[Line, Phase]
    """Lines of those holds that have ended, and how."""


class Change(msgspec.Struct):
    """What a chain, or a batch, changes in a balance."""

    posted: int = 0
    held: int = 0
    coming: int = 0

    def add(self, other: "Change") -> None:
        self.posted += other.posted
        self.held += other.held
        self.coming += other.coming


class Decision(msgspec.Struct, frozen=True):
    """One outcome per chain, in order; what is to be written; what it changes."""

    outcomes: list[Outcome]
    transfers: list[Transfer]
    changes: dict[UUID, Change]


def decide(book: Book, chains: Sequence[Chain]) -> Decision:
    """Grant what fits, in order; a chain is written whole or not at all."""
    desk = _Desk(book)
    outcomes = [desk.take(chain) for chain in chains]
    return Decision(outcomes, desk.written, desk.changes)


def changed(balance: Balance, by: Change) -> Balance:
    return msgspec.structs.replace(
        balance,
        posted=balance.posted + by.posted,
        held=balance.held + by.held,
        coming=balance.coming + by.coming,
    )


class _Desk:
    """Decides chain after chain, each upon what those before it left."""

    def __init__(self, book: Book) -> None:
        self._balances = dict(book.balances)
        self._chains = dict(book.chains)
        self._holds = dict(book.holds)
        self._ended = dict(book.ended)
        self.written: list[Transfer] = []
        self.changes: dict[UUID, Change] = {}

    def take(self, chain: Chain) -> Outcome:
        drafted = self._draft(chain)
        if known := self._chains.get(chain.id):
            if not isinstance(drafted, list) or not _same(drafted, known):
                return Differs(chain.id)
            self._keep_hold(chain, drafted)
            return Repeated(chain.id)
        if not isinstance(drafted, list):
            return drafted
        changes = self._effects(drafted)
        refused = self._ended_before(chain, drafted) or self._short(chain, changes)
        if refused is not None:
            return refused
        self._write(chain, drafted, changes)
        return Granted(chain.id)

    def _draft(self, chain: Chain) -> list[Transfer] | Missing | Excess:
        """The chain's lines; whether its holds are still open is another question."""
        lines: list[Transfer] = []
        for step in chain.steps:
            if isinstance(step, Post | Pend):
                lines.append(_line(chain, len(lines) + 1, step))
                continue
            found = [t for t in self._holds.get(step.hold, ()) if _is_meant(step, t)]
            if not found:
                return Missing(chain.id, step.hold, step.line)
            for held in found:
                amount = (step.amount if isinstance(step, Settle) else None) or held.amount
                if amount > held.amount:
                    return Excess(chain.id, step.hold, held.line, amount, held.amount)
                lines.append(_end(chain, len(lines) + 1, step, held, amount))
        return lines

    def _ended_before(self, chain: Chain, drafted: Iterable[Transfer]) -> Ended | None:
        seen: dict[Line, Phase] = {}
        for line in drafted:
            if line.of is None or line.of_line is None:
                continue
            held = (line.of, line.of_line)
            how = self._ended.get(held) or seen.get(held)
            if how is not None:
                return Ended(chain.id, *held, how)
            seen[held] = line.phase
        return None

    def _effects(self, drafted: Iterable[Transfer]) -> dict[UUID, Change]:
        changes: dict[UUID, Change] = {}
        for line in drafted:
            debit, credit = effects(line, self._held_by(line))
            changes.setdefault(line.debit, Change()).add(debit)
            changes.setdefault(line.credit, Change()).add(credit)
        return changes

    def _held_by(self, line: Transfer) -> int:
        """How much the pending line that this one ends was holding."""
        of = () if line.of is None else self._holds.get(line.of, ())
        return next((t.amount for t in of if t.line == line.of_line), 0)

    def _short(self, chain: Chain, changes: Mapping[UUID, Change]) -> Short | None:
        for account, by in changes.items():
            balance = self._balances.get(account)
            if balance is None:
                continue
            takes, brings = by.held - by.posted, by.posted + by.coming
            if takes > 0 and balance.left is not None and takes > balance.left:
                return Short(chain.id, _named(chain, account), takes, max(0, balance.left))
            if brings > 0 and balance.ceiling is not None:
                named = _named(chain, account)
                # The ceiling as this chain tells it: another's in the batch may be higher.
                most = balance.ceiling if named.ceiling is None else named.ceiling
                room = most - balance.posted - balance.coming
                if brings > room:
                    return Short(chain.id, named, brings, max(0, room))
        return None

    def _write(self, chain: Chain, drafted: list[Transfer], changes: Mapping[UUID, Change]) -> None:
        self.written += drafted
        self._chains[chain.id] = drafted
        self._keep_hold(chain, drafted)
        for line in drafted:
            if line.of is not None and line.of_line is not None:
                self._ended[line.of, line.of_line] = line.phase
        for account, by in changes.items():
            if account in self._balances:
                self._balances[account] = changed(self._balances[account], by)
                self.changes.setdefault(account, Change()).add(by)

    def _keep_hold(self, chain: Chain, lines: Iterable[Transfer]) -> None:
        if pending := [line for line in lines if line.phase == "pending"]:
            self._holds[chain.id] = pending


def effects(line: Transfer, held: int) -> tuple[Change, Change]:
    """What a line changes at its debit and its credit; `held` is what the line it ends held."""
    amount = line.amount
    match line.phase:
        case "post":
            return Change(posted=-amount), Change(posted=amount)
        case "pending":
            return Change(held=amount), Change(coming=amount)
        case "settle":
            debit = Change(posted=-amount, held=-held)
            return debit, Change(posted=amount, coming=-held)
        case "void":
            return Change(held=-held), Change(coming=-held)


class Replay:
    """Adds up balances from transfers in the order they were written, list after list."""

    def __init__(self, balances: dict[UUID, Balance]) -> None:
        self._balances = balances
        self._held: dict[Line, int] = {}

    def take(self, transfers: Iterable[Transfer]) -> None:
        for line in transfers:
            if line.phase == "pending":
                self._held[line.chain, line.line] = line.amount
            held = 0
            if line.of is not None and line.of_line is not None:
                held = self._held.pop((line.of, line.of_line), 0)
            for account, by in zip((line.debit, line.credit), effects(line, held), strict=True):
                self._balances[account] = changed(self._balances.get(account, Balance()), by)


def _line(chain: Chain, number: int, step: Post | Pend) -> Transfer:
    pending = isinstance(step, Pend)
    return Transfer(
        chain=chain.id,
        line=number,
        debit=step.debit.id,
        credit=step.credit.id,
        amount=step.amount,
        phase="pending" if pending else "post",
        of=None,
        of_line=None,
        reason=chain.reason,
        ref=chain.ref,
        expires_at=step.expires_at if isinstance(step, Pend) else None,
    )


def _end(chain: Chain, number: int, step: Settle | Void, held: Transfer, amount: int) -> Transfer:
    return Transfer(
        chain=chain.id,
        line=number,
        debit=held.debit,
        credit=held.credit,
        amount=amount,
        phase="settle" if isinstance(step, Settle) else "void",
        of=held.chain,
        of_line=held.line,
        reason=chain.reason,
        ref=chain.ref,
        expires_at=None,
    )


def _is_meant(step: Settle | Void, line: Transfer) -> bool:
    return step.line is None or step.line == line.line


def _same(drafted: Sequence[Transfer], known: Sequence[Transfer]) -> bool:
    return len(drafted) == len(known) and all(
        a.same(b) for a, b in zip(drafted, known, strict=True)
    )


def _named(chain: Chain, account: UUID) -> Account:
    """The account as the chain names it: an end never takes, so it is one of its own steps'."""
    return next(one for one in chain.accounts() if one.id == account)
