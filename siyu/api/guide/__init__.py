"""Doors of the guide desk, used on the phone."""

from litestar import Litestar
from litestar.di import Provide

from siyu.api.console.entry import stranger
from siyu.api.guide import (
    articles,
    bonds,
    cases,
    coupons,
    customers,
    earnings,
    figures,
    letters,
    links,
    notices,
    orders,
    pickups,
    session,
    shipments,
    stock,
    tags,
    tasks,
    tiers,
    vouchers,
)
from siyu.api.staff_entry import StaffAsk, bearer, find_ask
from siyu.kernel.doors import Connection, audience
from siyu.kernel.kit import Kit

MODULES = [
    session,
    figures,
    tasks,
    notices,
    tiers,
    earnings,
    customers,
    coupons,
    bonds,
    links,
    letters,
    tags,
    articles,
    orders,
    pickups,
    shipments,
    cases,
    vouchers,
    stock,
]


def app(kit: Kit) -> Litestar:
    async def authenticate(connection: Connection) -> StaffAsk | None:
        return await find_ask(kit.works, bearer(connection), "guide")

    return audience(
        "guide desk",
        "/api/guide",
        [door for module in MODULES for door in module.DOORS],
        authenticate=authenticate,
        anonymous=stranger(kit),
        about="The guide desk. A session is a bearer token.",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )
