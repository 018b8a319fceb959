"""What doors of delivery take: addresses, parcels, freight templates, the rule of the clock."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.typed import PLAIN, Name
from siyu.modules import customers, fulfilment, orders, tenants
from siyu.modules.fulfilment import freight

Ways = Annotated[list[tenants.Way], Meta(min_length=1, max_length=2)]
_Short = Annotated[str, Meta(min_length=1, max_length=40, pattern=PLAIN)]
_Days = Annotated[int, Meta(ge=1, le=365)]
SHIP_REFUSALS = [
    fulfilment.NotToSend,
    fulfilment.SentTooMuch,
    fulfilment.NothingInParcel,
    fulfilment.ParcelKnown,
]
Tracking = Annotated[str, Meta(min_length=4, max_length=40, pattern=r"^[A-Za-z0-9-]+$")]


class AddressGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where she wants things sent; `province` is two digits of GB/T 2260."""

    name: _Short
    phone: Annotated[str, Meta(min_length=5, max_length=30, pattern=PLAIN)]
    province: freight.Province
    city: Annotated[str, Meta(max_length=40, pattern=PLAIN)] = ""
    district: Annotated[str, Meta(max_length=40, pattern=PLAIN)] = ""
    detail: Annotated[str, Meta(min_length=2, max_length=200, pattern=PLAIN)]
    is_default: bool = False

    def given(self) -> customers.AddressGiven:
        return customers.AddressGiven(
            name=self.name,
            phone=self.phone,
            province=self.province,
            city=self.city,
            district=self.district,
            detail=self.detail,
        )


class Province(Struct, frozen=True):
    code: str
    name: str


class ParcelLineGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """So many pieces of a line, by its number in the order."""

    n: Annotated[int, Meta(ge=1, le=orders.MOST_LINES)]
    quantity: Annotated[int, Meta(ge=1, le=orders.MOST_PIECES)]


class TrackingGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who carries it, and by which number it is followed."""

    carrier: fulfilment.Carrier
    tracking: Tracking


class ParcelGiven(TrackingGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A parcel that left: these lines, or everything that waits still. The same `id`, the same."""

    id: UUID | None = None
    lines: Annotated[list[ParcelLineGiven], Meta(min_length=1, max_length=100)] | None = None

    def quantities(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for one in self.lines or []:
            found[one.n] = found.get(one.n, 0) + one.quantity
        return found


class FreightGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name
    terms: freight.Terms


class FreightProducts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Products that are sent under it from now on, and others that are so no more."""

    add: Annotated[list[UUID], Meta(max_length=500)] = []
    remove: Annotated[list[UUID], Meta(max_length=500)] = []


class UsualGiven(Struct, frozen=True, forbid_unknown_fields=True):
    usual: bool


class FreightShape(Struct, frozen=True, kw_only=True):
    """A template at its newest version; `products` name it, `usual`: all others are sent by it."""

    id: UUID
    version: int
    name: str
    terms: freight.Terms
    at: datetime
    products: int
    usual: bool


class NamedProduct(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str


class FreightDetail(FreightShape, frozen=True, kw_only=True):
    named: list[NamedProduct]


class DeliveryGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How orders come to whoever bought, and what the clock does with them, in days."""

    ways: Ways
    received_after_days: Annotated[int, Meta(ge=1, le=60)] = 10
    remind_after_days: _Days | None = 3
    unfetched_after_days: _Days | None = None
    unfetched: fulfilment.Unfetched = "keep"

    def rule(self) -> fulfilment.DeliveryRule:
        return fulfilment.DeliveryRule(
            received_after_days=self.received_after_days,
            remind_after_days=self.remind_after_days,
            unfetched_after_days=self.unfetched_after_days,
            unfetched=self.unfetched,
        )


class Delivery(Struct, frozen=True, kw_only=True):
    ways: list[tenants.Way]
    received_after_days: int
    remind_after_days: int | None
    unfetched_after_days: int | None
    unfetched: fulfilment.Unfetched
    version: int
    at: datetime | None


def freight_shape(one: fulfilment.FreightTemplate) -> FreightShape:
    return FreightShape(
        id=one.id,
        version=one.version,
        name=one.name,
        terms=one.terms,
        at=one.at,
        products=one.products,
        usual=one.usual,
    )
