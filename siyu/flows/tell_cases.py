"""A letter when a case is answered or its goods are on their way."""

from collections.abc import Sequence
from typing import Any

from siyu.flows.send_letters import send_letters
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.kernel.facts.envelope import Told
from siyu.modules import aftersale, customers, messaging, orders, tenants

WORDS: dict[str, dict[Language, str]] = {
    "refund": {
        "zh": "您订单 {no} 的退款申请已同意，钱款按原路退回。",
        "en": "Your refund of order {no} was agreed to; the money goes back the way it came.",
    },
    "return": {
        "zh": "您订单 {no} 的退货申请已同意，请在商城“售后”里查看退货地址并填写运单号。",
        "en": "Your return of order {no} was agreed to: find the address in the shop under "
        "“After-sale”, and enter the parcel's number there.",
    },
    "exchange": {
        "zh": "您订单 {no} 的换货申请已同意，请在商城“售后”里查看寄回地址并填写运单号。",
        "en": "Your exchange of order {no} was agreed to: find the address in the shop under "
        "“After-sale”, and enter the parcel's number there.",
    },
    "refused": {
        "zh": "您订单 {no} 的售后申请没有通过，原因在商城“售后”里；有疑问请联系门店。",
        "en": "Your case about order {no} was not agreed to; the shop says why under “After-sale”. "
        "Talk to the store if you have questions.",
    },
    "replaced": {
        "zh": "您订单 {no} 的换货商品已发出，单号在商城“售后”里。",
        "en": "The other goods of order {no} are on their way; see “After-sale” in the shop.",
    },
}


async def tell(work: Work, told: Sequence[Told[Any]]) -> None:
    """A service letter to each, if there is somebody to write to."""
    news = [(one.fact.order, _which(one)) for one in told]
    found = await orders.orders_of(work, [order for order, which in news if which])
    people = await customers.find_recipients(work, list({o.customer_id for o in found.values()}))
    usual = (await tenants.get_tenant(work)).language
    letters = []
    for order, which in news:
        her = found[order].customer_id if which and order in found else None
        if her in people and which is not None:
            words = WORDS[which][people[her].language or usual].format(no=found[order].no)
            letters.append(messaging.Letter(customer=her, purpose="service", words=words))
    if letters:
        await send_letters(work, letters)


def _which(told: Told[Any]) -> str | None:
    if told.name == aftersale.CaseAnswered.NAME:
        return told.fact.kind if told.fact.agreed else "refused"
    return "replaced" if (told.fact.kind, told.fact.how) == ("exchange", "done") else None
