"""What orders tell about a customer, in words."""

from siyu.modules import orders
from siyu.views.words.saying import Link, Render, Said, Saying, Tone

SHOWN = 3
"""So many goods are named; the rest is counted."""


_Told = (
    orders.OrderPlaced
    | orders.OrderRepriced
    | orders.OrderPaid
    | orders.OrderExpired
    | orders.OrderCancelled
    | orders.OrderRedeemed
    | orders.OrderClosed
    | orders.OrderRefunded
)


def _cart(fact: orders.CartChanged, say: Saying) -> Said:
    name = say.sku(fact.sku) or say.pick("商品", "something")
    if not fact.quantity:
        return Said(title=say.pick(f"从购物车移除 {name}", f"Took {name} out of the cart"))
    count = fact.quantity
    return Said(title=say.pick(f"购物车里有 {name} × {count}", f"{name} × {count} in the cart"))


def _placed(fact: orders.OrderPlaced, say: Saying) -> Said:
    money, off = say.money(fact.payable_minor), fact.discount_minor
    title = say.pick(f"下单 {money}", f"Ordered for {money}")
    less = say.pick(f"已优惠 {say.money(off)}", f"{say.money(off)} off") if off else ""
    return _about(fact, say, title, less)


def _repriced(fact: orders.OrderRepriced, say: Saying) -> Said:
    before, now = say.money(fact.before_minor), say.money(fact.payable_minor)
    title = say.pick(f"订单改价 {before} → {now}", f"An order's price changed, {before} → {now}")
    off = fact.off_minor
    less = say.pick(f"共减 {say.money(off)}", f"{say.money(off)} off in all") if off else ""
    return _about(fact, say, title, less)


def _paid(fact: orders.OrderPaid, say: Saying) -> Said:
    money = say.money(fact.payable_minor)
    late = say.pick("付款晚于订单结束，订单已恢复", "It had ended before, and is on again")
    title = say.pick(f"订单已付款 {money}", f"Paid for an order, {money}")
    return _about(fact, say, title, late if fact.late else "", tone="money")


def _expired(fact: orders.OrderExpired, say: Saying) -> Said:
    return _about(fact, say, say.pick("订单超时未付", "Did not pay an order in time"))


def _cancelled(fact: orders.OrderCancelled, say: Saying) -> Said:
    return _about(fact, say, say.pick("订单已取消", "An order was given up"))


def _redeemed(fact: orders.OrderRedeemed, say: Saying) -> Said:
    return _about(fact, say, say.pick("订单已自提", "The goods are hers"), tone="care")


def _closed(fact: orders.OrderClosed, say: Saying) -> Said:
    return _about(fact, say, say.pick("订单已关闭", "An order is closed"))


def _refunded(fact: orders.OrderRefunded, say: Saying) -> Said:
    money = say.money(fact.refunded_minor)
    title = say.pick(f"订单退款 {money}", f"{money} of an order went back")
    extra = say.pick("多付或晚付的款", "Money that came twice or late") if not fact.lines else ""
    return _about(fact, say, title, extra, tone="return")


def _about(fact: _Told, say: Saying, title: str, extra: str = "", *, tone: Tone = "plain") -> Said:
    lines = (_goods(fact, say), say.who(fact.shipping_store, None), extra)
    return Said(
        title=title, lines=tuple(filter(None, lines)), tone=tone, link=Link("order", fact.order)
    )


def _goods(fact: _Told, say: Saying) -> str:
    named = [(say.sku(line.sku), line.quantity) for line in fact.lines]
    shown = [f"{name} × {count}" for name, count in named if name][:SHOWN]
    more = len(fact.lines) - len(shown)
    text = say.pick("、", ", ").join(shown)
    if not shown or more <= 0:
        return text
    return text + say.pick(f" 等 {len(fact.lines)} 种", f" and {more} more")


SAYS: dict[str, Render] = {
    orders.CartChanged.NAME: _cart,
    orders.OrderPlaced.NAME: _placed,
    orders.OrderRepriced.NAME: _repriced,
    orders.OrderPaid.NAME: _paid,
    orders.OrderExpired.NAME: _expired,
    orders.OrderCancelled.NAME: _cancelled,
    orders.OrderRedeemed.NAME: _redeemed,
    orders.OrderClosed.NAME: _closed,
    orders.OrderRefunded.NAME: _refunded,
}
