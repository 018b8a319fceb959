"""Stored value: offers, the merchant's rule, what was paid in, spent and given back."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Order = Literal["principal_first", "bonus_first", "in_proportion"]
"""What is spent first of a balance: what she paid in, what she was given, or both alike."""
Earns = Literal["spending", "top_up"]
"""When guides earn of a balance: as it is spent on goods, or as it is bought; never both."""
TopUpState = Literal["asked", "paid", "lapsed"]
PayState = Literal["held", "spent", "void"]
ShareState = Literal["asked", "done", "void"]
Basis = Literal["in_time", "own_wish", "not_hers"]
"""Why money that was paid in goes back: asked for in time, later by her own wish, or because of
the merchant. The law prices what was spent accordingly."""
RefundState = Literal["asked", "approved", "paid_back", "refused", "failed"]
Change = Literal["topped_up", "spent", "given_back", "refunded"]

MOST_MINOR = 10**9
MOST_OFFERS = 50


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Pay so much, get so much on top. It never changes: another one is made, and it ends."""

    id: UUID
    pay_minor: int
    bonus_minor: int
    made_at: datetime
    ended_at: datetime | None


class BalanceRule(msgspec.Struct, frozen=True, kw_only=True):
    """A version: the order of spending, the most that one balance may come to, and when guides
    earn of what is bought from now on."""

    version: int
    order: Order
    ceiling_minor: int
    earns: Earns = "spending"
    set_at: datetime
    set_by: str


class TopUp(msgspec.Struct, frozen=True, kw_only=True):
    """A balance being bought: it is there when the cashier says that it is paid.

    `earns` is what the rule said then, for good: a rule that changes later can't pay twice for it.
    """

    id: UUID
    customer_id: UUID
    offer_id: UUID
    pay_minor: int
    bonus_minor: int
    state: TopUpState
    attempt_id: UUID | None
    asked_at: datetime
    paid_at: datetime | None
    earns: Earns | None = None


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a top-up, bought at `at`."""

    top_up: UUID
    at: datetime
    principal: int
    bonus: int


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """So much of a top-up's principal and bonus comes or, below zero, goes."""

    top_up: UUID
    principal: int = 0
    bonus: int = 0


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a balance; the amounts are the sums of the pieces."""

    id: UUID
    customer_id: UUID
    at: datetime
    what: Change
    principal: int
    bonus: int
    pieces: tuple[Piece, ...]
    ref: UUID
    by: str


class Pay(msgspec.Struct, frozen=True, kw_only=True):
    """What of a balance pays for an order."""

    order_id: UUID
    customer_id: UUID
    principal: int
    bonus: int
    pieces: tuple[Piece, ...]
    state: PayState
    at: datetime

    @property
    def amount(self) -> int:
        return self.principal + self.bonus


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Money by where it came from: the cashier, what she had paid in, and what she was given."""

    cash: int = 0
    principal: int = 0
    bonus: int = 0

    @property
    def amount(self) -> int:
        return self.cash + self.principal + self.bonus


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What of a refund goes back to which source."""

    refund_id: UUID
    order_id: UUID
    cash: int
    principal: int
    bonus: int
    state: ShareState

    @property
    def sources(self) -> Sources:
        return Sources(cash=self.cash, principal=self.principal, bonus=self.bonus)


class Refundable(msgspec.Struct, frozen=True, kw_only=True):
    """What goes back of a top-up: money, and what leaves the balance for it."""

    pay_back_minor: int
    principal: int
    bonus: int


class TopUpRefund(msgspec.Struct, frozen=True, kw_only=True):
    """Money that she paid in on its way back to her."""

    id: UUID
    top_up_id: UUID
    customer_id: UUID
    basis: Basis
    pay_back_minor: int
    principal: int
    bonus: int
    why: str
    state: RefundState
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    ended_at: datetime | None
