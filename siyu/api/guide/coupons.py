"""Guide desk doors of coupons: what one of my customers has, and what I may give her."""

from uuid import UUID

from msgspec import Struct

from siyu.api.coupon_shapes import CLAIM_REFUSALS, Givable, MyCoupon, givables, my_coupons
from siyu.api.customer_doors import hold
from siyu.api.order_shapes import Key
from siyu.flows import claim_coupon
from siyu.kernel.doors import Ask, door
from siyu.kernel.errors import NotFound
from siyu.modules import promotions

MOST = 50


class HerCoupons(Struct, frozen=True, kw_only=True):
    """`open` are those she may use now or soon, the first to end first; `to_send` those that guides
    give out, with why she can't have one of them.
    """

    open: list[MyCoupon]
    to_send: list[Givable]


class SendGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """The same `key` is the same coupon sent."""

    coupon: UUID
    key: Key


@door.get("/customers/{id:uuid}/coupons", permit="promotions.send", errors=[NotFound])
async def show_coupons(ask: Ask, id: UUID) -> HerCoupons:
    """What she has, and what may be sent to her."""
    async with ask.look() as work:
        await hold(ask, work, id)
        owned = await promotions.open_wallet(work, id, limit=MOST)
        return HerCoupons(
            open=await my_coupons(work, owned, ask.language),
            to_send=await givables(work, id, ask.id, ask.language),
        )


@door.post(
    "/customers/{id:uuid}/coupons",
    permit="promotions.send",
    errors=[*CLAIM_REFUSALS, promotions.GaveEnough, promotions.NotByGuides, NotFound],
)
async def send_coupon(ask: Ask, id: UUID, data: SendGiven) -> MyCoupon:
    """Put one into her wallet, within its quota, its limit per person, and mine."""
    async with ask.work() as work:
        await hold(ask, work, id)
        key = f"{ask.id}/{data.key}"
        owned = await claim_coupon.send_by_guide(work, data.coupon, id, ask.id, key=key)
        [said] = await my_coupons(work, [owned], ask.language)
        return said


DOORS = [show_coupons, send_coupon]
