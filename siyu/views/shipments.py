"""Orders that are sent, as she and as the house see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import customers, fulfilment

ShipState = Literal["promised", "to_ship", "part", "sent", "received", "void"]
"""`promised` until it is paid; `part`: something left and something did not."""


class ParcelShape(Struct, frozen=True, kw_only=True):
    """What left in one box; without her word it counts as received at `due_at`."""

    id: UUID
    carrier: str
    tracking: str
    sent_at: datetime
    due_at: datetime
    received_at: datetime | None
    by_clock: bool
    lines: list[fulfilment.ParcelLine]


class AddressShape(Struct, frozen=True, kw_only=True):
    """Where things are sent; for the house's eyes name, phone and door are covered."""

    id: UUID
    name: str
    phone: str
    province: str
    city: str
    district: str
    detail: str
    is_default: bool


class ShippingShape(Struct, frozen=True, kw_only=True):
    """How far an order that is sent is; `to` is None once she was forgotten."""

    state: ShipState
    to: AddressShape | None
    ready_at: datetime | None
    parcels: list[ParcelShape]


def ship_state(shipment: fulfilment.Shipment, parcels: Sequence[fulfilment.Parcel]) -> ShipState:
    if shipment.voided_at is not None:
        return "void"
    if shipment.received_at is not None:
        return "received"
    if shipment.ready_at is None:
        return "promised"
    if shipment.done_at is not None:
        return "sent"
    return "part" if parcels else "to_ship"


async def ship_states(work: Work, orders: Sequence[UUID]) -> dict[UUID, ShipState]:
    """Of those orders that are sent."""
    found = await fulfilment.shipments_of(work, orders)
    parcels = await fulfilment.parcels_of(work, list(found))
    return {id_: ship_state(one, parcels.get(id_, [])) for id_, one in found.items()}


async def find_shipping(
    work: Work, orders: Sequence[UUID], *, covered: bool
) -> dict[UUID, ShippingShape]:
    """Of those orders that are sent; `covered` where it is not she who looks."""
    found = await fulfilment.shipments_of(work, orders)
    parcels = await fulfilment.parcels_of(work, list(found))
    kept = await customers.addresses_of(work, [one.address_id for one in found.values()])
    return {
        id_: ShippingShape(
            state=ship_state(one, parcels.get(id_, [])),
            to=_to(kept, one.address_id, covered=covered),
            ready_at=one.ready_at,
            parcels=[parcel_shape(parcel) for parcel in parcels.get(id_, [])],
        )
        for id_, one in found.items()
    }


def address_shape(one: customers.Address) -> AddressShape:
    return AddressShape(
        id=one.id,
        name=one.name,
        phone=one.phone,
        province=one.province,
        city=one.city,
        district=one.district,
        detail=one.detail,
        is_default=one.is_default,
    )


def covered_shape(one: customers.Address) -> AddressShape:
    """Enough to tell two apart, too little to find her."""
    return AddressShape(
        id=one.id,
        name=one.name[:1] + "**",
        phone=customers.masked("phone", one.phone),
        province=one.province,
        city=one.city,
        district=one.district,
        detail="***",
        is_default=one.is_default,
    )


def parcel_shape(one: fulfilment.Parcel) -> ParcelShape:
    return ParcelShape(
        id=one.id,
        carrier=one.carrier,
        tracking=one.tracking,
        sent_at=one.sent_at,
        due_at=one.due_at,
        received_at=one.received_at,
        by_clock=one.received_by == "clock",
        lines=one.lines,
    )


def _to(
    kept: Mapping[UUID, customers.Address], address: UUID, *, covered: bool
) -> AddressShape | None:
    found = kept.get(address)
    if found is None:
        return None
    return covered_shape(found) if covered else address_shape(found)
