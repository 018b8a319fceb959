"""Storefront doors of coupons: what she has, and what she may claim."""

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter

from siyu.api.coupon_shapes import (
    CLAIM_REFUSALS,
    Claimable,
    ClaimGiven,
    CodeTyped,
    MyCoupon,
    claimables,
    my_coupons,
)
from siyu.flows import claim_coupon
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.kernel.errors import Refusal
from siyu.modules import promotions

State = Literal["any", "open", "used", "expired"]


@door.get("/coupons", permit=SIGNED_IN)
async def list_my_coupons(
    ask: Ask, paging: Paging, *, state_: Annotated[State, Parameter(query="state")] = "any"
) -> Page[MyCoupon]:
    """Her coupons, what ends first on top; `open` are those she may use, now or later."""
    async with ask.look() as work:
        rows, count = await promotions.list_wallet(
            work, ask.id, state=state_, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await my_coupons(work, rows, ask.language), count)


@door.get("/coupons/claimable", permit=SIGNED_IN)
async def list_claimable(ask: Ask) -> list[Claimable]:
    """What the merchant gives away now, those she can have first."""
    async with ask.look() as work:
        return await claimables(work, ask.id, ask.language)


@door.post(
    "/coupons/{id:uuid}/claim",
    permit=SIGNED_IN,
    errors=[*CLAIM_REFUSALS, promotions.NotToClaim, promotions.ByCodeOnly],
)
async def claim_coupon_(ask: Ask, id: UUID, data: ClaimGiven) -> MyCoupon:
    """Claim one; the same key again is the same coupon."""
    async with ask.work() as work:
        owned = await claim_coupon.claim_herself(
            work, id, ask.id, key=data.key, source="storefront"
        )
        return (await my_coupons(work, [owned], ask.language))[0]


@door.post(
    "/coupons/codes",
    permit=SIGNED_IN,
    errors=[*CLAIM_REFUSALS, promotions.UnknownCode, promotions.TooManyGuesses],
)
async def type_code(ask: Ask, data: CodeTyped) -> MyCoupon:
    """Claim what a code brings; the same key again is the same coupon."""
    async with ask.work() as work:
        answer = await claim_coupon.claim_typed(work, data.code, ask.id, key=data.key)
        shown = [] if isinstance(answer, Refusal) else [answer]
        shapes = await my_coupons(work, shown, ask.language)
    # Wrong codes stay counted: what was done is kept before the refusal is told.
    if isinstance(answer, Refusal):
        raise answer
    return shapes[0]


DOORS = [list_my_coupons, list_claimable, claim_coupon_, type_code]
