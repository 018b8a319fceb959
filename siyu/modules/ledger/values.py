"""What the ledger speaks in: accounts, chains of steps, and what became of a chain."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

import msgspec

from siyu.kernel.ids import swift_uuid

Phase = Literal["post", "pending", "settle", "void"]

NOWHERE = UUID(int=0)
"""The place of an account that belongs to no place, and the owner of one that is nobody's."""

MOST = 10**15
"""The largest amount of one transfer; sums of nine thousand such still fit the database."""


class Account(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What an account is called; whoever says the same name means the same account.

    `floor` and `ceiling` bound it: see kinds.py. Without either, no balance is kept for it.
    """

    kind: str
    owner: UUID
    place: UUID = NOWHERE
    unit: str
    floor: int | None = None
    ceiling: int | None = None

    @cached_property
    def id(self) -> UUID:
        """Made of the name alone (UUIDv8, RFC 9562), so that nobody has to ask for it."""
        return _id_of(self.kind, self.owner, self.place, self.unit)

    @property
    def bounded(self) -> bool:
        return self.floor is not None or self.ceiling is not None


class Post(msgspec.Struct, frozen=True):
    """`amount` leaves `debit` and arrives at `credit`, now."""

    debit: Account
    credit: Account
    amount: int

    def __post_init__(self) -> None:
        _must_fit(self.debit, self.credit, self.amount)


class Pend(msgspec.Struct, frozen=True):
    """`amount` is taken out of reach at `debit` until the hold is settled or void."""

    debit: Account
    credit: Account
    amount: int
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        _must_fit(self.debit, self.credit, self.amount)


class Settle(msgspec.Struct, frozen=True):
    """Ends lines of a hold by taking them: whole, or `amount` of one line, the rest void.

    Without a line it means every line of the hold, and then all of them must be open.
    """

    hold: UUID
    line: int | None = None
    amount: int | None = None

    def __post_init__(self) -> None:
        if self.amount is not None and (self.line is None or self.amount <= 0):
            raise ValueError("an amount is positive and of one line; to take nothing is to void")


class Void(msgspec.Struct, frozen=True):
    """Ends lines of a hold by letting go; without a line, every line of it."""

    hold: UUID
    line: int | None = None


Step = Post | Pend | Settle | Void


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """Steps that happen together or not at all, under an id that the caller made.

    Lines are numbered from 1 in the order of the steps; a `Settle` or `Void` of a whole hold
    makes as many lines as it has. `reason` is a code, `ref` what it was done for (an order …).
    """

    id: UUID
    steps: tuple[Step, ...]
    reason: str
    ref: UUID | None = None

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("a chain needs a step")

    def accounts(self) -> Iterable[Account]:
        """Those its steps name; the accounts of holds are named by the holds."""
        for step in self.steps:
            if isinstance(step, Post | Pend):
                yield step.debit
                yield step.credit

    def holds(self) -> Iterable[UUID]:
        return (step.hold for step in self.steps if isinstance(step, Settle | Void))


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a chain as it is written: never changed, never deleted.

    A line of phase `settle` or `void` names the pending line that it ends (`of`, `of_line`) and
    repeats its accounts; `amount` is what was taken, or what was let go.
    """

    chain: UUID
    line: int
    debit: UUID
    credit: UUID
    amount: int
    phase: Phase
    of: UUID | None
    of_line: int | None
    reason: str
    ref: UUID | None
    expires_at: datetime | None

    def same(self, other: "Transfer") -> bool:
        """Whether both say the same; when a hold ends is not part of what it says."""
        return msgspec.structs.replace(self, expires_at=other.expires_at) == other


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """How an account stands.

    `posted` is what arrived minus what left; `held` of it may still leave, and `coming` may
    still arrive, as open holds end.
    """

    posted: int = 0
    held: int = 0
    coming: int = 0
    floor: int | None = None
    ceiling: int | None = None

    @property
    def left(self) -> int | None:
        """What may still be taken; None without a floor."""
        return None if self.floor is None else self.posted - self.held - self.floor


class Granted(msgspec.Struct, frozen=True):
    """The chain was written."""

    chain: UUID


class Repeated(msgspec.Struct, frozen=True):
    """The chain was written before, and said the same."""

    chain: UUID


class Short(msgspec.Struct, frozen=True):
    """The chain wants `wanted` of (or room at) an account that has `left`; nothing was written."""

    chain: UUID
    account: Account
    wanted: int
    left: int


class Differs(msgspec.Struct, frozen=True):
    """Another chain was written under this id."""

    chain: UUID


class Ended(msgspec.Struct, frozen=True):
    """A line of the hold was settled or void before."""

    chain: UUID
    hold: UUID
    line: int
    phase: Phase


class Missing(msgspec.Struct, frozen=True):
    """There is no such hold, or no such line of it."""

    chain: UUID
    hold: UUID
    line: int | None


class Excess(msgspec.Struct, frozen=True):
    """More was to be settled than the line holds."""

    chain: UUID
    hold: UUID
    line: int
    wanted: int
    held: int


Outcome = Granted | Repeated | Short | Differs | Ended | Missing | Excess


class OpenHold(msgspec.Struct, frozen=True, kw_only=True):
    """A hold with lines that nobody ended."""

    chain: UUID
    lines: list[int]
    expires_at: datetime
    reason: str
    ref: UUID | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An account whose kept balance is not what its transfers come to."""

    account: UUID
    kept: Balance
    recomputed: Balance


def _must_fit(debit: Account, credit: Account, amount: int) -> None:
    if type(amount) is not int or not 0 < amount <= MOST:
        raise ValueError(f"an amount is a whole number from 1 to {MOST}")
    if debit.unit != credit.unit:
        raise ValueError(f"{debit.unit} is not {credit.unit}")
    if (debit.kind, debit.owner, debit.place) == (credit.kind, credit.owner, credit.place):
        raise ValueError("nothing moves from an account to itself")


def _id_of(kind: str, owner: UUID, place: UUID, unit: str) -> UUID:
    name = b"\0".join((kind.encode(), unit.encode(), owner.bytes))
    digest = hashlib.sha256(name + place.bytes).digest()[:16]
    bits = int.from_bytes(digest) & ~(0xF << 76) & ~(3 << 62)
    return swift_uuid((bits | (8 << 76) | (2 << 62)).to_bytes(16))


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it stands in the book, with both of its accounts by name."""

    chain: UUID
    line: int
    at: datetime
    phase: Phase
    reason: str
    amount: int
    unit: str
    source: str
    """The kind of account that the amount left."""
    source_owner: UUID
    source_place: UUID
    target: str
    target_owner: UUID
    target_place: UUID
