"""Why a seat is not in the price, and what more would bring: the words of a nudge."""

from collections.abc import Sequence

from siyu.modules.promotions.pricing.seats import Seat, left_out
from siyu.modules.promotions.pricing.values import Left


def why_not(seats: Sequence[Seat], chosen: Sequence[int], start: list[int]) -> list[Left]:
    """A word on every seat that was not taken, and on those that were but could take more."""
    said: list[Left] = []
    amounts = counts = start
    for at, one in enumerate(seats):
        sees = one.sees(counts)
        if at not in chosen:
            said.append(_left(one, [seats[i] for i in chosen], amounts, sees))
            continue
        if _lacks(one, sees) is not None:
            said.append(_lacking(one, sees, taken=True))
        amounts = one.take(amounts, sees) or amounts
        if one.phase == "unit":
            counts = amounts
    return said


def _left(one: Seat, chosen: Sequence[Seat], amounts: list[int], sees: int) -> Left:
    """Looked at where it stands: with what those before it left."""
    if one.off(amounts, sees) or one.gifts(sees):
        by = next((other for other in chosen if one.excludes(other)), None)
        if by is None:
            return left_out(one.rule, "dearer")
        return left_out(one.rule, "excluded", by=by.rule.id)
    return left_out(one.rule, "nothing") if _lacks(one, sees) is None else _lacking(one, sees)


def _lacking(one: Seat, sees: int, *, taken: bool = False) -> Left:
    missing, pieces = _lacks(one, sees) or (0, 0)
    because = "threshold" if missing else "pieces"
    return left_out(one.rule, because, missing_minor=missing, missing_pieces=pieces, taken=taken)


def _lacks(one: Seat, sees: int) -> tuple[int, int] | None:
    """How much more, or how many more pieces, would bring more."""
    args, effect = one.rule.terms.effect.args, one.effect
    missing = effect.missing(args, sees) if effect.missing else 0
    pieces = effect.short(args, one.lines) if effect.short else 0
    return (missing, pieces) if missing or pieces else None
