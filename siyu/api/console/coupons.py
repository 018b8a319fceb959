"""Console doors of coupons."""

from uuid import UUID

from siyu.api.coupon_shapes import (
    TERM_REFUSALS,
    CouponGiven,
    CouponItem,
    NewCoupon,
    SendingGiven,
    SentShape,
    coupon_item,
    coupon_page,
    new_code,
    sent_shape,
    terms_of,
)
from siyu.api.customer_doors import hold_all
from siyu.flows import claim_coupon
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import promotions


@door.get("/coupons", permit="promotions.read")
async def list_coupons(ask: Ask, paging: Paging, q: Search = "") -> Page[CouponItem]:
    """Coupons, the latest change first; `q` is a code or in a name. With what became of each."""
    return await coupon_page(ask, paging, q)


@door.post("/coupons", permit="promotions.write", errors=[*TERM_REFUSALS, promotions.CodeTaken])
async def make_coupon(ask: Ask, data: NewCoupon) -> CouponItem:
    """Make a coupon with its quota."""
    async with ask.work() as work:
        terms = await terms_of(work, data)
        made = await claim_coupon.define(work, new_code(work, data), terms, new=True)
        return await coupon_item(work, made)


@door.get("/coupons/{id:uuid}", permit="promotions.read")
async def show_coupon(ask: Ask, id: UUID) -> CouponItem:
    """One coupon, with how many were claimed, used, given back, and are left."""
    async with ask.look() as work:
        return await coupon_item(work, await promotions.get_coupon(work, id))


@door.put(
    "/coupons/{id:uuid}",
    permit="promotions.write",
    errors=[*TERM_REFUSALS, promotions.QuotaTooSmall],
)
async def change_coupon(ask: Ask, id: UUID, data: CouponGiven) -> CouponItem:
    """What it says from now on; who claimed it before keeps what it said then."""
    async with ask.work() as work:
        known = await promotions.get_coupon(work, id)
        terms = await terms_of(work, data)
        return await coupon_item(work, await claim_coupon.define(work, known.code, terms))


@door.put("/coupons/{id:uuid}/closure", permit="promotions.write")
async def close_coupon(ask: Ask, id: UUID) -> CouponItem:
    """Give none out any more; those in wallets stay good."""
    async with ask.work() as work:
        return await coupon_item(work, await promotions.close_coupon(work, id))


@door.post(
    "/coupons/{id:uuid}/sendings",
    permit="promotions.send",
    status_code=200,
    errors=[promotions.ForNewcomers],
)
async def send_coupon(ask: Ask, id: UUID, data: SendingGiven) -> SentShape:
    """Put one into each of these wallets, within quota and limit; who gets none is named."""
    people = list(dict.fromkeys(data.customers))
    async with ask.work() as work:
        await hold_all(ask, work, people)
        answers = await claim_coupon.give(work, id, people, key=data.key, source="sent")
        return sent_shape(people, answers, ask.language)


DOORS = [list_coupons, make_coupon, show_coupon, change_coupon, close_coupon, send_coupon]
