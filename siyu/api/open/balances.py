"""Open API doors of stored value: offers, a customer's balance, and refunds."""

from uuid import UUID, uuid5

from litestar import Response

from siyu.api.balance_shapes import (
    DECIDE_REFUSALS,
    REFUND_REFUSALS,
    FaultyRefundGiven,
    OfferGiven,
    OfferShape,
    State,
    movement_page,
    offer_shape,
    refund_page,
    refund_shape,
)
from siyu.api.console.balances import list_months, list_offers, show_liability
from siyu.flows import refund_top_up
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused, NotFound
from siyu.modules import customers, loyalty
from siyu.views.balances import BalanceShape, MovementShape, TopUpRefundShape, balance_of

WRITES = [KeyMissing, KeyReused]


@door.post("/balances/offers", permit="loyalty.write", errors=[loyalty.TooManyOffers, *WRITES])
async def make_offer(once: Once, data: OfferGiven) -> Response[OfferShape]:
    """Offer a balance: pay so much, get so much on top."""
    async with once.work() as work:
        made = await loyalty.make_offer(work, data.pay_minor, data.bonus_minor)
        return await once.answer(work, offer_shape(made))


@door.get("/customers/{id:uuid}/balance", permit="loyalty.read", errors=[NotFound])
async def show_balance(ask: Ask, id: UUID) -> BalanceShape:
    """What a customer may spend, top-up by top-up."""
    async with ask.look() as work:
        await customers.get_customer(work, id)
        return await balance_of(work, id)


@door.get("/customers/{id:uuid}/balance/movements", permit="loyalty.read", errors=[NotFound])
async def list_movements(ask: Ask, paging: Paging, id: UUID) -> Page[MovementShape]:
    """What happened to her balance, the latest first."""
    async with ask.look() as work:
        await customers.get_customer(work, id)
        return await movement_page(work, paging, id, inside=True)


@door.get("/balances/refunds", permit="loyalty.refund")
async def list_refunds(
    ask: Ask, paging: Paging, *, state_: State = "any"
) -> Page[TopUpRefundShape]:
    """What customers want back, the latest first."""
    async with ask.look() as work:
        return await refund_page(work, paging, state_)


@door.post(
    "/customers/{id:uuid}/balance/refunds",
    permit="loyalty.refund",
    errors=[NotFound, *REFUND_REFUSALS, *WRITES],
)
async def ask_refund(
    ask: Ask, once: Once, id: UUID, data: FaultyRefundGiven
) -> Response[TopUpRefundShape]:
    """Ask for a top-up back for a customer; within seven days it is on its way at once."""
    async with once.work() as work:
        asking = refund_top_up.Asking(
            id=uuid5(ask.id, str(data.id)),
            top_up=data.top_up,
            customer=id,
            why=data.why,
            fault=data.fault,
        )
        made = await refund_top_up.ask(work, asking)
        return await once.answer(work, await refund_shape(work, made, inside=True))


@door.post(
    "/balances/refunds/{id:uuid}/approval",
    permit="loyalty.refund",
    errors=[NotFound, *DECIDE_REFUSALS, *WRITES],
)
async def approve(once: Once, id: UUID) -> Response[TopUpRefundShape]:
    """Pay a refund back through the cashier."""
    async with once.work() as work:
        made = await refund_top_up.approve(work, id)
        return await once.answer(work, await refund_shape(work, made, inside=True))


DOORS = [
    list_offers,
    make_offer,
    show_liability,
    list_months,
    show_balance,
    list_movements,
    list_refunds,
    ask_refund,
    approve,
]
