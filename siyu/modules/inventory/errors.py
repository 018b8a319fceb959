"""What inventory refuses."""

from siyu.kernel.errors import Refusal


class UnknownSku(Refusal):
    code = "inventory.unknown_sku"
    status = 422
    zh = "没有这个商品规格：{sku}。"
    en = "There is no such SKU: {sku}."


class SkuTwice(Refusal):
    code = "inventory.sku_twice"
    status = 422
    zh = "{sku} 在单据里出现了两次，请合并成一行。"
    en = "{sku} stands in the document twice; make it one line."


class CountBelowHeld(Refusal):
    code = "inventory.count_below_held"
    zh = (
        "{sku} 盘到 {counted} 件，但未付款的订单占用了 {held} 件；"
        "请先取消订单，或等它们付款、过期后再盘。"
    )
    en = (
        "{counted} of {sku} were counted, but unpaid orders hold {held}; cancel orders first, or "
        "count again when they are paid or have expired."
    )


class DocumentDiffers(Refusal):
    code = "inventory.document_differs"
    zh = "这个编号已经用于另一张内容不同的单据。"
    en = "Another document was written under this id."


class SamePlace(Refusal):
    code = "inventory.same_place"
    status = 422
    zh = "调出和调入不能是同一个地方。"
    en = "Goods can't be sent to where they are."


class TransferDiffers(Refusal):
    code = "inventory.transfer_differs"
    zh = "这个编号已经用于另一张内容不同的调拨单。"
    en = "Another transfer was written under this id."


class TransferEnded(Refusal):
    code = "inventory.transfer_ended"
    zh = "这张调拨单已经收过货了。"
    en = "This transfer was received before."


class NotSent(Refusal):
    code = "inventory.not_sent"
    status = 422
    zh = "{sku} 不在这张调拨单里。"
    en = "{sku} is not in this transfer."


class MoreThanSent(Refusal):
    code = "inventory.more_than_sent"
    status = 422
    zh = "{sku} 只发出了 {sent} 件，实收不能更多；多出来的请用盘点入账。"
    en = "Only {sent} of {sku} were sent, so no more can arrive; book what is extra by a count."


class MissingWhy(Refusal):
    code = "inventory.missing_why"
    status = 422
    zh = "实收比发出的少，请写明原因。"
    en = "Less arrived than was sent; say why."


class BadLevel(Refusal):
    code = "inventory.bad_level"
    status = 422
    zh = "补到的数量不能少于安全库存。"
    en = "The quantity to fill up to can't be below the safety stock."
