"""What goes back of a line, to each who paid for it: exact in whatever parts it goes."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from siyu.modules.promotions.pricing.values import PricedLine

Source = TypeVar("Source")


class Back(Struct, frozen=True, kw_only=True):
    """Some pieces of a line go back: who gave what for them gets it again."""

    quantity: int
    payable_minor: int
    points_minor: int
    paid_minor: tuple[int, ...]


def part(whole: int, quantity: int, before: int, now: int) -> int:
    """Of `whole` paid for `quantity` pieces, what `now` pieces are worth after `before`.

    Sums of consecutive parts telescope: all pieces together are worth exactly the whole.
    """
    if now < 0 or before < 0 or before + now > quantity:
        raise ValueError(f"{before} and {now} are more than {quantity}")
    return whole * (before + now) // quantity - whole * before // quantity


def back(line: PricedLine, before: int, now: int) -> Back:
    """What `now` pieces of a line give back when `before` of them went back already."""

    def of(whole: int) -> int:
        return part(whole, line.quantity, before, now)

    return Back(
        quantity=now,
        payable_minor=of(line.payable_minor),
        points_minor=of(line.points_minor),
        paid_minor=tuple(of(one.amount_minor) for one in line.paid),
    )


def sources_back(
    paid: Mapping[Source, Sequence[int]], quantities: Sequence[int], went: Sequence[tuple[int, int]]
) -> dict[Source, int]:
    """What each source gets when lines' pieces (`went`: before, now) go back.

    `paid` holds, for cash, balance, points or whoever else gave, the part of each line.
    """
    return {
        source: sum(
            part(whole, quantity, *moved)
            for whole, quantity, moved in zip(wholes, quantities, went, strict=True)
        )
        for source, wholes in paid.items()
    }
