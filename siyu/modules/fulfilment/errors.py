"""Why goods are not handed over; each is told at the counter."""

from uuid import UUID

from siyu.kernel.errors import Refusal


class UnknownCode(Refusal):
    code = "fulfilment.unknown_code"
    status = 404
    zh = "没有这个自提码，请核对 8 位数字。"
    en = "There is no such pickup code; please check its eight digits."


class OtherStore(Refusal):
    """It waits `at` another store; the room knows no names, so its flow says which."""

    code = "fulfilment.other_store"
    zh = "这笔订单要到{store}自提，不在本店。"
    en = "This order waits at {store}, not at this store."

    def __init__(self, at: UUID, store: str = "") -> None:
        self.at = at
        super().__init__(store=store)


class RedeemedBefore(Refusal):
    code = "fulfilment.redeemed_before"
    zh = "这个自提码已核销过，不能再次提货。"
    en = "This pickup code was used before; the goods have left."


class Voided(Refusal):
    code = "fulfilment.voided"
    zh = "这笔订单已退款，自提码已作废。"
    en = "This order was refunded; its pickup code is void."


class WithoutStore(Refusal):
    code = "fulfilment.without_store"
    zh = "您现在不属于任何门店，不能核销自提码。"
    en = "You are posted at no store now, so you can't hand out orders."


class TooManyGuesses(Refusal):
    code = "fulfilment.too_many_guesses"
    status = 429
    retry = True
    zh = "自提码输错次数过多，请 {after_s} 秒后再试。"
    en = "Too many wrong pickup codes; please try again in {after_s} s."


class NotToSend(Refusal):
    code = "fulfilment.not_to_send"
    zh = "这笔订单没有等待发货的商品。"
    en = "Nothing of this order waits to be sent."


class SentTooMuch(Refusal):
    code = "fulfilment.sent_too_much"
    zh = "第 {n} 行最多还能发 {left} 件。"
    en = "Of line {n} no more than {left} can be sent."


class NothingInParcel(Refusal):
    code = "fulfilment.nothing_in_parcel"
    status = 422
    zh = "请至少选择一件要发出的商品。"
    en = "Choose at least one piece to send."


class ParcelKnown(Refusal):
    """The same id, another content: a defect of the caller."""

    code = "fulfilment.parcel_known"
    status = 422
    zh = "这个编号已用于另一个包裹。"
    en = "Another parcel was noted under this id."


class NothingToReceive(Refusal):
    code = "fulfilment.nothing_to_receive"
    zh = "没有在途的包裹可以确认收货。"
    en = "No parcel is on its way that could be received."


class FreightTwice(Refusal):
    code = "fulfilment.freight_twice"
    status = 422
    zh = "同一个省份（{province}）写了两种运费，请只保留一种。"
    en = "There are two prices for one province ({province}); keep one of them."


class FreightNameTaken(Refusal):
    code = "fulfilment.freight_name_taken"
    zh = "已有名为“{name}”的运费模板。"
    en = "There is a freight template called “{name}” already."


class RuleOutOfOrder(Refusal):
    code = "fulfilment.rule_out_of_order"
    status = 422
    zh = "提醒（第 {remind} 天）要早于处理未自提订单（第 {over} 天）。"
    en = "The reminder (day {remind}) has to come before orders end (day {over})."
