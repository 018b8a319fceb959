"""Lines as pieces, the dearest first: what effects by number count."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from siyu.modules.promotions.pricing.kinds import Amounts
from siyu.modules.promotions.pricing.values import Line


class Run(NamedTuple):
    """So many pieces of a line at the same price."""

    price: int
    count: int
    line: int


def runs(lines: Sequence[Line], amounts: Amounts) -> list[Run]:
    """The pieces of all lines, the dearest first. A line's pieces differ by a fen at most."""
    found = []
    for at, (line, amount) in enumerate(zip(lines, amounts, strict=True)):
        low, dearer = divmod(amount, line.quantity)
        if dearer:
            found.append(Run(low + 1, dearer, at))
        found.append(Run(low, line.quantity - dearer, at))
    # Lines come by name, and sorting keeps the order of equals.
    found.sort(key=lambda run: -run.price)
    return found


def sets(pieces: Iterable[Run], size: int, most: int) -> list[list[Run]]:
    """The pieces in sets of `size`, the dearest first, at most so many; what is left stays out."""
    made: list[list[Run]] = []
    here: list[Run] = []
    room = size
    for run in pieces:
        count = run.count
        while count and len(made) < most:
            taken = min(count, room)
            here.append(Run(run.price, taken, run.line))
            count -= taken
            room -= taken
            if not room:
                made.append(here)
                here, room = [], size
    return made


def worth(chosen: Iterable[Run]) -> int:
    return sum(run.price * run.count for run in chosen)
