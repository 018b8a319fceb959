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
    """Who wants to pay for what; `customer`: only if the order is hers.

    `seen_minor`: what she saw that it costs, if she said it.
    """

    order: UUID
    customer: UUID | None
    return_to: str
    seen_minor: int | None = None


async def ask_at_cashier(
    kit: Kit, tenant: TenantId, actor: Actor, asking: Asking
) -> payments.Attempt | None:
    """The attempt as the vendor left it; None: nothing to pay."""
    async with kit.works.open(tenant, actor=actor) as work:
        attempt = await ask(work, asking)
    if attempt is None:
        return None
    return await call_cashier.prepare(kit, tenant, attempt.id)


async def ask(work: Work, asking: Asking) -> payments.Attempt | None:
    """The attempt by which she can pay, the same one if she asks again; None: nothing to pay.

    The vendor is called afterwards, outside of this work. PriceChanged if it does not cost what she
    saw, or what it cost a moment ago.
    """
    order = asking.order
    before = await orders.get_order(work, order)
    if asking.customer is not None and before.customer_id != asking.customer:
        raise NotFound
    if before.state != "unpaid" or before.expires_at <= work.now:
        raise orders.NotUnpaid
    seen = before.payable_minor if asking.seen_minor is None else asking.seen_minor
    if not before.payable_minor and not seen:
        await settle_payment.settle_free(work, order)
        return None
    # Nobody changes what it costs before this attempt is written, or afterwards without seeing it.
    found = (await orders.lock_orders(work, [order]))[order]
    if found.state != "unpaid":
        raise orders.NotUnpaid
    if found.payable_minor != seen:
        price = (await tenants.get_tenant(work)).price_text
        said = {"now": price(found.payable_minor), "seen": price(seen)}
        raise orders.PriceChanged(**said, now_minor=found.payable_minor)
    lines = (await orders.lines_of(work, [order]))[order]
    held = (await order_balances.held_for(work, [order])).get(order)
    asked = payments.Ask(
        order=order,
        amount_minor=found.payable_minor - (held.amount if held else 0),
        currency=(await tenants.get_tenant(work)).currency,
        about=_about(lines),
        return_to=asking.return_to,
        pay_by=found.expires_at,
        customer=found.customer_id,
    )
    [attempt] = await payments.ask(work, [asked])
    return attempt


def _about(lines: list[orders.Line]) -> str:
    pieces = sum(line.quantity for line in lines)
    first = f"{lines[0].name} {lines[0].sku_name}".strip()
    return first if pieces == 1 else f"{first} 等 {pieces} 件"
