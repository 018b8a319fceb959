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
