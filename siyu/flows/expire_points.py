"""Points end at their hour, and she is told in time that they will."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from siyu.flows import points_purses
from siyu.flows.send_letters import send_letters
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import customers, ledger, loyalty, messaging, tenants

WORDS: dict[Language, str] = {
    "zh": "您有 {left} {name}即将到期，最早的一批用到 {day} 为止。"
    "在商城“我的”里可以看到每一批的有效期。",
    "en": "{left} of your {name} end soon, the first of them after {day}. "
    "The shop shows under “Me” what ends when.",
}

_Month = tuple[UUID, UUID, date | None]


class _Ending(Struct, frozen=True):
    """Lots of one customer and kind that end in one month, and what is left of them."""

    lots: list[loyalty.Lot]
    left: int

    @property
    def customer(self) -> UUID:
        return self.lots[0].customer_id

    @property
    def kind(self) -> UUID:
        return self.lots[0].kind_id

    @property
    def first(self) -> datetime:
        """Lots come with what ends first on top, and what never ends is not told of."""
        found = [lot.expires_at for lot in self.lots if lot.expires_at is not None]
        return found[0]


async def expire(work: Work, *, limit: int = 200) -> int:
    """Take what is left of lots that have ended; how many were looked at, so that 0 means: none.

    What an order holds of such a lot stays with the order, and ends should it come back.
    """
    due = await loyalty.due_lots(work, work.now, limit)
    if not due:
        return 0
    await ledger.lock(work, points_purses.guards((lot.customer_id, lot.kind_id) for lot in due))
    balances = await ledger.balances_of(work, [points_purses.account(lot) for lot in due])
    codes = await points_purses.codes(work)
    entries = []
    for lot, balance in zip(due, balances, strict=True):
        left = balance.posted - balance.held
        if left <= 0:
            continue
        purse = points_purses.Purse(customer=lot.customer_id, kind=lot.kind_id, held=[], debt=0)
        parts = [loyalty.Part(lot=lot.id, amount=-left)]
        entries.append(points_purses.entry(work, purse, "expired", parts, ref=lot.id))
        told = loyalty.PointsExpired(kind=lot.kind_id, code=codes[lot.kind_id], amount=left)
        work.tell(told, subject=lot.customer_id)
    await points_purses.book(work, entries)
    held = [(lot, balance.held) for lot, balance in zip(due, balances, strict=True)]
    await loyalty.looked_at(work, held)
    return len(due)


async def warn(work: Work, *, limit: int = 500) -> int:
    """Tell of points that end soon, in the shop and on her timeline; how many were looked at.

    All of hers that end in one month of the merchant's are told of together and once: whoever
    shops every day is not written to every day.
    """
    due = await loyalty.lots_to_warn_of(work, work.now, limit)
    if not due:
        return 0
    merchant = await tenants.get_tenant(work)
    asked = {_together(merchant, lot) for lot in due}
    lots: dict[_Month, list[loyalty.Lot]] = {}
    for lot in await loyalty.lots_of(work, sorted({(lot.customer_id, lot.kind_id) for lot in due})):
        if (month := _together(merchant, lot)) in asked:
            lots.setdefault(month, []).append(lot)
    every = [lot for some in lots.values() for lot in some]
    balances = await ledger.balances_of(work, [points_purses.account(lot) for lot in every])
    left = {
        lot.id: one.posted - one.held if lot.expires_at and lot.expires_at > work.now else 0
        for lot, one in zip(every, balances, strict=True)
    }
    ends = [_Ending(lots=some, left=sum(left[lot.id] for lot in some)) for some in lots.values()]
    await _tell(work, merchant, [one for one in ends if one.left > 0])
    await loyalty.warned(work, [*due, *every])
    return len(due)


async def _tell(work: Work, merchant: tenants.Tenant, ends: Sequence[_Ending]) -> None:
    """A service letter to each, if there is somebody to write to, in the language she uses."""
    kinds = {kind.id: kind for kind in await loyalty.list_kinds(work)}
    people = await customers.find_recipients(work, list({one.customer for one in ends}))
    letters = []
    for one in ends:
        kind = kinds[one.kind]
        told = loyalty.PointsEndAnnounced(
            kind=kind.id, code=kind.code, amount=one.left, expires_at=one.first
        )
        work.tell(told, subject=one.customer)
        if one.customer in people:
            # What ends at midnight is good through the day before.
            day = merchant.date_of(one.first - timedelta(microseconds=1))
            words = WORDS[people[one.customer].language or merchant.language]
            said = words.format(left=one.left, name=kind.name, day=day)
            letters.append(messaging.Letter(customer=one.customer, purpose="service", words=said))
    if letters:
        await send_letters(work, letters)


def _together(merchant: tenants.Tenant, lot: loyalty.Lot) -> _Month:
    """Whose, of which kind, and the month in which they end; none: never."""
    on = merchant.date_of(lot.expires_at - timedelta(microseconds=1)) if lot.expires_at else None
    return lot.customer_id, lot.kind_id, on.replace(day=1) if on else None
