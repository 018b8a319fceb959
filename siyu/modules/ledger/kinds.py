"""The kinds of accounts there are: each with its unit, its bounds, and what a shortage is called.

What is taken leaves `debit` and arrives at `credit`. A kind with a floor can't be taken below it
and one with a ceiling can't be filled above it: whoever needs more is told by its sentence. A
kind without bounds is the other side of one that has them, or money that only flows.
"""

from functools import lru_cache
from uuid import UUID

import msgspec

from siyu.kernel.errors import Refusal
from siyu.modules.ledger.errors import (
    BalanceShort,
    CapReached,
    NotEnough,
    PointsShort,
    QuotaShort,
    SeatsShort,
    StockShort,
)
from siyu.modules.ledger.values import NOWHERE, Account

PIECES = "pcs"
FEN = "fen"
POINTS = "points"


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """`watched`: the room tells when nothing is left of such an account, and when it is again."""

    unit: str
    floor: int | None = None
    short: type[Refusal] = NotEnough
    watched: bool = False


KINDS = {
    "stock": Kind(unit=PIECES, floor=0, short=StockShort, watched=True),
    "stock_world": Kind(unit=PIECES),
    "transit": Kind(unit=PIECES, floor=0),
    "pool": Kind(unit=PIECES, floor=0, short=StockShort, watched=True),
    "seats": Kind(unit=PIECES, floor=0, short=SeatsShort),
    "seats_world": Kind(unit=PIECES),
    "quota": Kind(unit=PIECES, floor=0, short=QuotaShort, watched=True),
    "quota_world": Kind(unit=PIECES),
    "cap": Kind(unit=PIECES, floor=0, short=CapReached),
    "due": Kind(unit=FEN),
    "cashier": Kind(unit=FEN),
    "sales": Kind(unit=FEN),
    "commission": Kind(unit=FEN),
    "commission_cost": Kind(unit=FEN),
    "points": Kind(unit=POINTS, floor=0, short=PointsShort),
    "points_world": Kind(unit=POINTS),
    "points_debt": Kind(unit=POINTS, short=PointsShort),
    "principal": Kind(unit=FEN, floor=0, short=BalanceShort),
    "bonus": Kind(unit=FEN, floor=0, short=BalanceShort),
    "principal_owed": Kind(unit=FEN),
    "bonus_given": Kind(unit=FEN),
    "prepaid": Kind(unit=FEN),
    "bonus_cost": Kind(unit=FEN),
}


# A batch of orders asks for the same few over and over.
_often = lru_cache(maxsize=10_000)


@_often
def stock(sku: UUID, store: UUID) -> Account:
    """What a store has of a SKU."""
    return _account("stock", sku, store)


@_often
def stock_world(sku: UUID, store: UUID) -> Account:
    """Where a store's goods come from and go to."""
    return _account("stock_world", sku, store)


def pool(good: UUID, store: UUID) -> Account:
    """What a store keeps of a good for a sale: not on the shelf while it runs."""
    return _account("pool", good, store)


def seats(group: UUID) -> Account:
    """Seats of a group that nobody has taken."""
    return _account("seats", group)


def seats_world(group: UUID) -> Account:
    """Where a group's seats come from, and where they are once they are paid."""
    return _account("seats_world", group)


def transit(sku: UUID, transfer: UUID) -> Account:
    """What of a SKU is on its way by a transfer."""
    return _account("transit", sku, transfer)


def quota(coupon: UUID) -> Account:
    """What is left to give of something limited."""
    return _account("quota", coupon)


def quota_world(coupon: UUID) -> Account:
    """Where a quota comes from and goes to."""
    return _account("quota_world", coupon)


def cap(what: UUID, customer: UUID, most: int) -> Account:
    """What somebody has had of something; `most` is how much one may have, as of now."""
    return msgspec.structs.replace(_account("cap", what, customer), ceiling=most)


def due(order: UUID) -> Account:
    """What is still owed for an order: `sales → due` when placed, `due → cashier` when paid."""
    return _account("due", order)


def cashier(place: UUID = NOWHERE) -> Account:
    """Money that came in by the cashier and did not go back."""
    return _account("cashier", NOWHERE, place)


@_often
def sales(store: UUID) -> Account:
    """Where what is owed comes from: below zero by what a store sold."""
    return _account("sales", NOWHERE, store)


def commission(earner: UUID) -> Account:
    """What somebody earned; below zero it is a debt, carried on."""
    return _account("commission", earner)


def commission_cost(payer: UUID = NOWHERE) -> Account:
    """Where earnings come from: below zero by what they cost the payer."""
    return _account("commission_cost", payer)


def points(lot: UUID, customer: UUID, of: UUID) -> Account:
    """What is left of a lot of points of the kind `of`."""
    return _of_kind(_account("points", lot, customer), of)


def points_world(of: UUID) -> Account:
    """Where points of a kind come from and go to: below zero by what customers have of them."""
    return _of_kind(_account("points_world", of), of)


def points_debt(customer: UUID, of: UUID) -> Account:
    """Below zero by the points that somebody owes; it is never above.

    It keeps a balance, so whoever locks it is alone with all her points of this kind.
    """
    return msgspec.structs.replace(_of_kind(_account("points_debt", customer, of), of), ceiling=0)


def principal(customer: UUID) -> Account:
    """What somebody paid in and has not spent."""
    return _account("principal", customer)


def bonus(customer: UUID) -> Account:
    """What somebody was given on top of what she paid in, and has not spent."""
    return _account("bonus", customer)


def principal_owed() -> Account:
    """Below zero by all that customers have paid in and not spent."""
    return _account("principal_owed", NOWHERE)


def bonus_given() -> Account:
    """Below zero by all bonus that customers have."""
    return _account("bonus_given", NOWHERE)


def prepaid() -> Account:
    """Where money paid in comes from: below zero by what was taken and is not earned yet."""
    return _account("prepaid", NOWHERE)


def bonus_cost() -> Account:
    """What bonus has cost: it paid for goods, and no money came in for them."""
    return _account("bonus_cost", NOWHERE)


def _of_kind(account: Account, of: UUID) -> Account:
    """Each kind of points is a unit of its own, so that no chain turns one into another."""
    return msgspec.structs.replace(account, unit=f"{account.unit}:{of}")


def _account(kind: str, owner: UUID, place: UUID = NOWHERE) -> Account:
    of = KINDS[kind]
    return Account(kind=kind, owner=owner, place=place, unit=of.unit, floor=of.floor)
