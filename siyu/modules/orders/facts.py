"""What orders tell, about the customer."""

from uuid import UUID

import msgspec

from siyu.kernel.facts.envelope import Fact, fact


class OrderLine(msgspec.Struct, frozen=True):
    """A line in a fact: what was ordered, or what of it went back."""

    sku: UUID
    product: UUID
    quantity: int
    payable_minor: int
    gift: bool = False


@fact("orders.cart_changed")
class CartChanged(Fact, frozen=True, kw_only=True):
    """So many of a SKU lie in her cart now; 0: she took it out."""

    sku: UUID
    quantity: int


class _Told(Fact, frozen=True, kw_only=True):
    """What every fact of an order says, so that no reader has to look anything up."""

    order: UUID
    belonging_store: UUID | None
    selling_store: UUID
    shipping_store: UUID
    guide: UUID | None
    channel: str
    via: UUID | None
    payable_minor: int
    lines: tuple[OrderLine, ...]


@fact("orders.order_placed")
class OrderPlaced(_Told, frozen=True, kw_only=True):
    """She ordered; the goods are held for her until she pays or the time is over."""

    discount_minor: int


@fact("orders.order_repriced")
class OrderRepriced(_Told, frozen=True, kw_only=True):
    """Somebody changed what it costs before it was paid; `off_minor` is off by hand since."""

    before_minor: int
    off_minor: int


@fact("orders.order_paid")
class OrderPaid(_Told, frozen=True, kw_only=True):
    """It is paid and the goods are hers; `late` when it had ended before."""

    late: bool


@fact("orders.order_expired")
class OrderExpired(_Told, frozen=True, kw_only=True):
    """Nobody paid in time."""


@fact("orders.order_cancelled")
class OrderCancelled(_Told, frozen=True, kw_only=True):
    """She, or somebody for her, gave it up before it was paid."""


@fact("orders.order_redeemed")
class OrderRedeemed(_Told, frozen=True, kw_only=True):
    """The goods are in her hands."""


@fact("orders.order_closed")
class OrderClosed(_Told, frozen=True, kw_only=True):
    """Nothing more is to come of it."""


@fact("orders.order_refunded")
class OrderRefunded(_Told, frozen=True, kw_only=True):
    """Money went back: `lines` with what they came to, or none for money that came in for nothing.

    `payable_minor` is the order's; `refunded_minor` is what went back this time.
    """

    refund: UUID
    refunded_minor: int
