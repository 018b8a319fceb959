"""After-sale cases: asked by her, answered by the merchant or by the clock, ended by a refund or by
other goods.

Whoever moves a case holds what its order holds in the ledger, the order, and then the case.
"""

from collections.abc import Mapping
from uuid import UUID, uuid5

from msgspec import Struct

from siyu.flows import after_sale_goods, after_sale_may, refund_order, ship_order
from siyu.flows.expire_orders import lock_goods
from siyu.kernel.db import Work
from siyu.modules import aftersale, orders


class Asking(Struct, frozen=True, kw_only=True):
    """What she asks for; `lines` are pieces by the number of their line. The same id, the same."""

    id: UUID
    order: UUID
    kind: aftersale.Kind
    reason: aftersale.Reason
    lines: Mapping[int, int]
    words: str = ""


async def ask(work: Work, asking: Asking) -> aftersale.Case:
    """A case that waits for the merchant from now on; raises why it can't be asked for."""
    await orders.lock_orders(work, [asking.order])
    seen = await after_sale_may.look(work, asking.order)
    mine = [one for one in seen.cases if one.id == asking.id]
    if not mine:
        await after_sale_may.must_be_asked(work, seen, asking.kind, asking.reason, asking.lines)
    lines = tuple(
        aftersale.CaseLine(
            n=line.n,
            quantity=asking.lines[line.n],
            amount_minor=0
            if asking.kind == "exchange"
            else orders.back_of(line, asking.lines[line.n]),
        )
        for line in seen.lines
        if line.n in asking.lines
    )
    goods = sum(one.amount_minor for one in lines)
    fault = asking.reason in aftersale.FAULTS and asking.kind != "exchange"
    freight = await _freight(work, seen.order, dict(asking.lines)) if fault else 0
    return await aftersale.open_case(
        work,
        aftersale.OpenCase(
            id=asking.id,
            order=asking.order,
            customer=seen.order.customer_id,
            store=seen.order.shipping_store_id,
            kind=asking.kind,
            reason=asking.reason,
            words=asking.words,
            lines=lines,
            amount_minor=goods + freight,
            freight_minor=freight,
        ),
    )


async def agree(
    work: Work,
    case: UUID,
    *,
    why: str = "",
    return_to: aftersale.ReturnTo | None = None,
    clock: bool = False,
) -> aftersale.Case:
    """Her money goes back, or she may send the goods; of an exchange the others are kept for her.

    NoReturnAddress where goods are to be sent and nobody said where.
    """
    held = await hold(work, case)
    if held.state != "asked":
        raise aftersale.NotNow
    if held.kind == "refund":
        agreed = await aftersale.move(work, held, "agreed", why=why, clock=clock)
        return await _pay_back(work, agreed, goods_back=False)
    to = return_to or (await aftersale.current_rule(work)).return_to
    to = to or await after_sale_goods.store_address(work, held.store_id)
    if to is None:
        raise aftersale.NoReturnAddress
    if held.kind == "exchange":
        await after_sale_goods.keep(work, held)
    return await aftersale.move(work, held, "agreed", why=why, clock=clock, return_to=to)


async def refuse(work: Work, case: UUID, why: str) -> aftersale.Case:
    """She reads why; WhyNeeded without it."""
    if not why.strip():
        raise aftersale.WhyNeeded
    held = await hold(work, case)
    refused = await aftersale.move(work, held, "refused", why=why)
    await after_sale_goods.let_go(work, held)
    return refused


async def withdraw(work: Work, case: UUID) -> aftersale.Case:
    """She thinks better of it, as long as nothing is on its way."""
    held = await hold(work, case)
    if held.refund_id is not None:
        raise aftersale.NotNow
    over = await aftersale.move(work, held, "withdrawn")
    await after_sale_goods.let_go(work, held)
    return over


async def send_back(work: Work, case: UUID, parcel: aftersale.Parcel) -> aftersale.Case:
    """The goods are on their way to the merchant."""
    held = await hold(work, case)
    if held.kind == "refund":
        raise aftersale.NotNow
    return await aftersale.move(work, held, "sent_back", back=parcel)


async def arrive(
    work: Work, case: UUID, *, fit: bool, why: str = "", clock: bool = False
) -> aftersale.Case:
    """What she gave back is at the store: in a parcel, or over the counter.

    `fit`: it lies on the shelf again. Of a return her money goes back now.
    """
    held = await hold(work, case)
    if held.kind == "refund":
        raise aftersale.NotNow
    arrived = await aftersale.move(work, held, "arrived", why=why, clock=clock, fit=fit)
    if held.kind == "return":
        return await _pay_back(work, arrived, goods_back=fit)
    await after_sale_goods.come_back(work, arrived)
    return arrived


async def replace(work: Work, case: UUID, parcel: aftersale.Parcel | None) -> aftersale.Case:
    """The other goods are on their way, or in her hands; the exchange is done."""
    held = await hold(work, case)
    if held.kind != "exchange" or held.state != "arrived":
        raise aftersale.NotNow
    await after_sale_goods.give(work, held)
    return await aftersale.move(work, held, "done", replacement=parcel)


async def pay_again(work: Work, case: UUID) -> aftersale.Case:
    """Ask once more for a refund that the cashier could not pay."""
    held = await hold(work, case)
    refund = (await orders.get_refunds(work, [held.refund_id] if held.refund_id else [])).get(
        held.refund_id or case
    )
    if refund is None or refund.state != "failed" or not held.is_open:
        raise aftersale.NotNow
    return await _pay_back(work, held, goods_back=bool(held.fit), after=refund.id)


async def hold(work: Work, case: UUID) -> aftersale.Case:
    """The case under every lock that it needs; NotFound if there is none."""
    found = await aftersale.get_case(work, case)
    await lock_goods(work, [found.order_id])
    await orders.lock_orders(work, [found.order_id])
    return await aftersale.lock_case(work, case)


async def _pay_back(
    work: Work, case: aftersale.Case, *, goods_back: bool, after: UUID | None = None
) -> aftersale.Case:
    """Through the one flow of refunds, under an id of the case's own."""
    order = await orders.get_order(work, case.order_id)
    fault = case.reason in aftersale.FAULTS
    asked = orders.RefundAsk(
        id=uuid5(after or case.id, "refund"),
        order=case.order_id,
        quantities=case.quantities,
        why="after_sale",
        goods_back=goods_back,
        of_sent=True,
        gifts_stay=case.kind == "refund",
        freight_minor=await _freight(work, order, case.quantities) if fault else 0,
    )
    await aftersale.refunded_by(work, case, asked.id)
    await refund_order.ask(work, asked)
    return await aftersale.get_case(work, case.id)


async def _freight(work: Work, order: orders.Order, going: Mapping[int, int]) -> int:
    """By the stated rule the freight goes back with the last goods, if the fault is not hers."""
    lines = (await ship_order.goods_lines(work, [order.id]))[order.id]
    stays = any(one.refunded_quantity + going.get(one.n, 0) < one.quantity for one in lines)
    return 0 if stays else order.freight_minor - await orders.freight_back_of(work, order.id)
