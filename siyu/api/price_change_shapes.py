"""How the price of an unpaid order is changed by hand, and how that looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.typed import Reason
from siyu.flows import change_price
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask
from siyu.kernel.errors import Invalid
from siyu.kernel.kit import Kit
from siyu.modules import orders, payments
from siyu.views.refs import PersonRef, gather_refs, staff_of

Minor = Annotated[int, Meta(ge=0, le=10**12)]
PRICE_REFUSALS = [
    orders.PriceFixed,
    orders.PriceChanged,
    orders.BeingPaid,
    orders.BalanceHeld,
    orders.NoPriceLimit,
    orders.TooMuchOff,
    orders.TooMuchOffLine,
]
_ONE_OF = {
    "zh": "请写整单减多少，或各行减多少，二者选一。",
    "en": "Say what comes off the whole order or off its lines, one of the two.",
}


class OffGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much off a line, by its number in the order."""

    n: Annotated[int, Meta(ge=1, le=orders.MOST_LINES)]
    off_minor: Minor


class NewPriceGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes off the price at which it was placed: `off_minor` of the whole, or of `lines`.

    It takes the place of what was off before; 0 gives the first price again. `seen_minor` is what
    the order costs as whoever asks sees it. Freight stays as it is.
    """

    off_minor: Minor | None = None
    lines: Annotated[list[OffGiven], Meta(min_length=1, max_length=orders.MOST_LINES)] | None = None
    why: Reason
    seen_minor: Minor

    def asking(self, ask: Ask, order: UUID) -> change_price.Asking:
        if (self.off_minor is None) == (self.lines is None):
            raise Invalid([{"path": "off_minor", "message": _ONE_OF[ask.language]}])
        off: int | Mapping[int, int] = self.off_minor or 0
        if self.lines is not None:
            off = {one.n: one.off_minor for one in self.lines}
        return change_price.Asking(order=order, off=off, why=self.why, seen_minor=self.seen_minor)


class LimitGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of what goods come to, the staff may take off so much (in hundredths of a percent)."""

    most_bp: Annotated[int, Meta(ge=0, le=10_000)]
    seen: Annotated[int, Meta(ge=0)] | None = None


class PriceLimitShape(Struct, frozen=True, kw_only=True):
    """The limit that counts; version 0: none was ever set, and no price may be changed."""

    version: int
    most_bp: int
    set_at: datetime | None
    by: PersonRef | None


class OffShape(Struct, frozen=True, kw_only=True):
    n: int
    off_minor: int


class PriceChangeShape(Struct, frozen=True, kw_only=True):
    """Somebody changed the price; `off` is what is off each line since then."""

    off: list[OffShape]
    before_minor: int
    after_minor: int
    why: str
    at: datetime
    by: PersonRef | None


class OrderPricing(Struct, frozen=True, kw_only=True):
    """What may be taken off an order in all, and what was; the latest change first."""

    most_minor: int
    paying: bool
    """She has begun to pay: a change closes that first."""
    changes: list[PriceChangeShape]


async def order_pricing(work: Work, order: orders.Order) -> OrderPricing:
    changes = await orders.price_changes_of(work, order.id)
    refs = await gather_refs(work, people={staff_of(one.by) for one in changes})
    attempts = await payments.attempts_of(work, [order.id])
    return OrderPricing(
        most_minor=await change_price.most_off(work, order),
        paying=any(one.state in change_price.LIVING for one in attempts.values()),
        changes=[
            PriceChangeShape(
                off=[OffShape(n=off.n, off_minor=off.minor) for off in one.off],
                before_minor=one.before_minor,
                after_minor=one.after_minor,
                why=one.why,
                at=one.at,
                by=refs.person(staff_of(one.by)),
            )
            for one in changes
        ],
    )


async def limit_shape(work: Work) -> PriceLimitShape:
    known = await orders.find_price_limit(work)
    if known is None:
        return PriceLimitShape(version=0, most_bp=0, set_at=None, by=None)
    refs = await gather_refs(work, people={staff_of(known.set_by)})
    return PriceLimitShape(
        version=known.version,
        most_bp=known.most_bp,
        set_at=known.set_at,
        by=refs.person(staff_of(known.set_by)),
    )


async def change(ask: Ask, kit: Kit, order: UUID, data: NewPriceGiven) -> None:
    """The asker sees the order already."""
    await change_price.change_at_cashier(kit, ask.tenant, ask.actor, data.asking(ask, order))
