"""Somebody's stored value as the ledger has it, under a lock that makes one alone with it.

Whoever needs goods as well locks the shelves first: a balance is the last to be locked.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import ledger, loyalty


class Stand(Struct, frozen=True, kw_only=True):
    """What may be spent now, and of which top-ups it is."""

    principal: int
    bonus: int
    lefts: list[loyalty.Left]

    @property
    def amount(self) -> int:
        return self.principal + self.bonus


def accounts(customer: UUID) -> list[ledger.Account]:
    return [ledger.principal(customer), ledger.bonus(customer)]


async def open_balance(work: Work, customer: UUID) -> Stand:
    """Locked, as it stands."""
    principal, bonus = await ledger.lock(work, accounts(customer))
    return Stand(
        principal=principal.posted - principal.held,
        bonus=bonus.posted - bonus.held,
        lefts=await loyalty.lefts_of(work, customer),
    )


def leaves(customer: UUID, principal: int, bonus: int) -> list[ledger.Post]:
    """So much goes from her balance; to be posted or held."""
    hers = (ledger.principal(customer), ledger.principal_owed(), principal)
    given = (ledger.bonus(customer), ledger.bonus_given(), bonus)
    return [ledger.Post(*move) for move in (hers, given) if move[2]]


def comes(customer: UUID, principal: int, bonus: int) -> list[ledger.Post]:
    """So much is on her balance again, or anew."""
    return [
        ledger.Post(move.credit, move.debit, move.amount)
        for move in leaves(customer, principal, bonus)
    ]


def earned(order: UUID, principal: int, bonus: int) -> list[ledger.Post]:
    """What was owed for an order is paid by what was paid in before, and by what was given."""
    due = ledger.due(order)
    sides = ((ledger.prepaid(), principal), (ledger.bonus_cost(), bonus))
    return [ledger.Post(due, account, amount) for account, amount in sides if amount]


def unearned(order: UUID, principal: int, bonus: int) -> list[ledger.Post]:
    """The reverse, when goods go back."""
    return [
        ledger.Post(move.credit, move.debit, move.amount)
        for move in earned(order, principal, bonus)
    ]


def movement(
    work: Work,
    customer: UUID,
    what: loyalty.Change,
    pieces: Sequence[loyalty.Piece],
    ref: UUID,
) -> loyalty.Movement:
    """What happened, to be written."""
    return loyalty.Movement(
        id=work.new_id(),
        customer_id=customer,
        at=work.now,
        what=what,
        principal=sum(piece.principal for piece in pieces),
        bonus=sum(piece.bonus for piece in pieces),
        pieces=tuple(pieces),
        ref=ref,
        by=str(work.actor),
    )
