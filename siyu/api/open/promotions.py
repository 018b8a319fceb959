"""Open API doors of promotions."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api.promotion_shapes import (
    REFUSALS,
    BlocksShape,
    FirstDay,
    LastDay,
    PromotionChange,
    PromotionShape,
    SampleGiven,
    State,
    StateGiven,
    TriedPrice,
    blocks,
    costs_of,
    shape,
    shapes,
    tried,
)
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import promotions
from siyu.modules.orders import UnknownGoods
from siyu.modules.promotions import UnknownPromotion, pricing
from siyu.views.promotion_costs import Costs


@door.get("/promotions/blocks", permit="promotions.read")
async def list_blocks(ask: Ask) -> BlocksShape:
    """Every effect and condition, as a sentence with slots and the fields that fill them."""
    return blocks(ask.language)


@door.post("/promotions/try", permit="promotions.read", status_code=200, errors=[UnknownGoods])
async def try_cart(ask: Ask, data: SampleGiven) -> TriedPrice:
    """Price a sample cart, explained; with a promotion that is not saved yet, if one is given."""
    async with ask.look() as work:
        return await tried(ask, work, data)


@door.get("/promotions", permit="promotions.read")
async def list_promotions(
    ask: Ask, paging: Paging, *, state_: Annotated[State, Parameter(query="state")] = "any"
) -> Page[PromotionShape]:
    """Promotions, the last saved first; of one state or standing, if it is named."""
    async with ask.look() as work:
        rows, count = await promotions.list_promotions(
            work, state=state_, limit=paging.limit, offset=paging.offset
        )
        return paging.of(shapes(rows, work.now), count)


@door.get("/promotions/costs", permit="promotions.read")
async def show_costs(ask: Ask, first_on: FirstDay = None, last_on: LastDay = None) -> Costs:
    """Who paid what for promotions and coupons: the last year, or from a day to another.

    Of orders that were placed then and paid, less what went back.
    """
    return await costs_of(ask, first_on, last_on)


@door.get("/promotions/{id:uuid}", permit="promotions.read", errors=[UnknownPromotion])
async def show_promotion(ask: Ask, id: UUID) -> PromotionShape:
    """A promotion as it stands."""
    async with ask.look() as work:
        return shape(await promotions.get_promotion(work, id), work.now)


@door.get("/promotions/{id:uuid}/versions", permit="promotions.read", errors=[UnknownPromotion])
async def list_versions(ask: Ask, id: UUID) -> list[PromotionShape]:
    """What it ever said, the newest first."""
    async with ask.look() as work:
        await promotions.get_promotion(work, id)
        return shapes(await promotions.promotion_versions(work, id), work.now)


@door.post("/promotions", permit="promotions.write", errors=[KeyMissing, KeyReused])
async def make_promotion(once: Once, data: pricing.Wording) -> Response[PromotionShape]:
    """Make a draft; it applies to nobody before it runs."""
    async with once.work() as work:
        made = await promotions.make_promotion(work, data)
        return await once.answer(work, shape(made, work.now))


@door.put(
    "/promotions/{id:uuid}", permit="promotions.write", errors=[*REFUSALS, KeyMissing, KeyReused]
)
async def change_promotion(once: Once, id: UUID, data: PromotionChange) -> Response[PromotionShape]:
    """A new version; orders keep the one they were priced with."""
    async with once.work() as work:
        changed = await promotions.change_promotion(work, id, data.version, data.wording)
        return await once.answer(work, shape(changed, work.now))


@door.put(
    "/promotions/{id:uuid}/state",
    permit="promotions.write",
    errors=[*REFUSALS, KeyMissing, KeyReused],
)
async def move_promotion(once: Once, id: UUID, data: StateGiven) -> Response[PromotionShape]:
    """Run it, pause it, or end it for good."""
    async with once.work() as work:
        moved = await promotions.move_promotion(work, id, data.state)
        return await once.answer(work, shape(moved, work.now))


DOORS = [
    list_blocks,
    try_cart,
    show_costs,
    list_promotions,
    make_promotion,
    show_promotion,
    change_promotion,
    move_promotion,
    list_versions,
]
