"""Somebody's points of a kind as the ledger has them, under a lock that makes one alone with them.

The lock is that of what she owes (`ledger.points_debt`): her lots are only touched under it, so
whoever locks it with the other accounts of a story meets nobody in a ring.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import ledger, loyalty

Owner = tuple[UUID, UUID]
"""A customer and a kind of points."""


class Purse(Struct, kw_only=True):
    """Her lots with what may be taken of each, and what she owes; it changes as parts move."""

    customer: UUID
    kind: UUID
    held: list[loyalty.Held]
    debt: int

    def left(self, now: datetime) -> int:
        return loyalty.left(self.held, now)

    def move(self, parts: Iterable[loyalty.Part]) -> None:
        """What these leave; a lot that was not known begins."""
        known = {one.lot.id: one for one in self.held}
        for part in parts:
            if part.lot is None:
                self.debt -= part.amount
            elif part.lot in known:
                before = known[part.lot]
                known[part.lot] = loyalty.Held(lot=before.lot, left=before.left + part.amount)
        self.held = list(known.values())


def guards(owners: Iterable[Owner]) -> list[ledger.Account]:
    """What to lock before looking; beside other accounts, in one `ledger.lock`."""
    return [ledger.points_debt(customer, kind) for customer, kind in dict.fromkeys(owners)]


async def open_purses(work: Work, owners: Iterable[Owner]) -> dict[Owner, Purse]:
    """Locked, as they stand."""
    asked = list(dict.fromkeys(owners))
    if not asked:
        return {}
    await ledger.lock(work, guards(asked))
    return await look(work, asked)


async def look(work: Work, owners: Iterable[Owner]) -> dict[Owner, Purse]:
    """As they stand; only whoever holds the guards may rely on it."""
    asked = list(dict.fromkeys(owners))
    lots = await loyalty.lots_of(work, asked)
    balances = await ledger.balances_of(work, [*map(account, lots), *guards(asked)])
    debts = [-one.posted for one in balances[len(lots) :]]
    purses = {
        owner: Purse(customer=owner[0], kind=owner[1], held=[], debt=debt)
        for owner, debt in zip(asked, debts, strict=True)
    }
    for lot, balance in zip(lots, balances, strict=False):
        left = balance.posted - balance.held
        purses[lot.customer_id, lot.kind_id].held.append(loyalty.Held(lot=lot, left=left))
    return purses


def account(lot: loyalty.Lot) -> ledger.Account:
    return ledger.points(lot.id, lot.customer_id, lot.kind_id)


def moves(customer: UUID, kind: UUID, parts: Sequence[loyalty.Part]) -> list[ledger.Post]:
    """Parts as the ledger books them."""
    world = ledger.points_world(kind)
    found = []
    for part in parts:
        hers = (
            ledger.points_debt(customer, kind)
            if part.lot is None
            else ledger.points(part.lot, customer, kind)
        )
        sides = (world, hers) if part.amount > 0 else (hers, world)
        found.append(ledger.Post(*sides, abs(part.amount)))
    return found


def entry(
    work: Work,
    purse: Purse,
    what: loyalty.What,
    parts: Sequence[loyalty.Part],
    *,
    ref: UUID | None = None,
    why: str = "",
    short: int = 0,
) -> loyalty.Entry:
    """What happened, to be written."""
    return loyalty.Entry(
        id=work.new_id(),
        customer_id=purse.customer,
        kind_id=purse.kind,
        at=work.now,
        what=what,
        amount=sum(part.amount for part in parts),
        parts=tuple(parts),
        ref=ref,
        why=why,
        by=str(work.actor),
        short=short,
    )


async def book(work: Work, entries: Sequence[loyalty.Entry]) -> None:
    """Write entries, and what they move, under their own ids."""
    chains = [
        ledger.post(
            one.id, moves(one.customer_id, one.kind_id, one.parts), reason=one.what, ref=one.ref
        )
        for one in entries
        if one.parts
    ]
    ledger.must_be_granted(await ledger.apply(work, chains))
    await loyalty.write_entries(work, entries)


async def codes(work: Work) -> dict[UUID, str]:
    """Each kind's code, for facts."""
    return {kind.id: kind.code for kind in await loyalty.list_kinds(work)}
