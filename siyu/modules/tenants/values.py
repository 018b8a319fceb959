"""Frozen shapes of the room."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct, UnsetType

from siyu.kernel.errors import Language
from siyu.kernel.money import Currency, currency

StoreKind = Literal["own", "franchise", "online", "warehouse"]
Way = Literal["pickup", "mail"]
"""How an order comes to whoever bought: fetched at the store, or sent by it."""


class Tenant(Struct, frozen=True, kw_only=True):
    """A merchant and its settings."""

    code: str
    name: str
    currency: str
    timezone: str
    language: Language
    """In which letters are written to whoever said nothing else."""
    founded_at: datetime
    ways: list[Way]

    @property
    def money(self) -> Currency:
        return currency(self.currency)

    @property
    def exponent(self) -> int:
        return self.money.exponent

    def price_text(self, minor: int) -> str:
        """An amount in a sentence, with the sign or the code of the currency."""
        text = self.money.text(minor)
        return f"¥{text}" if self.currency == "CNY" else f"{self.currency} {text}"

    def date_of(self, at: datetime) -> date:
        """The merchant's calendar day of an instant."""
        return at.astimezone(ZoneInfo(self.timezone)).date()

    def start_of(self, day: date) -> datetime:
        """The instant at which the merchant's day begins."""
        return self.end_of(day - timedelta(days=1))

    def end_of(self, day: date) -> datetime:
        """The instant at which the merchant's next day begins."""
        midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.timezone))
        return midnight.astimezone(UTC)

    def end_after(self, at: datetime, days: int) -> datetime:
        """When the day that lies so many days after an instant's is over."""
        return self.end_of(self.date_of(at) + timedelta(days=days))


class Found(Struct, frozen=True, kw_only=True):
    """What a new merchant is founded with; `code` is typed by people, `hosts` lead to it."""

    code: str
    name: str
    currency: str = "CNY"
    timezone: str = "Asia/Shanghai"
    language: Language = "zh"
    hosts: tuple[str, ...] = ()


class RegionRef(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str


class Region(Struct, frozen=True, kw_only=True):
    """A region with how many open stores it has."""

    id: UUID
    name: str
    stores: int


class StoreRef(Struct, frozen=True, kw_only=True):
    """Enough of a store to show and to link it."""

    id: UUID
    code: str
    name: str


class OpenRef(StoreRef, frozen=True, kw_only=True):
    """A store that sells, and how what it sells comes to her."""

    ways: list[Way]


class Store(Struct, frozen=True, kw_only=True):
    """A place that sells (on a street, of a franchisee, online), or a warehouse, which doesn't.

    `ways`: None, the merchant's.
    """

    id: UUID
    code: str
    name: str
    kind: StoreKind
    region: RegionRef | None
    city: str
    address: str
    opened_on: date
    closed_on: date | None
    ways: list[Way] | None = None


class StoreFilter(Struct, frozen=True, kw_only=True):
    """Which stores are listed; `places` is the asker's scope, `today` parts open from closed."""

    today: date
    places: list[UUID] | None = None
    q: str | None = None
    region: UUID | None = None
    kind: StoreKind | None = None
    state: Literal["open", "closed"] | None = None
    sells: bool = False
    """Only those that sell: no warehouses."""


class OpenStore(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    opened_on: date
    kind: StoreKind = "own"
    region: UUID | None = None
    city: str = ""
    address: str = ""


class AmendStore(Struct, frozen=True, kw_only=True):
    """What changes at a store; what is unset stays."""

    name: str | UnsetType = UNSET
    kind: StoreKind | UnsetType = UNSET
    region: UUID | UnsetType | None = UNSET
    city: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    opened_on: date | UnsetType = UNSET
    ways: list[Way] | UnsetType | None = UNSET
