"""What the room refuses."""

from siyu.kernel.errors import Refusal


class CashierDeclined(Refusal):
    """The vendor would not: whoever asks again begins anew."""

    code = "payments.declined"
    zh = "收款渠道没有受理这笔付款，请稍后再试。"
    en = "The cashier did not accept this payment; try again in a moment."


class NothingToPayWith(Refusal):
    code = "payments.no_cashier"
    status = 503
    zh = "商家还没有开通收款。"
    en = "The merchant has not set up a way to be paid."
