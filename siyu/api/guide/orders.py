"""Guide desk doors of orders that nobody has paid yet: what they cost may be talked about."""

from uuid import UUID

from siyu.api import order_doors as shared
from siyu.api.order_shapes import OrderDetail
from siyu.api.price_change_shapes import PRICE_REFUSALS, NewPriceGiven, change
from siyu.kernel.doors import Ask, door
from siyu.kernel.kit import Kit
from siyu.modules import orders
from siyu.views.orders import OrderItem, order_items

PERMIT = "orders.reprice"
MOST = 100


@door.get("/orders/unpaid", permit=PERMIT)
async def list_unpaid(ask: Ask) -> list[OrderItem]:
    """What waits to be paid at my store, the latest first."""
    places = ask.scope.place_list()
    which = orders.Filter(stores=None if places is None else tuple(places), state="unpaid")
    async with ask.look() as work:
        rows, _ = await orders.list_orders(work, which, limit=MOST)
        return await order_items(work, [one for one in rows if one.expires_at > work.now])


@door.get("/orders/{id:uuid}", permit=PERMIT)
async def show_order(ask: Ask, id: UUID) -> OrderDetail:
    """One of them, with what may be taken off."""
    async with ask.look() as work:
        return await shared.order_detail(work, await shared.hold(ask, work, id))


@door.post("/orders/{id:uuid}/price", permit=PERMIT, status_code=200, errors=PRICE_REFUSALS)
async def change_price(ask: Ask, kit: Kit, id: UUID, data: NewPriceGiven) -> OrderDetail:
    """Take something off what it costs, within the merchant's limit."""
    async with ask.look() as work:
        await shared.hold(ask, work, id)
    await change(ask, kit, id, data)
    async with ask.look() as work:
        return await shared.order_detail(work, await orders.get_order(work, id))


DOORS = [list_unpaid, show_order, change_price]
