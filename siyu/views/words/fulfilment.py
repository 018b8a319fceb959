"""What fulfilment tells about a customer, in words."""

from siyu.modules.fulfilment import (
    ParcelReceived,
    ParcelSent,
    PickupReady,
    PickupRedeemed,
    PickupUnfetched,
    PickupVoided,
    ShipmentReady,
    carrier_name,
)
from siyu.views.words.saying import Link, Render, Said, Saying


def _ready(fact: PickupReady, say: Saying) -> Said:
    return Said(title=say.pick("订单可以自提", "An order may be fetched"), lines=_at(fact, say))


def _redeemed(fact: PickupRedeemed, say: Saying) -> Said:
    return Said(title=say.pick("自提完成", "Fetched an order"), lines=_at(fact, say), tone="care")


def _voided(fact: PickupVoided, say: Saying) -> Said:
    return Said(title=say.pick("自提码作废", "A pickup code is void"), lines=_at(fact, say))


def _overdue(fact: PickupUnfetched, say: Saying) -> Said:
    title = say.pick("超过期限未来自提", "Did not come for an order in time")
    kept = say.pick("商品仍为她保留", "The goods are kept for her")
    back = say.pick("按规则退款", "It is refunded, as the rule says")
    lines = (*_at(fact, say), back if fact.then == "refund" else kept)
    return Said(title=title, lines=lines, link=Link("order", fact.order))


def _to_send(fact: ShipmentReady, say: Saying) -> Said:
    title = say.pick("订单等待发货", "An order waits to be sent")
    return Said(title=title, lines=_at(fact, say), link=Link("order", fact.order))


def _sent(fact: ParcelSent, say: Saying) -> Said:
    by = say.pick(carrier_name(fact.carrier, zh=True), carrier_name(fact.carrier, zh=False))
    title = say.pick(f"已发货 {fact.pieces} 件", f"{fact.pieces} pieces were sent")
    return Said(title=title, lines=(by, *_at(fact, say)), link=Link("order", fact.order))


def _received(fact: ParcelReceived, say: Saying) -> Said:
    title = say.pick("已收货", "Received a parcel")
    clock = say.pick("到期自动确认", "Nobody said anything in the time there was")
    lines = (clock,) if fact.by_clock else ()
    return Said(title=title, lines=lines, tone="care", link=Link("order", fact.order))


_Told = (
    PickupReady
    | PickupRedeemed
    | PickupVoided
    | PickupUnfetched
    | ShipmentReady
    | ParcelSent
    | ParcelReceived
)


def _at(fact: _Told, say: Saying) -> tuple[str, ...]:
    store = say.store(fact.store)
    return (store,) if store else ()


SAYS: dict[str, Render] = {
    PickupReady.NAME: _ready,
    PickupRedeemed.NAME: _redeemed,
    PickupVoided.NAME: _voided,
    PickupUnfetched.NAME: _overdue,
    ShipmentReady.NAME: _to_send,
    ParcelSent.NAME: _sent,
    ParcelReceived.NAME: _received,
}
