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
