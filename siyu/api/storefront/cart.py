"""Storefront doors of the cart, and of prices."""

from uuid import UUID

from msgspec import Struct

from siyu.api.order_shapes import (
    CartGiven,
    Pieces,
)
from siyu.api.quote_shapes import QUOTE_REFUSALS, CartQuote, QuoteGiven, quote
from siyu.flows import fill_cart
from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.kernel.errors import NotFound
from siyu.modules import orders
from siyu.views.carts import Cart, get_cart

REFUSALS = [orders.StoreShut, NotFound]


class MoreGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """So many more of a SKU."""

    sku: UUID
    quantity: Pieces = 1


@door.get("/cart", permit=SIGNED_IN, errors=REFUSALS)
async def show_cart(ask: Ask, store: UUID | None = None) -> Cart:
    """What lies in her cart at today's prices, and whether the store has it.

    Without a store it is the one that looks after her, or the merchant's first.
    """
    async with ask.look() as work:
        return await get_cart(work, ask.id, store)


@door.put("/cart", permit=SIGNED_IN, errors=[*REFUSALS, orders.UnknownGoods, orders.CartFull])
async def lay_in_cart(ask: Ask, data: CartGiven, store: UUID | None = None) -> Cart:
    """Change how many of something lie there, and what is picked."""
    async with ask.work() as work:
        await fill_cart.lay(work, ask.id, data.lays())
        return await get_cart(work, ask.id, store)


@door.post(
    "/cart",
    permit=SIGNED_IN,
    status_code=200,
    errors=[*REFUSALS, orders.UnknownGoods, orders.CartFull],
)
async def add_to_cart(ask: Ask, data: MoreGiven, store: UUID | None = None) -> Cart:
    """Put more of something in."""
    async with ask.work() as work:
        await fill_cart.add(work, ask.id, data.sku, data.quantity)
        return await get_cart(work, ask.id, store)


@door.post("/quote", permit=SIGNED_IN, status_code=200, errors=[*QUOTE_REFUSALS, NotFound])
async def make_quote(ask: Ask, data: QuoteGiven) -> CartQuote:
    """What the picked lines, or those given, come to, and what each coupon would do to it."""
    async with ask.look() as work:
        return await quote(work, ask.id, data, ask.language)


DOORS = [show_cart, lay_in_cart, add_to_cart, make_quote]
