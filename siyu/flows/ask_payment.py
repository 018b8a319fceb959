"""A buyer asks to pay: payments make an attempt; what costs nothing is paid at once."""

from uuid import UUID

import msgspec

from siyu.flows import call_cashier, order_balances, settle_payment
from siyu.kernel.db import Actor, Work
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import orders, payments, tenants


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants to pay for what; `customer`: only if the order is hers."""

    order: UUID
    customer: UUID | None
    return_to: str


async def ask_at_cashier(
    kit: Kit, tenant: TenantId, actor: Actor, asking: Asking
) -> payments.Attempt | None:
    """The attempt as the vendor left it; None: nothing to pay."""
    async with kit.works.open(tenant, actor=actor) as work:
        attempt = await ask(
            work, asking.order, customer=asking.customer, return_to=asking.return_to
        )
    if attempt is None:
        return None
    return await call_cashier.prepare(kit, tenant, attempt.id)


async def ask(
    work: Work, order: UUID, *, customer: UUID | None, return_to: str
) -> payments.Attempt | None:
    """The attempt by which she can pay, the same one if she asks again; None: nothing to pay.

    The vendor is called afterwards, outside of this work. `customer`: only if the order is hers.
    """
    found = await orders.get_order(work, order)
    if customer is not None and found.customer_id != customer:
        raise NotFound
    if found.state != "unpaid" or found.expires_at <= work.now:
        raise orders.NotUnpaid
    if not found.payable_minor:
        await settle_payment.settle_free(work, order)
        return None
    lines = (await orders.lines_of(work, [order]))[order]
    held = (await order_balances.held_for(work, [order])).get(order)
    asked = payments.Ask(
        order=order,
        amount_minor=found.payable_minor - (held.amount if held else 0),
        currency=(await tenants.get_tenant(work)).currency,
        about=_about(lines),
        return_to=return_to,
        pay_by=found.expires_at,
        customer=found.customer_id,
    )
    [attempt] = await payments.ask(work, [asked])
    return attempt


def _about(lines: list[orders.Line]) -> str:
    pieces = sum(line.quantity for line in lines)
    first = f"{lines[0].name} {lines[0].sku_name}".strip()
    return first if pieces == 1 else f"{first} 等 {pieces} 件"
