"""What of a balance pays, where it goes back to, and what the law gives back of a top-up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import structs

from siyu.modules.loyalty.values.balance import (
    Basis,
    Left,
    Order,
    Piece,
    Refundable,
    Sources,
    TopUp,
)

IN_TIME = timedelta(days=7)
"""法释〔2025〕4号, since 2025-05-01, read in a copy: within seven days she may have it back."""
CEILING_MINOR = 500_000
"""5,000 yuan at most on a card in a name: 单用途商业预付卡管理办法（试行）, 2012-11-01.
From memory: the text was not looked up and may have been revised; have it checked."""


def split(order: Order, principal: int, bonus: int, amount: int) -> tuple[int, int]:
    """How much of each pays for `amount`, which is not more than both; fen go to the principal's
    side last, so that what she was given is never kept for a rounding."""
    if order == "principal_first":
        of_principal = min(principal, amount)
    elif order == "bonus_first":
        of_principal = amount - min(bonus, amount)
    else:
        of_principal = principal * amount // (principal + bonus) if amount else 0
    return of_principal, amount - of_principal


def take(lefts: Iterable[Left], principal: int, bonus: int) -> list[Piece]:
    """From which top-ups: what was bought first is spent first."""
    pieces = []
    for left in sorted(lefts, key=lambda one: (one.at, one.top_up)):
        takes = min(left.principal, principal), min(left.bonus, bonus)
        principal, bonus = principal - takes[0], bonus - takes[1]
        if any(takes):
            pieces.append(Piece(top_up=left.top_up, principal=-takes[0], bonus=-takes[1]))
    return pieces


def give_back(pieces: Sequence[Piece], before: Sources, principal: int, bonus: int) -> list[Piece]:
    """Back into the top-ups it came from, what was taken last first.

    `before` went back earlier: any series of parts comes to the same.
    """
    upto = _undone(pieces, before.principal + principal, before.bonus + bonus)
    already = _undone(pieces, before.principal, before.bonus)
    found = [
        Piece(
            top_up=piece.top_up,
            principal=upto[piece.top_up][0] - already[piece.top_up][0],
            bonus=upto[piece.top_up][1] - already[piece.top_up][1],
        )
        for piece in reversed(pieces)
    ]
    return [piece for piece in found if piece.principal or piece.bonus]


def share_back(left: Sources, amount: int) -> Sources:
    """To which source a refund goes: to each in proportion to what it has left in the order.

    No source gets more than it paid, and when all is back each has exactly what it paid.
    """
    if not amount:
        return Sources()
    cash = left.cash * amount // left.amount
    rest = amount - cash
    balance = left.principal + left.bonus
    principal = left.principal * rest // balance if balance else 0
    return Sources(cash=cash, principal=principal, bonus=rest - principal)


def spread(amount: int, over: Mapping[int, int]) -> dict[int, int]:
    """What of each an amount pays for: in proportion, the largest remainders get the fen that are
    over, of equal ones the lower number. Not more than all of them together, nor than any of them.
    """
    whole = sum(over.values())
    if not whole:
        return dict.fromkeys(over, 0)
    parts = {n: amount * one // whole for n, one in over.items()}
    rest = amount - sum(parts.values())
    for n in sorted(over, key=lambda n: (-(amount * over[n] % whole), n))[:rest]:
        parts[n] += 1
    return parts


def less(whole: Sources, gone: Iterable[Sources]) -> Sources:
    """What is left of a whole."""
    for one in gone:
        whole = Sources(
            cash=whole.cash - one.cash,
            principal=whole.principal - one.principal,
            bonus=whole.bonus - one.bonus,
        )
    return whole


def basis(paid_at: datetime, now: datetime, *, fault: bool) -> Basis:
    """`fault`: it is because of the merchant that she wants her money back."""
    if fault:
        return "not_hers"
    return "in_time" if now < paid_at + IN_TIME else "own_wish"


def refundable(top_up: TopUp, left: Left, why: Basis) -> Refundable:
    """What goes back of a top-up; all that is left of it leaves the balance.

    In time: what is left of what she paid. Because of the merchant: what she spent counts at the
    price that her bonus made of it. Later, by her own wish: what she spent counts in full, and no
    more is asked of her than she paid.
    """
    whole = top_up.pay_minor + top_up.bonus_minor
    spent = whole - left.principal - left.bonus
    if why == "in_time":
        back = left.principal
    elif why == "not_hers":
        back = top_up.pay_minor - spent * top_up.pay_minor // whole
    else:
        back = max(0, top_up.pay_minor - spent)
    return Refundable(pay_back_minor=back, principal=left.principal, bonus=left.bonus)


def moved(lefts: Iterable[Left], pieces: Iterable[Piece]) -> list[Left]:
    """What these leave."""
    known = {left.top_up: left for left in lefts}
    for piece in pieces:
        one = known[piece.top_up]
        known[piece.top_up] = structs.replace(
            one, principal=one.principal + piece.principal, bonus=one.bonus + piece.bonus
        )
    return list(known.values())


def _undone(pieces: Sequence[Piece], principal: int, bonus: int) -> dict[UUID, tuple[int, int]]:
    found = {}
    for piece in reversed(pieces):
        back = min(-piece.principal, principal), min(-piece.bonus, bonus)
        principal, bonus = principal - back[0], bonus - back[1]
        found[piece.top_up] = back
    return found
