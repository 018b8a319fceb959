"""What orders speak in."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

State = Literal["unpaid", "paid", "redeemed", "closed", "expired", "cancelled"]
RefundState = Literal["asked", "paid_back", "failed"]
Channel = Literal["mall", "api"]

MOST_LINES = 100
MOST_PIECES = 9_999


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was ordered, and what of it went back (or is on its way back).

    A `gift` costs nothing and comes with what was bought.
    """

    n: int
    sku: UUID
    product: UUID
    name: str
    sku_name: str
    picture: str | None
    unit_minor: int
    quantity: int
    discount_minor: int
    payable_minor: int
    refunded_quantity: int = 0
    refunded_minor: int = 0
    gift: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An order to be written, priced by whoever asks; `quote` is the price as it was shown."""

    id: UUID
    no: str
    key: str
    customer: UUID
    belonging_store: UUID | None
    selling_store: UUID
    shipping_store: UUID
    guide: UUID | None
    channel: Channel
    via: UUID | None
    wallet: UUID | None
    goods_minor: int
    discount_minor: int
    freight_minor: int
    payable_minor: int
    quote: dict[str, Any]
    lines: tuple[Line, ...]
    expires_at: datetime
    note: str = ""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as its row stands; `wallet_id` is the coupon that it was placed with, `note` what
    she said with it for whoever packs it.
    """

    id: UUID
    no: str
    key: str
    customer_id: UUID
    belonging_store_id: UUID | None
    selling_store_id: UUID
    shipping_store_id: UUID
    guide_id: UUID | None
    channel: Channel
    via_id: UUID | None
    wallet_id: UUID | None
    goods_minor: int
    discount_minor: int
    freight_minor: int
    payable_minor: int
    state: State
    placed_at: datetime
    expires_at: datetime
    note: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A change of state of an order or a refund, by whom and why."""

    of: UUID
    turn: int
    state: str
    at: datetime
    by: str
    why: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """So much of a line goes back."""

    n: int
    quantity: int
    amount_minor: int
    handed: int = 0
    """Of these pieces, how many had left the store to be sent to her."""


class RefundAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Quantities, by the number of their line, that are to go back; the same id is the same ask.

    `goods_back`: the goods return to the shelf. Of what was not fetched yet they always do.
    """

    id: UUID
    order: UUID
    quantities: dict[int, int]
    why: str
    amounts: dict[int, int] = {}
    """What comes back of a line where its pieces do not say it: some uses of what has several."""
    goods_back: bool = True
    unfetched: bool = False
    """Only as long as nothing was fetched: AtTheStore otherwise."""
    handed: dict[int, int] = {}
    """How many pieces of a line had left the store, by its number."""
    freight_minor: int = 0
    """What of the freight goes back with the goods."""
    of_sent: bool = False
    """Of pieces that had left, though others wait still."""
    gifts_stay: bool = False
    """She keeps the goods, and so what came with them."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of the staff noted about an order; she never sees it."""

    id: UUID
    order_id: UUID
    words: str
    at: datetime
    by: str


class Off(msgspec.Struct, frozen=True):
    """So much is taken off a line, by its number."""

    n: int
    minor: int


class NewPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What an unpaid order costs from now on: `off` by hand, `lines` and `quote` as they are then.

    `turn` counts the changes of the order.
    """

    order: UUID
    turn: int
    off: tuple[Off, ...]
    lines: tuple[Line, ...]
    quote: dict[str, Any]
    payable_minor: int
    discount_minor: int
    why: str


class PriceChange(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody changed what an order costs; `off` counts until the next change."""

    order_id: UUID
    turn: int
    off: tuple[Off, ...]
    before_minor: int
    after_minor: int
    why: str
    at: datetime
    by: str


class PriceLimit(msgspec.Struct, frozen=True, kw_only=True):
    """Of what goods come to, the staff may take off so much by hand; the newest version counts."""

    version: int
    most_bp: int
    set_at: datetime
    set_by: str


class MoneyBack(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came in for nothing: for an order that had ended, or that was paid before."""

    id: UUID
    order: UUID
    amount_minor: int
    why: str


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund; without parts it is money that came in for nothing."""

    id: UUID
    order_id: UUID
    customer_id: UUID
    parts: list[Part]
    amount_minor: int
    freight_minor: int
    why: str
    goods_back: bool
    state: RefundState
    asked_at: datetime
    ended_at: datetime | None


class CartLine(msgspec.Struct, frozen=True, kw_only=True):
    """What lies in a cart; `picked` is what she means to order now."""

    sku: UUID
    quantity: int
    picked: bool
    at: datetime


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which orders are listed; `no` is an order's number in whole or its beginning.

    `stores` is how far somebody sees; placed from `since` on and before `until`.
    """

    stores: tuple[UUID, ...] | None = None
    store: UUID | None = None
    customer: UUID | None = None
    state: State | None = None
    no: str = ""
    guide: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    among: tuple[UUID, ...] | None = None
