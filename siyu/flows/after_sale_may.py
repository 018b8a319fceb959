"""What of an order may be asked back now, and why not: pieces, kinds, reasons, days."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from siyu.flows import order_gifts, ship_order
from siyu.kernel.db import Work
from siyu.modules import aftersale, catalog, fulfilment, orders, tenants


class Seen(Struct, frozen=True, kw_only=True):
    """An order as after-sale looks at it; `left` are pieces of each line that may be asked for.

    `received_on` is the merchant's day on which all of it was with her. `exempt`: by product, why
    it is not returned without a reason, as it stood when it was ordered.
    """

    order: orders.Order
    lines: Sequence[orders.Line]
    left: Mapping[int, int]
    received_on: date | None
    today: date
    cases: Sequence[aftersale.Case]
    exempt: Mapping[UUID, aftersale.Exempt]
    told: bool
    fault_days: int
    rule: aftersale.Rule

    def seven(self, line: orders.Line) -> aftersale.Seven:
        """yes, too_late or excepted."""
        kind = self.exempt.get(line.product)
        return aftersale.seven_days(self.received_on, self.today, kind, told=self.told)

    @property
    def faults_in_time(self) -> bool:
        return aftersale.faults_in_time(self.received_on, self.today, self.rule)


async def look(work: Work, order: UUID) -> Seen:
    """NotFound if there is no such order."""
    found = await orders.get_order(work, order)
    lines = (await ship_order.goods_lines(work, [order])).get(order, [])
    merchant = await tenants.get_tenant(work)
    steps = (await orders.steps_of(work, [order])).get(order, [])
    received = [one.at for one in steps if one.state == "redeemed"]
    rule = await aftersale.current_rule(work)
    return Seen(
        order=found,
        lines=lines,
        left=await _left(work, found, lines),
        received_on=merchant.date_of(received[0]) if received else None,
        today=merchant.date_of(work.now),
        cases=(await aftersale.cases_of(work, [order])).get(order, []),
        exempt=await exemptions(work, [one.product for one in lines], found),
        told=await aftersale.knows(work, order),
        fault_days=rule.fault_days,
        rule=rule,
    )


async def exemptions(
    work: Work, products: Sequence[UUID], order: orders.Order | None = None
) -> dict[UUID, aftersale.Exempt]:
    """Why products are not returned without a reason: by the nearest of their categories that says
    so, now or when the order was placed."""
    held = await aftersale.exempt_at(work, order.placed_at if order else work.now)
    if not held:
        return {}
    paths = await catalog.category_paths(work, products)
    found = {}
    for product, path in paths.items():
        kind = next((held[one] for one in path if one in held), None)
        if kind is not None:
            found[product] = kind
    return found


async def must_be_asked(
    work: Work,
    seen: Seen,
    kind: aftersale.Kind,
    reason: aftersale.Reason,
    wanted: Mapping[int, int],
) -> None:
    """Raises the first reason why it can't be."""
    if not any(seen.left.values()) or not wanted:
        raise aftersale.NothingToAsk
    for n, pieces in sorted(wanted.items()):
        if not 0 < pieces <= seen.left.get(n, 0):
            raise aftersale.AskedTooMuch(n=n, left=seen.left.get(n, 0))
    if reason not in aftersale.REASONS[kind] or (reason == "late" and seen.received_on):
        raise aftersale.ReasonNotHere
    if kind == "exchange" and seen.received_on is None:
        raise aftersale.NotReceivedYet
    if reason == "no_reason":
        _must_be_returnable(seen, [one for one in seen.lines if one.n in wanted])
    elif not seen.faults_in_time:
        raise aftersale.TimeOver(days=seen.fault_days)
    if kind == "return":
        await _gifts_too(work, seen, wanted)


def _must_be_returnable(seen: Seen, lines: Sequence[orders.Line]) -> None:
    excepted = [one.name for one in lines if seen.seven(one) == "excepted"]
    if excepted:
        raise aftersale.Excepted(names="、".join(dict.fromkeys(excepted)))
    if any(seen.seven(one) == "too_late" for one in lines):
        raise aftersale.SevenDaysOver


async def _gifts_too(work: Work, seen: Seen, wanted: Mapping[int, int]) -> None:
    """Gifts that what stays does not earn any more are sent back with what earned them."""
    over = await order_gifts.unearned(work, seen.order.id, seen.lines, wanted)
    if over:
        names = {one.n: f"{one.name} {one.sku_name}".strip() for one in seen.lines}
        said = ", ".join(f"{names[n]} × {pieces}" for n, pieces in over.items())
        raise orders.GiftsBack(names=said)


async def _left(work: Work, order: orders.Order, lines: Sequence[orders.Line]) -> dict[int, int]:
    """Pieces that are with her or on their way, less what went back or is in a case."""
    sent = order.id in await fulfilment.shipments_of(work, [order.id])
    if order.state != "redeemed" and not (sent and order.state == "paid"):
        return {}
    unsent = (await ship_order.left_to_send(work, [order.id]))[order.id] if sent else {}
    asked = await aftersale.open_pieces(work, order.id)
    return {
        one.n: max(
            0,
            one.quantity
            - one.refunded_quantity
            - max(0, unsent.get(one.n, 0))
            - asked.get(one.n, 0),
        )
        for one in lines
    }
