"""Storefront doors of addresses: where a customer wants things sent."""

from uuid import UUID

from siyu.api.delivery_shapes import AddressGiven, Province
from siyu.kernel.doors import OPEN, SIGNED_IN, Ask, door
from siyu.modules import customers
from siyu.modules.customers.errors import TooManyAddresses, UnknownProvince, UnreadablePhone
from siyu.views.shipments import AddressShape, address_shape

REFUSALS = [UnreadablePhone, UnknownProvince]


@door.get("/provinces", permit=OPEN)
async def list_provinces(ask: Ask) -> list[Province]:
    """Provinces by their codes, for a form."""
    zh = ask.language == "zh"
    return [Province(code, names[0 if zh else 1]) for code, names in customers.PROVINCES.items()]


@door.get("/addresses", permit=SIGNED_IN)
async def list_my_addresses(ask: Ask) -> list[AddressShape]:
    """Hers, the default first."""
    async with ask.look() as work:
        return [address_shape(one) for one in await customers.list_addresses(work, ask.id)]


@door.post("/addresses", permit=SIGNED_IN, errors=[*REFUSALS, TooManyAddresses])
async def add_my_address(ask: Ask, data: AddressGiven) -> AddressShape:
    """One more; the first is the default."""
    async with ask.work() as work:
        made = await customers.add_address(work, ask.id, data.given(), default=data.is_default)
        return address_shape(made)


@door.put("/addresses/{id:uuid}", permit=SIGNED_IN, errors=REFUSALS)
async def change_my_address(ask: Ask, id: UUID, data: AddressGiven) -> AddressShape:
    """Another in its place, under an id of its own: what is under way goes where it went."""
    async with ask.work() as work:
        made = await customers.change_address(
            work, ask.id, id, data.given(), default=data.is_default
        )
        return address_shape(made)


@door.put("/addresses/{id:uuid}/default", permit=SIGNED_IN)
async def prefer_my_address(ask: Ask, id: UUID) -> list[AddressShape]:
    """The default from now on."""
    async with ask.work() as work:
        await customers.prefer_address(work, ask.id, id)
        return [address_shape(one) for one in await customers.list_addresses(work, ask.id)]


@door.delete("/addresses/{id:uuid}", permit=SIGNED_IN)
async def remove_my_address(ask: Ask, id: UUID) -> None:
    """Not offered any more."""
    async with ask.work() as work:
        await customers.remove_address(work, ask.id, id)


DOORS = [
    list_provinces,
    list_my_addresses,
    add_my_address,
    change_my_address,
    prefer_my_address,
    remove_my_address,
]
