"""What vouchers speak in."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

State = Literal["open", "used", "expired", "given_back", "void"]


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of an order becomes once it is paid: so many vouchers of so many uses each.

    Good until an instant, or for days from the payment on, one of both; `stores`: None is every
    one. `payable_minor` is what the whole line comes to; `store` sold it.
    """

    order: UUID
    n: int
    customer: UUID
    store: UUID
    sku: UUID
    name: str
    pieces: int
    payable_minor: int
    uses: int
    days: int | None = None
    until: datetime | None = None
    stores: tuple[UUID, ...] | None = None


class Voucher(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher as its row stands; its code is kept apart. `paid_minor` is what it cost."""

    id: UUID
    order_id: UUID
    n: int
    piece: int
    customer_id: UUID
    store_id: UUID
    sku_id: UUID
    name: str
    uses: int
    used: int
    back: int
    paid_minor: int
    stores: list[UUID] | None
    tail: str
    issued_at: datetime
    valid_until: datetime
    expired_at: datetime | None
    voided_at: datetime | None
    void_why: str | None

    @property
    def left(self) -> int:
        """Uses that were neither used nor given back."""
        return self.uses - self.used - self.back


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher with its ten digits, for her whose it is."""

    voucher: Voucher
    code: str

    def __repr__(self) -> str:
        return f"Shown({self.voucher.id})"


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks or redeems, and at which store they stand."""

    person: UUID
    store: UUID


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """So many uses of the voucher with this code; the same key is the same redemption."""

    code: str
    uses: int
    key: str


class Redemption(msgspec.Struct, frozen=True, kw_only=True):
    """Uses that were made of a voucher."""

    id: UUID
    voucher_id: UUID
    uses: int
    at: datetime
    store_id: UUID
    by_id: UUID


class Back(msgspec.Struct, frozen=True, kw_only=True):
    """What a refund takes of a line's vouchers: whole ones that nobody had used, and money."""

    n: int
    whole: int
    amount_minor: int


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which vouchers; `tail` are the last four digits. `stores` is how far somebody sees."""

    stores: tuple[UUID, ...] | None = None
    customer: UUID | None = None
    order: UUID | None = None
    state: State | None = None
    tail: str = ""
