"""Open API doors of coupons: made, claimed for a customer, and what became of them."""

from uuid import UUID

from litestar import Response
from msgspec import Struct

from siyu.api.coupon_shapes import (
    CLAIM_REFUSALS,
    TERM_REFUSALS,
    CouponItem,
    MyCoupon,
    NewCoupon,
    coupon_item,
    coupon_page,
    my_coupons,
    new_code,
    terms_of,
)
from siyu.flows import claim_coupon
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import customers, promotions


class ClaimedFor(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose wallet it goes into."""

    customer: UUID


@door.get("/coupons", permit="promotions.read")
async def list_coupons(ask: Ask, paging: Paging, q: Search = "") -> Page[CouponItem]:
    """Coupons, the latest change first; `q` is a code or in a name. With what became of each."""
    return await coupon_page(ask, paging, q)


@door.post(
    "/coupons",
    permit="promotions.write",
    errors=[*TERM_REFUSALS, promotions.CodeTaken, KeyMissing, KeyReused],
)
async def make_coupon(once: Once, data: NewCoupon) -> Response[CouponItem]:
    """Make a coupon with its quota."""
    async with once.work() as work:
        terms = await terms_of(work, data)
        made = await claim_coupon.define(work, new_code(work, data), terms, new=True)
        return await once.answer(work, await coupon_item(work, made))


@door.get("/coupons/{id:uuid}", permit="promotions.read")
async def show_coupon(ask: Ask, id: UUID) -> CouponItem:
    """One coupon, with how many were claimed, used, given back, and are left."""
    async with ask.look() as work:
        return await coupon_item(work, await promotions.get_coupon(work, id))


@door.post(
    "/coupons/{id:uuid}/claims",
    permit="promotions.write",
    errors=[*CLAIM_REFUSALS, KeyMissing, KeyReused],
)
async def claim_for_customer(
    ask: Ask, once: Once, id: UUID, data: ClaimedFor
) -> Response[MyCoupon]:
    """Put one into a customer's wallet, within its quota and limit per person."""
    async with once.work() as work:
        await customers.get_customer(work, data.customer)
        owned = await claim_coupon.give_one(
            work, id, data.customer, key=f"{ask.id}/{once.key}", source="api"
        )
        [shape] = await my_coupons(work, [owned], ask.language)
        return await once.answer(work, shape)


@door.get("/customers/{id:uuid}/coupons", permit="promotions.read")
async def list_wallet(ask: Ask, paging: Paging, id: UUID) -> Page[MyCoupon]:
    """What a customer has, what ends first on top."""
    async with ask.look() as work:
        await customers.get_customer(work, id)
        rows, count = await promotions.list_wallet(
            work, id, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await my_coupons(work, rows, ask.language), count)


DOORS = [list_coupons, make_coupon, show_coupon, claim_for_customer, list_wallet]
