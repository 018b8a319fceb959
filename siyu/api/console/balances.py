"""Console doors of stored value: offers, the rule, balances, refunds and what is owed."""

from uuid import UUID

from siyu.api.balance_shapes import (
    DECIDE_REFUSALS,
    REFUND_REFUSALS,
    RULE_REFUSALS,
    BalanceRuleGiven,
    BalanceRuleShape,
    FaultyRefundGiven,
    OfferGiven,
    OfferShape,
    State,
    movement_page,
    offer_shape,
    refund_page,
    refund_shape,
    rule_shape,
)
from siyu.api.customer_doors import hold
from siyu.flows import refund_top_up
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.modules import loyalty
from siyu.views.balances import (
    BalanceMonth,
    BalanceShape,
    LiabilityShape,
    MovementShape,
    TopUpRefundShape,
    balance_months,
    balance_of,
    liability,
)


@door.get("/balances/offers", permit="loyalty.read")
async def list_offers(ask: Ask) -> list[OfferShape]:
    """Every offer, the smallest first, those that have ended last."""
    async with ask.look() as work:
        return [offer_shape(one) for one in await loyalty.list_offers(work)]


@door.post("/balances/offers", permit="loyalty.write", errors=[loyalty.TooManyOffers])
async def make_offer(ask: Ask, data: OfferGiven) -> OfferShape:
    """Offer a balance: pay so much, get so much on top."""
    async with ask.work() as work:
        made = await loyalty.make_offer(work, data.pay_minor, data.bonus_minor)
        return offer_shape(made)


@door.put("/balances/offers/{id:uuid}/end", permit="loyalty.write", errors=[NotFound])
async def end_offer(ask: Ask, id: UUID) -> OfferShape:
    """Sell it no more; who bought it keeps it."""
    async with ask.work() as work:
        return offer_shape(await loyalty.end_offer(work, id))


@door.get("/balances/rule", permit="loyalty.read")
async def show_rule(ask: Ask) -> BalanceRuleShape:
    """What is spent first, and the most that one balance may come to."""
    async with ask.look() as work:
        return rule_shape(await loyalty.current_rule(work))


@door.put("/balances/rule", permit="loyalty.write", errors=RULE_REFUSALS)
async def set_rule(ask: Ask, data: BalanceRuleGiven) -> BalanceRuleShape:
    """Set the next version, from now on."""
    async with ask.work() as work:
        made = await loyalty.set_balance_rule(
            work, data.order, data.ceiling_minor, earns=data.earns, seen=data.seen
        )
        return rule_shape(made)


@door.get("/balances/liability", permit="ledger.read")
async def show_liability(ask: Ask) -> LiabilityShape:
    """What is owed to all customers together."""
    async with ask.look() as work:
        return await liability(work)


@door.get("/balances/months", permit="ledger.read")
async def list_months(ask: Ask) -> list[BalanceMonth]:
    """What was paid in, spent and refunded in each of the last twelve months, and what was left."""
    async with ask.look() as work:
        return await balance_months(work)


@door.get("/customers/{id:uuid}/balance", permit="loyalty.read", errors=[NotFound])
async def show_balance(ask: Ask, id: UUID) -> BalanceShape:
    """What a customer may spend, top-up by top-up."""
    async with ask.look() as work:
        await hold(ask, work, id)
        return await balance_of(work, id)


@door.get("/customers/{id:uuid}/balance/movements", permit="loyalty.read", errors=[NotFound])
async def list_movements(ask: Ask, paging: Paging, id: UUID) -> Page[MovementShape]:
    """What happened to her balance, the latest first, and by whom."""
    async with ask.look() as work:
        await hold(ask, work, id)
        return await movement_page(work, paging, id, inside=True)


@door.post(
    "/customers/{id:uuid}/balance/refunds",
    permit="loyalty.refund",
    errors=[NotFound, *REFUND_REFUSALS],
)
async def ask_refund(ask: Ask, id: UUID, data: FaultyRefundGiven) -> TopUpRefundShape:
    """Ask for her, at the counter for example; to be approved like any other."""
    async with ask.work() as work:
        await hold(ask, work, id)
        asking = refund_top_up.Asking(
            id=data.id, top_up=data.top_up, customer=id, why=data.why, fault=data.fault
        )
        return await refund_shape(work, await refund_top_up.ask(work, asking), inside=True)


@door.get("/balances/refunds", permit="loyalty.refund")
async def list_refunds(
    ask: Ask, paging: Paging, *, state_: State = "any"
) -> Page[TopUpRefundShape]:
    """What customers want back, the latest first."""
    async with ask.look() as work:
        return await refund_page(work, paging, state_)


@door.put(
    "/balances/refunds/{id:uuid}/approval",
    permit="loyalty.refund",
    errors=[NotFound, *DECIDE_REFUSALS],
)
async def approve(ask: Ask, id: UUID) -> TopUpRefundShape:
    """Pay it back through the cashier."""
    async with ask.work() as work:
        return await refund_shape(work, await refund_top_up.approve(work, id), inside=True)


@door.put(
    "/balances/refunds/{id:uuid}/refusal",
    permit="loyalty.refund",
    errors=[NotFound, loyalty.RefundDecided],
)
async def refuse(ask: Ask, id: UUID) -> TopUpRefundShape:
    """Not by the stated rule: what was held is hers to spend again."""
    async with ask.work() as work:
        return await refund_shape(work, await refund_top_up.refuse(work, id), inside=True)


DOORS = [
    list_offers,
    make_offer,
    end_offer,
    show_rule,
    set_rule,
    show_liability,
    list_months,
    show_balance,
    list_movements,
    ask_refund,
    list_refunds,
    approve,
    refuse,
]
