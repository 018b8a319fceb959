"""Open API doors of points: kinds and rules, a customer's points, and spending at a till."""

from uuid import UUID, uuid5

from litestar import Response

from siyu.api import points_shapes as shared
from siyu.api.console.points import list_kinds, show_money
from siyu.api.points_shapes import (
    ADJUST_REFUSALS,
    KIND_REFUSALS,
    MONEY_REFUSALS,
    RULE_REFUSALS,
    SPEND_REFUSALS,
    AdjustGiven,
    KindGiven,
    MoneyGiven,
    MoneyShape,
    ReturnGiven,
    RuleGiven,
    SpendGiven,
    SpendShape,
)
from siyu.flows import adjust_points, set_points_rule, spend_points
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused, NotFound
from siyu.modules import customers, loyalty
from siyu.views.points import KindPoints, KindShape, PointsEntry, points_of

WRITES = [KeyMissing, KeyReused]


@door.post("/points/kinds", permit="loyalty.write", errors=[*KIND_REFUSALS, *WRITES])
async def add_kind(once: Once, data: KindGiven) -> Response[KindShape]:
    """Add a kind of points; it brings nothing before it has a rule."""
    async with once.work() as work:
        made = await loyalty.add_kind(work, data.code, data.name)
        return await once.answer(work, await shared.kind_shape(work, made.id))


@door.post(
    "/points/kinds/{id:uuid}/rules",
    permit="loyalty.write",
    errors=[*RULE_REFUSALS, *WRITES],
)
async def set_rule(once: Once, id: UUID, data: RuleGiven) -> Response[KindShape]:
    """Set the next version of a kind's rule, from today on or later."""
    async with once.work() as work:
        await set_points_rule.set_rule(work, data.asked(id))
        return await once.answer(work, await shared.kind_shape(work, id))


@door.put("/points/money", permit="loyalty.write", errors=[*MONEY_REFUSALS, *WRITES])
async def set_money(once: Once, data: MoneyGiven) -> Response[MoneyShape]:
    """Say what points pay from now on; orders that were placed keep what they took."""
    async with once.work() as work:
        await loyalty.set_money_rule(work, data.terms(), seen=data.seen)
        return await once.answer(work, await shared.money_shape(work))


@door.get("/customers/{id:uuid}/points", permit="loyalty.read", errors=[NotFound])
async def show_points(ask: Ask, id: UUID) -> list[KindPoints]:
    """What a customer has of each kind, lot by lot, and what she owes."""
    async with ask.look() as work:
        await customers.get_customer(work, id)
        return await points_of(work, id)


@door.get("/customers/{id:uuid}/points/entries", permit="loyalty.read", errors=[NotFound])
async def list_entries(
    ask: Ask, paging: Paging, id: UUID, *, kind: UUID | None = None
) -> Page[PointsEntry]:
    """What happened to a customer's points, the latest first."""
    async with ask.look() as work:
        await customers.get_customer(work, id)
        return await shared.entry_page(work, paging, id, kind, inside=True)


@door.post(
    "/customers/{id:uuid}/points/adjustments",
    permit="loyalty.adjust",
    errors=[*ADJUST_REFUSALS, *WRITES],
)
async def adjust(once: Once, id: UUID, data: AdjustGiven) -> Response[list[KindPoints]]:
    """Give or take points by hand, with a reason."""
    async with once.work() as work:
        asked = adjust_points.Adjusting(
            id=work.new_id(), customer=id, kind=data.kind, amount=data.amount, why=data.why
        )
        await adjust_points.adjust(work, asked)
        return await once.answer(work, await points_of(work, id))


@door.post(
    "/customers/{id:uuid}/points/spends",
    permit="loyalty.adjust",
    errors=[*SPEND_REFUSALS, *WRITES],
)
async def spend(ask: Ask, once: Once, id: UUID, data: SpendGiven) -> Response[SpendShape]:
    """Let points pay for something, what ends first first."""
    async with once.work() as work:
        await customers.get_customer(work, id)
        await loyalty.get_kind(work, data.kind)
        want = loyalty.Want(
            id=uuid5(ask.id, once.key),
            customer=id,
            kind=data.kind,
            amount=data.amount,
            why=data.why,
        )
        made = await spend_points.spend_one(work, want)
        return await once.answer(work, shared.spend_shape(made))


@door.post(
    "/points/spends/{id:uuid}/returns",
    permit="loyalty.adjust",
    errors=[NotFound, loyalty.BackTooMuch, *WRITES],
)
async def give_back(once: Once, id: UUID, data: ReturnGiven) -> Response[SpendShape]:
    """Give points of a spend back to the lots they came from."""
    async with once.work() as work:
        if id not in await loyalty.find_spends(work, [id]):
            raise NotFound
        made = await spend_points.give_back(work, id, data.amount)
        return await once.answer(work, shared.spend_shape(made))


DOORS = [
    list_kinds,
    add_kind,
    set_rule,
    show_money,
    set_money,
    show_points,
    list_entries,
    adjust,
    spend,
    give_back,
]
