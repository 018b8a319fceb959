"""Storefront doors of flash sales: anybody may look; buying is ordering."""

from uuid import UUID

from siyu.kernel.doors import OPEN, Ask, door
from siyu.modules import deals, orders
from siyu.views.carts import pickup_store
from siyu.views.sales import OfferedSale, offered_sales, shown_sales


@door.get("/sales", permit=OPEN, errors=[orders.StoreShut])
async def list_sales(
    ask: Ask, store: UUID | None = None, product: UUID | None = None
) -> list[OfferedSale]:
    """Sales that run at the store or come within a week; of one product, if it is named."""
    async with ask.look() as work:
        found = await shown_sales(work)
        if not found:
            return []
        place = await pickup_store(work, ask.actor.id, store)
        offered = await offered_sales(work, found, place, ask.actor.id)
    return [one for one in offered if product in {None, *(good.product for good in one.goods)}]


@door.get("/sales/{id:uuid}", permit=OPEN, errors=[orders.StoreShut, deals.UnknownSale])
async def show_sale(ask: Ask, id: UUID, store: UUID | None = None) -> OfferedSale:
    """A sale, before, while and after it runs; to count down by the server's clock."""
    async with ask.look() as work:
        sale = await deals.get_sale(work, id)
        place = await pickup_store(work, ask.actor.id, store)
        offered = await offered_sales(work, [sale], place, ask.actor.id)
        if sale.confirmed_at is None or not offered:
            raise deals.UnknownSale
        return offered[0]


DOORS = [list_sales, show_sale]
