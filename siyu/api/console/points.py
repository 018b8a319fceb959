"""Console doors of points: kinds, their rules, and what a customer has."""

from uuid import UUID

from siyu.api import points_shapes as shared
from siyu.api.customer_doors import hold
from siyu.api.points_shapes import (
    ADJUST_REFUSALS,
    KIND_REFUSALS,
    MONEY_REFUSALS,
    RULE_REFUSALS,
    AdjustGiven,
    KindGiven,
    MoneyGiven,
    MoneyShape,
    NameGiven,
    RuleGiven,
)
from siyu.flows import adjust_points, set_points_rule
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.modules import loyalty
from siyu.views.points import KindPoints, KindShape, PointsEntry, points_of


@door.get("/points/kinds", permit="loyalty.read")
async def list_kinds(ask: Ask) -> list[KindShape]:
    """Every kind of points with its rules, those that have ended last."""
    return await shared.all_kinds(ask)


@door.post("/points/kinds", permit="loyalty.write", errors=KIND_REFUSALS)
async def add_kind(ask: Ask, data: KindGiven) -> KindShape:
    """Add a kind; it brings nothing before it has a rule."""
    async with ask.work() as work:
        made = await loyalty.add_kind(work, data.code, data.name)
        return await shared.kind_shape(work, made.id)


@door.put("/points/kinds/{id:uuid}", permit="loyalty.write", errors=[NotFound])
async def rename_kind(ask: Ask, id: UUID, data: NameGiven) -> KindShape:
    """Call it otherwise."""
    async with ask.work() as work:
        await loyalty.rename_kind(work, id, data.name)
        return await shared.kind_shape(work, id)


@door.put("/points/kinds/{id:uuid}/end", permit="loyalty.write", errors=[NotFound])
async def end_kind(ask: Ask, id: UUID) -> KindShape:
    """Let it bring no more; what customers have of it stays good."""
    async with ask.work() as work:
        await loyalty.end_kind(work, id)
        return await shared.kind_shape(work, id)


@door.post("/points/kinds/{id:uuid}/rules", permit="loyalty.write", errors=RULE_REFUSALS)
async def set_rule(ask: Ask, id: UUID, data: RuleGiven) -> KindShape:
    """Set the next version, from today on or later."""
    async with ask.work() as work:
        await set_points_rule.set_rule(work, data.asked(id))
        return await shared.kind_shape(work, id)


@door.get("/points/money", permit="loyalty.read")
async def show_money(ask: Ask) -> MoneyShape:
    """What points are worth at the checkout."""
    async with ask.look() as work:
        return await shared.money_shape(work)


@door.put("/points/money", permit="loyalty.write", errors=MONEY_REFUSALS)
async def set_money(ask: Ask, data: MoneyGiven) -> MoneyShape:
    """Say what points pay from now on; orders that were placed keep what they took."""
    async with ask.work() as work:
        await loyalty.set_money_rule(work, data.terms(), seen=data.seen)
        return await shared.money_shape(work)


@door.get("/customers/{id:uuid}/points", permit="loyalty.read", errors=[NotFound])
async def show_points(ask: Ask, id: UUID) -> list[KindPoints]:
    """What a customer has of each kind, lot by lot, and what she owes."""
    async with ask.look() as work:
        await hold(ask, work, id)
        return await points_of(work, id)


@door.get("/customers/{id:uuid}/points/entries", permit="loyalty.read", errors=[NotFound])
async def list_entries(
    ask: Ask, paging: Paging, id: UUID, *, kind: UUID | None = None
) -> Page[PointsEntry]:
    """What happened to her points, the latest first, with why and by whom."""
    async with ask.look() as work:
        await hold(ask, work, id)
        return await shared.entry_page(work, paging, id, kind, inside=True)


@door.post(
    "/customers/{id:uuid}/points/adjustments", permit="loyalty.adjust", errors=ADJUST_REFUSALS
)
async def adjust(ask: Ask, id: UUID, data: AdjustGiven) -> list[KindPoints]:
    """Give or take points by hand, with a reason."""
    async with ask.work() as work:
        await hold(ask, work, id)
        asked = adjust_points.Adjusting(
            id=work.new_id(), customer=id, kind=data.kind, amount=data.amount, why=data.why
        )
        await adjust_points.adjust(work, asked)
        return await points_of(work, id)


DOORS = [
    list_kinds,
    add_kind,
    rename_kind,
    end_kind,
    set_rule,
    show_money,
    set_money,
    show_points,
    list_entries,
    adjust,
]
