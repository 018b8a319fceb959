"""A letter for each parcel that left: who carries it, and by which number it is followed."""

from collections.abc import Sequence
from typing import Any

from siyu.flows.send_letters import send_letters
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.kernel.facts.envelope import Told
from siyu.modules import customers, fulfilment, messaging, orders, tenants

WORDS: dict[Language, str] = {
    "zh": "您的订单 {no} 已发货：{carrier} {tracking}。物流与确认收货在商城“我的订单”里。",
    "en": "A parcel of your order {no} is on its way: {carrier} {tracking}. Follow it and say that "
    "you have it in the shop under “My orders”.",
}


async def tell(work: Work, told: Sequence[Told[Any]]) -> None:
    """A service letter to each, if there is somebody to write to."""
    found = await orders.orders_of(work, [one.fact.order for one in told])
    parcels = await fulfilment.parcels_by_id(work, [one.fact.parcel for one in told])
    people = await customers.find_recipients(work, list({o.customer_id for o in found.values()}))
    usual = (await tenants.get_tenant(work)).language
    letters = []
    for parcel in parcels.values():
        order = found.get(parcel.order_id)
        if order is None or order.customer_id not in people:
            continue
        language = people[order.customer_id].language or usual
        carrier = fulfilment.carrier_name(parcel.carrier, zh=language == "zh")
        words = WORDS[language].format(no=order.no, carrier=carrier, tracking=parcel.tracking)
        letters.append(messaging.Letter(customer=order.customer_id, purpose="service", words=words))
    if letters:
        await send_letters(work, letters)
