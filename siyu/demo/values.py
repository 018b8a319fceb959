"""What an invented merchant consists of, before any of it is in a database."""

from datetime import date
from typing import Literal

from msgspec import Struct

Role = Literal[
    "owner", "headquarters", "finance", "region_manager", "store_manager", "guide", "service"
]


class Category(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    children: "tuple[Category, ...]" = ()


class Sku(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    price_minor: int
    barcode: str


class Product(Struct, frozen=True, kw_only=True):
    """Goods under one name; months are those of the child that it is for, birth being 0."""

    code: str
    name: str
    brand: str
    category: str
    shape: str
    from_month: int
    to_month: int
    season: str
    appeal: int
    skus: tuple[Sku, ...]

    @property
    def full_name(self) -> str:
        return f"{self.brand} {self.name}"


class Store(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    kind: Literal["own", "franchise", "online"]
    region: str
    city: str
    address: str
    opened_on: date
    pull: int


class Staff(Struct, frozen=True, kw_only=True):
    """A person who works there; a guide's skill is the number of extra things a basket of hers
    tends to hold.
    """

    account: str
    employee_no: str
    name: str
    role: Role
    region: str | None = None
    store: str | None = None
    skill: float = 0.0
    sees: str = ""
    left_on: date | None = None


class Person(Struct, frozen=True, kw_only=True):
    """A member as the merchant's member system knows her; `key` is what tills print, card or
    phone.
    """

    key: str
    name: str
    phone: str
    card: str | None
    gender: Literal["female", "male"]
    born_on: date | None
    child_born_on: date | None
    store: str
    guide: str
    joined_on: date


class Merchant(Struct, frozen=True, kw_only=True):
    name: str
    trade: str
    regions: tuple[str, ...]
    stores: tuple[Store, ...]
    staff: tuple[Staff, ...]
    categories: tuple[Category, ...]
    products: tuple[Product, ...]

    @property
    def guides(self) -> tuple[Staff, ...]:
        return tuple(person for person in self.staff if person.role == "guide")
