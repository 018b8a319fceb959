"""A letter to everybody in a group when it is full, or failed: with what goes back."""

from collections.abc import Sequence
from typing import Any

from siyu.flows.send_letters import send_letters
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.kernel.facts.envelope import Told
from siyu.modules import customers, groups, messaging, orders, tenants

FULL: dict[Language, str] = {
    "zh": "拼团成功：您参加的“{goods}”团已经满员，订单 {no} 开始备货，进度在商城“我的订单”里。",
    "en": "Your group for “{goods}” is full: order {no} is being prepared. Follow it in the shop "
    "under “My orders”.",
}
FAILED: dict[Language, str] = {
    "zh": "拼团没有成功：您参加的“{goods}”团到时没有满员，订单 {no} 的 {amount} 元按原路退回。",
    "en": "Your group for “{goods}” was not filled in time: the {amount} {code} of order {no} go "
    "back the way they came.",
}


async def tell(work: Work, told: Sequence[Told[Any]]) -> None:
    """A service letter to each, if there is somebody to write to."""
    found = await orders.orders_of(work, [one.fact.order for one in told])
    lines = await orders.lines_of(work, list(found))
    people = await customers.find_recipients(work, list({o.customer_id for o in found.values()}))
    merchant = await tenants.get_tenant(work)
    letters = []
    for one in told:
        order = found.get(one.fact.order)
        if order is None or order.customer_id not in people:
            continue
        sold = next(line for line in lines[order.id] if line.sku == one.fact.sku)
        language = people[order.customer_id].language or merchant.language
        words = FULL if one.name == groups.GroupFilled.NAME else FAILED
        said = words[language].format(
            goods=f"{sold.name} {sold.sku_name}".strip(),
            no=order.no,
            amount=merchant.money.text(order.payable_minor),
            code=merchant.currency,
        )
        letters.append(messaging.Letter(customer=order.customer_id, purpose="service", words=said))
    if letters:
        await send_letters(work, letters)
