"""What orders refuse."""

from siyu.kernel.errors import Refusal, Short


class PriceChanged(Refusal):
    code = "orders.price_changed"
    zh = "价格已变为 {now}（您看到的是 {seen}），请确认后重新提交。"
    en = "The price is {now} now, not {seen} as you saw it; look at it and order again."


class GiftsChanged(Refusal):
    code = "orders.gifts_changed"
    zh = "赠品有变化（有的刚送完了），请看过之后重新提交。"
    en = "The gifts are not what you saw (some have just run out); look at them and order again."


class GiftsBack(Refusal):
    code = "orders.gifts_back"
    zh = "退了这些就不够送赠品的门槛了，请连同赠品一起退：{names}。"
    en = "Without these the gifts are not earned any more; give them back as well: {names}."


class KeyTaken(Refusal):
    """The same key, another content: a defect of the caller."""

    code = "orders.key_taken"
    status = 422
    zh = "这个编号已用于另一笔内容不同的订单或退款。"
    en = "Another order or refund was asked for under this key."


class UnknownGoods(Refusal):
    code = "orders.unknown_goods"
    status = 404
    zh = "没有这个商品规格：{sku}。"
    en = "There is no such SKU: {sku}."


class GoodsShort(Short):
    code = "orders.goods_short"
    zh = "{name} 库存不足：需要 {wanted} 件，只剩 {left} 件。"
    en = "Not enough of {name}: {wanted} wanted, {left} left."
    none_zh = "{name} 已售罄。"
    none_en = "{name} is sold out."


class StoreShut(Refusal):
    code = "orders.store_shut"
    zh = "这家门店暂不营业，请选择其他门店自提。"
    en = "This store is not open; choose another one to fetch your order at."


class CartFull(Refusal):
    code = "orders.cart_full"
    zh = "购物车最多放 {most} 种商品，请先移除一些。"
    en = "A cart holds {most} different goods at most; take some out first."


class NothingPicked(Refusal):
    code = "orders.nothing_picked"
    status = 422
    zh = "请至少选择一件商品。"
    en = "Choose at least one thing to order."


class NotUnpaid(Refusal):
    code = "orders.not_unpaid"
    zh = "订单已经付款、取消或过期，不能再付款或取消。"
    en = "The order was paid, was cancelled or has expired; it can be neither paid nor cancelled."


class PriceFixed(Refusal):
    code = "orders.price_fixed"
    zh = "订单已经付款、取消或过期，价格不能再改。"
    en = "The order was paid, was cancelled or has expired; its price can't be changed any more."


class BeingPaid(Refusal):
    """An attempt to pay could not be closed; its money may still come in."""

    code = "orders.being_paid"
    zh = "顾客正在付款，现在不能改价，请过一会儿再试。"
    en = "The customer is paying right now, so the price stays; try again in a while."


class BalanceHeld(Refusal):
    code = "orders.balance_held"
    zh = "顾客已用余额付了一部分，不能再改价；可请顾客取消后重新下单。"
    en = "Her balance pays a part of it already, so the price stays; she may cancel and order anew."


class NoPriceLimit(Refusal):
    code = "orders.no_price_limit"
    zh = "商家还没有开放改价，请先设置改价上限。"
    en = "Prices may not be changed here yet; set first how much may be taken off."


class TooMuchOff(Refusal):
    code = "orders.too_much_off"
    status = 422
    zh = "这笔订单最多可以减 {most}。"
    en = "No more than {most} may be taken off this order."


class TooMuchOffLine(Refusal):
    code = "orders.too_much_off_line"
    status = 422
    zh = "第 {n} 行最多可以减 {most}。"
    en = "No more than {most} may be taken off line {n}."


class LimitChanged(Refusal):
    code = "orders.limit_changed"
    zh = "别人刚改过改价上限，请刷新后再改。"
    en = "Somebody has just set another limit; look at it and set yours again."


class NotPaid(Refusal):
    code = "orders.not_paid"
    zh = "订单还没有付款，不能退款。"
    en = "The order was not paid, so nothing can go back."


class AtTheStore(Refusal):
    """A customer asks herself for money back; what she has fetched has to be looked at."""

    code = "orders.at_the_store"
    zh = "商品已经自提，请带上商品到门店办理退货。"
    en = "You have fetched the goods already; bring them to the store to give them back."


class NothingToRefund(Refusal):
    code = "orders.nothing_to_refund"
    status = 422
    zh = "请至少选择一件要退的商品。"
    en = "Choose at least one piece to go back."


class RefundTooMuch(Short):
    code = "orders.refund_too_much"
    zh = "第 {n} 行最多还能退 {left} 件。"
    en = "Of line {n} no more than {left} can go back."
    none_zh = "第 {n} 行已经全部退完。"
    none_en = "All of line {n} has gone back already."


class NotPossible(Refusal):
    """The cashier's side of a refund that the order would allow."""

    code = "orders.refund_not_possible"
    zh = "这笔款现在不能原路退回（{reason}），请联系门店。"
    en = "The money can't go back the way it came ({reason}); ask the store."


class FreightBackTooMuch(Refusal):
    code = "orders.freight_back_too_much"
    zh = "要退的运费超过了这笔订单剩余的运费。"
    en = "More freight would go back than is left of this order's."


class OnItsWay(Refusal):
    """A customer asks herself for money back; what was sent has to come back first."""

    code = "orders.on_its_way"
    zh = "其中有商品已经发出，请确认收货后申请售后。"
    en = "Some of it was sent already; ask for a return once it is with you."


class WayClosed(Refusal):
    code = "orders.way_closed"
    zh = "这家门店不提供这种配送方式，请换一种。"
    en = "This store does not offer this way of delivery; choose another."


class AddressNeeded(Refusal):
    code = "orders.address_needed"
    zh = "请先选择收货地址。"
    en = "Choose an address to send it to."


class NotSentThere(Refusal):
    code = "orders.not_sent_there"
    zh = "{names} 暂不支持寄到这个地区，请换一个地址或改为到店自提。"
    en = "{names} can't be sent to this region; choose another address, or fetch it at the store."


class NothingToSend(Refusal):
    code = "orders.nothing_to_send"
    zh = "这些是到店核销的商品，不需要邮寄，请选择到店。"
    en = "These are used at a store and need not be sent; choose to come by."
