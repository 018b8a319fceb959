"""Pure decisions: what identifies a line, which lines are new, which sale a return takes back."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from siyu.modules.tills.values import RecordLine


class Group(NamedTuple):
    """What numbers lines: a receipt, or a member's day, or a store's day of unknown customers."""

    source: str
    store: UUID
    key: str

    @property
    def identity(self) -> bytes:
        """Sixteen bytes that no other group has."""
        said = b"\0".join((self.source.encode(), self.store.bytes, self.key.encode()))
        return hashlib.blake2b(said, digest_size=16).digest()

    @property
    def anonymous(self) -> bool:
        """Its rows have neither number nor member: each is a receipt of its own."""
        return self.key.startswith("d:")


def group_of(line: RecordLine) -> Group:
    """The group of a line; the day is the merchant's."""
    if line.receipt_no is not None:
        key = f"n:{line.receipt_no}"
    elif line.customer is not None:
        key = f"m:{line.customer}:{line.on.isoformat()}"
    else:
        key = f"d:{line.on.isoformat()}"
    return Group(line.source, line.store, key)


def digest_of(line: RecordLine) -> bytes:
    """Equal for lines that say the same: moment, member, article, quantity and money."""
    said = (
        f"{line.at.timestamp():.0f}|{line.customer}|{line.sku_text}|{line.quantity_milli}"
        f"|{line.amount_minor}|{line.discount_minor}"
    )
    return hashlib.blake2b(said.encode(), digest_size=12).digest()


class Mark(NamedTuple):
    """What a line is compared by: equal digests say the same, and no two moments are one line."""

    digest: bytes
    at: datetime


class Place(NamedTuple):
    """Where an incoming line stands among those of its group; an unsure one is beside `number`."""

    status: Literal["added", "known", "differs", "unsure"]
    number: int


def place_lines(
    incoming: Sequence[tuple[int | None, Mark]], recorded: Mapping[int, Mark]
) -> list[Place]:
    """A place for each incoming line (its number if it has one, its mark), in their order.

    Numbered lines keep their number. Of the others those equal to a recorded one are that one,
    whatever their order. One that is left over is new, unless a recorded line of its moment did
    not come: then it may be that line said otherwise, and is unsure.
    """
    known = dict(recorded)
    places: list[Place | None] = [None] * len(incoming)
    unnumbered = []
    for i, (number, mark) in enumerate(incoming):
        if number is None:
            unnumbered.append(i)
        elif number in known:
            same = known[number].digest == mark.digest
            places[i] = Place("known" if same else "differs", number)
        else:
            known[number] = mark
            places[i] = Place("added", number)
    if unnumbered and not known:
        # Nothing to compare with, as for most of a new file.
        return [Place("added", number) for number in range(1, len(incoming) + 1)]
    if unnumbered:
        _place_unnumbered(unnumbered, incoming, known, places)
    return [place for place in places if place is not None]


def _place_unnumbered(
    which: Sequence[int],
    incoming: Sequence[tuple[int | None, Mark]],
    known: Mapping[int, Mark],
    places: list[Place | None],
) -> None:
    equal: dict[bytes, list[int]] = defaultdict(list)
    for number in sorted(known, reverse=True):
        equal[known[number].digest].append(number)
    rest = []
    for i in which:
        numbers = equal.get(incoming[i][1].digest)
        if numbers:
            places[i] = Place("known", numbers.pop())
        else:
            rest.append(i)
    missing = {known[number].at: number for numbers in equal.values() for number in numbers}
    following = max(known, default=0)
    for i in rest:
        at = incoming[i][1].at
        if at in missing:
            places[i] = Place("unsure", missing[at])
        else:
            following += 1
            places[i] = Place("added", following)


class Back(NamedTuple):
    """A returned line that looks for what it takes back."""

    receipt: UUID
    line_no: int
    source: str
    store: UUID
    customer: UUID | None
    sku_text: str | None
    amount_minor: int
    at: datetime
    returns_no: str | None


class Sold(NamedTuple):
    """A sold line that may have been taken back."""

    receipt: UUID
    line_no: int
    source: str
    store: UUID
    receipt_no: str | None
    customer: UUID | None
    sku_text: str | None
    amount_minor: int
    at: datetime
    taken: bool


class Link(NamedTuple):
    """A return and what it takes back; without a line when only the receipt is known."""

    back: Back
    receipt: UUID
    line_no: int | None


def link_returns(backs: Sequence[Back], sold: Sequence[Sold]) -> list[Link]:
    """Links by the number that a return names; else by member, article and amount, latest first."""
    taken = {(s.receipt, s.line_no) for s in sold if s.taken}
    by_number: dict[tuple[str, str], list[Sold]] = defaultdict(list)
    by_member: dict[tuple[UUID, str, int], list[Sold]] = defaultdict(list)
    in_order = sorted(sold, key=lambda s: s.line_no)
    for s in sorted(in_order, key=lambda s: (s.at, s.receipt), reverse=True):
        if s.receipt_no is not None:
            by_number[s.source, s.receipt_no].append(s)
        if s.customer is not None and s.sku_text is not None:
            by_member[s.customer, s.sku_text, s.amount_minor].append(s)
    links = []
    for back in backs:
        link = _named(back, by_number, taken) if back.returns_no else None
        link = link or _bought(back, by_member, taken)
        if link is not None:
            links.append(link)
            if link.line_no is not None:
                taken.add((link.receipt, link.line_no))
    return links


def _named(
    back: Back,
    by_number: Mapping[tuple[str, str], Sequence[Sold]],
    taken: set[tuple[UUID, int]],
) -> Link | None:
    """In the named receipt: its line of this article, best of the same amount and still free."""
    lines = by_number.get((back.source, back.returns_no or ""), ())
    lines = [s for s in lines if s.store == back.store] or list(lines)
    if not lines:
        return None
    receipt = lines[0].receipt
    same = [s for s in lines if s.receipt == receipt and s.sku_text == back.sku_text]
    free = [s for s in same if (s.receipt, s.line_no) not in taken]
    exact = [s for s in free if s.amount_minor == -back.amount_minor]
    best = (exact or free or same)[:1]
    return Link(back, receipt, best[0].line_no if best else None)


def _bought(
    back: Back,
    by_member: Mapping[tuple[UUID, str, int], Sequence[Sold]],
    taken: set[tuple[UUID, int]],
) -> Link | None:
    if back.customer is None or back.sku_text is None:
        return None
    for s in by_member.get((back.customer, back.sku_text, -back.amount_minor), ()):
        if s.at <= back.at and (s.receipt, s.line_no) not in taken:
            return Link(back, s.receipt, s.line_no)
    return None
