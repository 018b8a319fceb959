"""Doors of the open API: the merchant's own programs, with a key."""

from litestar import Litestar
from litestar.di import Provide

from siyu.api.open import (
    articles,
    audiences,
    balances,
    campaigns,
    cases,
    catalog,
    codes,
    commissions,
    coupons,
    customers,
    facts,
    group_buys,
    insight,
    ledger,
    letters,
    orders,
    payments,
    pickups,
    places,
    points,
    prices,
    promotions,
    receipts,
    sales,
    shipments,
    staff,
    stock,
    stores,
    tags,
    tiers,
    transfers,
    vouchers,
)
from siyu.api.staff_entry import bearer, tenant_number
from siyu.kernel.db import Actor, Work
from siyu.kernel.doors import Ask, Connection, audience
from siyu.kernel.errors import SignIn
from siyu.kernel.kit import Kit
from siyu.modules import developers
from siyu.modules import staff as people

MODULES = [
    cases,
    stores,
    staff,
    catalog,
    prices,
    promotions,
    sales,
    group_buys,
    stock,
    places,
    ledger,
    customers,
    receipts,
    shipments,
    codes,
    articles,
    tags,
    transfers,
    insight,
    audiences,
    campaigns,
    letters,
    coupons,
    orders,
    payments,
    points,
    tiers,
    balances,
    commissions,
    pickups,
    facts,
    vouchers,
]


def app(kit: Kit) -> Litestar:
    async def authenticate(connection: Connection) -> Ask | None:
        return await key_ask(kit, bearer(connection))

    async def stranger(_: Connection) -> Ask:
        raise SignIn

    return audience(
        "open API",
        "/open/v1",
        [door for module in MODULES for door in module.DOORS],
        authenticate=authenticate,
        anonymous=stranger,
        about="The open API. Show a key as `Authorization: Bearer siyu_…`; every write carries an "
        "`Idempotency-Key`, and asked again under the same key gives the same answer.",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )


async def key_ask(kit: Kit, shown: str | None) -> Ask | None:
    """The asker that a key stands for; the key names its tenant and is proved inside its walls."""
    parts = (shown or "").split("_", 2)
    if shown is None or len(parts) != 3 or parts[0] != "siyu":
        return None
    tenant = tenant_number(parts[1])
    if tenant is None:
        return None
    async with kit.works.look(tenant) as work:
        key = await developers.find_key(work, shown)
        if key is None or not await _is_backed(work, key):
            return None
    async with kit.works.open(tenant) as work:
        await developers.note_use(work, key.id)
    return Ask(kit.works, tenant, actor=Actor("key", key.id), permits=frozenset(key.permits))


async def _is_backed(work: Work, key: developers.Key) -> bool:
    """A key made by a person stands while they work here and may still make keys."""
    if key.made_by is None:
        return True
    maker = await people.get_person(work, key.made_by)
    return maker.left_at is None and "developers.write" in people.ROLES[maker.role]
