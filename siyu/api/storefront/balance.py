"""Storefront doors of stored value: her balance, buying it, paying with it, having it back."""

from typing import Any
from uuid import UUID

from litestar import Request

from siyu.api.balance_shapes import (
    REFUND_REFUSALS,
    BalancePaid,
    BalancePayGiven,
    OfferShape,
    PasswordGiven,
    TopUpAsked,
    TopUpGiven,
    TopUpRefundGiven,
    movement_page,
    offer_shape,
    refund_shape,
)
from siyu.api.order_doors import mine
from siyu.flows import pay_by_balance, pay_password, refund_top_up, top_up
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import loyalty, orders, payments
from siyu.modules.customers.errors import TooManyCodes, WrongCode
from siyu.views.balances import (
    BalanceShape,
    MovementShape,
    TopUpRefundShape,
    balance_of,
    refund_shapes,
)


@door.get("/balance", permit=SIGNED_IN)
async def show_my_balance(ask: Ask) -> BalanceShape:
    """What she may spend, and each top-up with what of it would go back."""
    async with ask.look() as work:
        return await balance_of(work, ask.id)


@door.get("/balance/movements", permit=SIGNED_IN)
async def list_my_movements(ask: Ask, paging: Paging) -> Page[MovementShape]:
    """What happened to her balance, the latest first."""
    async with ask.look() as work:
        return await movement_page(work, paging, ask.id, inside=False)


@door.get("/balance/offers", permit=SIGNED_IN)
async def list_offers(ask: Ask) -> list[OfferShape]:
    """What may be bought now, the smallest first."""
    async with ask.look() as work:
        found = await loyalty.list_offers(work)
        return [offer_shape(one) for one in found if one.ended_at is None]


@door.post(
    "/balance/top-ups",
    permit=SIGNED_IN,
    errors=[
        NotFound,
        loyalty.AboveCeiling,
        loyalty.OfferEnded,
        payments.CashierDeclined,
        payments.NothingToPayWith,
    ],
)
async def buy(ask: Ask, kit: Kit, data: TopUpGiven) -> TopUpAsked:
    """Where to pay for a balance."""
    asking = top_up.Asking(customer=ask.id, offer=data.offer, return_to=data.return_to)
    attempt = await top_up.ask_at_cashier(kit, ask.tenant, ask.actor, asking)
    if attempt.state == "closed":
        raise payments.CashierDeclined
    return TopUpAsked(
        top_up=attempt.order_id,
        amount_minor=attempt.amount_minor,
        pay_path=attempt.pay_path,
        payable_until=attempt.payable_until,
    )


@door.post(
    "/balance/password/code", permit=SIGNED_IN, status_code=202, errors=[TooManyCodes, NotFound]
)
async def ask_code(ask: Ask, request: Request[Any, Any, Any]) -> None:
    """Send a code to her phone, to set a pay password with."""
    address = request.client.host if request.client else ""
    async with ask.work() as work:
        await pay_password.ask_code(work, ask.id, address)


@door.put(
    "/balance/password",
    permit=SIGNED_IN,
    status_code=204,
    errors=[WrongCode, loyalty.WeakPassword, NotFound],
)
async def set_password(ask: Ask, kit: Kit, data: PasswordGiven) -> None:
    """Set it, for the first time or anew."""
    fits = await pay_password.choose(
        kit, ask.tenant, ask.id, code=data.code, password=data.password
    )
    if not fits:
        raise WrongCode


@door.post(
    "/orders/{id:uuid}/balance",
    permit=SIGNED_IN,
    status_code=200,
    errors=[
        NotFound,
        orders.NotUnpaid,
        loyalty.NoPassword,
        loyalty.NothingOnBalance,
        loyalty.PasswordLocked,
        loyalty.PaymentUnderWay,
        loyalty.WrongPassword,
    ],
)
async def pay_order(ask: Ask, kit: Kit, id: UUID, data: BalancePayGiven) -> BalancePaid:
    """Let her balance pay, as far as it goes; the rest is for the cashier."""
    async with ask.look() as work:
        await mine(work, id, ask.id)
    await pay_password.must_fit(kit, ask.tenant, ask.id, data.password)
    async with ask.work() as work:
        made = await pay_by_balance.pay(work, id, customer=ask.id, at_most=data.at_most_minor)
        order = await orders.get_order(work, id)
    return BalancePaid(
        order=id,
        principal_minor=made.principal,
        bonus_minor=made.bonus,
        rest_minor=order.payable_minor - made.amount,
        paid=order.state != "unpaid",
    )


@door.get("/balance/refunds", permit=SIGNED_IN)
async def list_my_refunds(ask: Ask) -> list[TopUpRefundShape]:
    """What she asked to have back, the latest first."""
    async with ask.look() as work:
        found = await loyalty.top_up_refunds_of(work, ask.id)
        return await refund_shapes(work, found, inside=False)


@door.post(
    "/balance/top-ups/{id:uuid}/refunds",
    permit=SIGNED_IN,
    errors=[NotFound, *REFUND_REFUSALS],
)
async def refund(ask: Ask, id: UUID, data: TopUpRefundGiven) -> TopUpRefundShape:
    """Have a top-up back: at once within seven days, later once the merchant has agreed."""
    async with ask.work() as work:
        asking = refund_top_up.Asking(id=data.id, top_up=id, customer=ask.id, why=data.why)
        return await refund_shape(work, await refund_top_up.ask(work, asking), inside=False)


DOORS = [
    show_my_balance,
    list_my_movements,
    list_offers,
    buy,
    ask_code,
    set_password,
    pay_order,
    list_my_refunds,
    refund,
]
