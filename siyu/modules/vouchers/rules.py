"""What vouchers decide, from values alone. Worked in docs/algorithms/vouchers.md."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from siyu.kernel.errors import Refusal
from siyu.modules.vouchers.errors import AllUsed, Expired, OtherStore, TooFewLeft, Voided
from siyu.modules.vouchers.values import Back, Promise, State, Voucher

DIGITS = 10
TAIL = 4
GUESSES = 8
WITHIN = timedelta(minutes=10)
"""So many wrong codes one person may type in so long."""


def plain(typed: str) -> str | None:
    """The ten digits of what was typed or scanned, blanks and dashes aside; None if it isn't."""
    digits = re.sub(r"[\s\-]", "", typed)
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else None


def must_wait(guesses: Sequence[datetime], now: datetime) -> timedelta | None:
    """How long until the oldest of too many guesses, oldest first, counts no more."""
    recent = [at for at in guesses if at > now - WITHIN]
    return recent[-GUESSES] + WITHIN - now if len(recent) >= GUESSES else None


def valid_until(said: Promise, paid_at: datetime) -> datetime:
    """The instant from which on it is over."""
    return said.until if said.until is not None else paid_at + timedelta(days=said.days or 0)


def costs(payable_minor: int, pieces: int) -> list[int]:
    """What each piece of a line cost, in whole fen: together exactly what the line came to."""
    worth = [payable_minor * i // pieces for i in range(pieces + 1)]
    return [after - before for before, after in pairwise(worth)]


def worth(paid_minor: int, uses: int, back: int, more: int) -> int:
    """What `more` uses bring back after `back` went back already: each step rounds the whole that
    went back so far, so that all uses together bring exactly what was paid."""
    return paid_minor * (back + more) // uses - paid_minor * back // uses


def state_of(one: Voucher, now: datetime) -> State:
    if one.voided_at is not None:
        return "void"
    if one.left == 0:
        return "used" if one.used else "given_back"
    return "expired" if one.valid_until <= now else "open"


def refusal(one: Voucher, store: UUID, uses: int, now: datetime) -> Refusal | None:
    """Why so many uses can't be made there now: the first thing that is in the way."""
    state = state_of(one, now)
    if state in {"void", "given_back"}:
        return Voided()
    if one.stores is not None and store not in one.stores:
        return OtherStore(one.stores)
    if state == "used":
        return AllUsed()
    if state == "expired":
        return Expired()
    return TooFewLeft(left=one.left, wanted=uses) if one.left < uses else None


def taken_back(taken: Iterable[tuple[Voucher, int]]) -> list[Back]:
    """What a refund takes, line by line; vouchers as they stand before, and how many uses go."""
    lines: dict[int, tuple[int, int]] = {}
    for one, uses in taken:
        whole, minor = lines.get(one.n, (0, 0))
        all_of_it = one.used == 0 and one.back + uses == one.uses
        money = worth(one.paid_minor, one.uses, one.back, uses)
        lines[one.n] = whole + all_of_it, minor + money
    return [
        Back(n=n, whole=whole, amount_minor=minor) for n, (whole, minor) in sorted(lines.items())
    ]
