"""What anybody may know of the shop."""

from uuid import UUID

from msgspec import Struct

from siyu.kernel.doors import OPEN, Ask, door
from siyu.kernel.errors import Language
from siyu.modules import customers, tenants

MOST_STORES = 500


class PurposeShape(Struct, frozen=True, kw_only=True):
    """Something a customer may be asked to agree to."""

    code: str
    title: str
    sentence: str
    channel: str | None


class ShopStore(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    city: str
    address: str


class Shop(Struct, frozen=True, kw_only=True):
    """The merchant as its customers know it."""

    name: str
    currency: str
    exponent: int
    timezone: str
    stores: list[ShopStore]
    purposes: list[PurposeShape]


@door.get("/shop", permit=OPEN)
async def show_shop(ask: Ask) -> Shop:
    """Name, currency, open stores, and what customers may agree to."""
    async with ask.look() as work:
        tenant = await tenants.get_tenant(work)
        today = tenant.date_of(work.now)
        open_now = tenants.StoreFilter(today=today, state="open", sells=True)
        stores, _ = await tenants.list_stores(work, open_now, limit=MOST_STORES, offset=0)
    return Shop(
        name=tenant.name,
        currency=tenant.currency,
        exponent=tenant.exponent,
        timezone=tenant.timezone,
        stores=[ShopStore(id=s.id, name=s.name, city=s.city, address=s.address) for s in stores],
        purposes=[purpose_shape(p, ask.language) for p in customers.PURPOSES],
    )


def purpose_shape(purpose: customers.Purpose, language: Language) -> PurposeShape:
    zh = language == "zh"
    return PurposeShape(
        code=purpose.code,
        title=purpose.title_zh if zh else purpose.title_en,
        sentence=purpose.sentence_zh if zh else purpose.sentence_en,
        channel=purpose.channel,
    )


DOORS = [show_shop]
