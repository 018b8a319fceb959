"""Why a voucher is not redeemed or given back; each is told at the counter."""

from uuid import UUID

from siyu.kernel.errors import Refusal


class UnknownCode(Refusal):
    code = "vouchers.unknown_code"
    status = 404
    zh = "没有这个券码，请核对 10 位数字。"
    en = "There is no such voucher code; please check its ten digits."


class OtherStore(Refusal):
    """It is good `at` other stores; the room knows no names, so its flow says which."""

    code = "vouchers.other_store"
    zh = "这张券不能在本店使用，可用门店：{stores}。"
    en = "This voucher is not good at this store, but at: {stores}."

    def __init__(self, at: list[UUID], stores: str = "") -> None:
        self.at = at
        super().__init__(stores=stores)


class Expired(Refusal):
    code = "vouchers.expired"
    zh = "这张券已过有效期，未用的部分会退款。"
    en = "This voucher has expired; what was not used of it is paid back."


class AllUsed(Refusal):
    code = "vouchers.all_used"
    zh = "这张券的次数已经用完。"
    en = "Nothing is left of this voucher."


class TooFewLeft(Refusal):
    code = "vouchers.too_few_left"
    zh = "这张券只剩 {left} 次，不够 {wanted} 次。"
    en = "Only {left} uses are left of this voucher; {wanted} were asked for."


class Voided(Refusal):
    code = "vouchers.voided"
    zh = "这张券已作废或已退款。"
    en = "This voucher is void or was given back."


class KeyTaken(Refusal):
    """The counter's own name of a redemption stands for another number of uses."""

    code = "vouchers.key_taken"
    status = 409
    zh = "这次核销已经提交过，当时核销了 {uses} 次，请刷新后再看。"
    en = "This redemption was sent before, for {uses} uses; please look again."


class NothingToGiveBack(Refusal):
    code = "vouchers.nothing_to_give_back"
    zh = "这张券没有可退的次数了。"
    en = "Nothing of this voucher is left to go back."


class WithoutStore(Refusal):
    code = "vouchers.without_store"
    zh = "您现在不属于任何门店，不能核销券。"
    en = "You are posted at no store now, so you can't redeem vouchers."


class TooManyGuesses(Refusal):
    code = "vouchers.too_many_guesses"
    status = 429
    retry = True
    zh = "券码输错次数过多，请 {after_s} 秒后再试。"
    en = "Too many wrong voucher codes; please try again in {after_s} s."
