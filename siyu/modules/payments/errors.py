"""What the room refuses."""

from siyu.kernel.errors import Refusal


class NothingToPayWith(Refusal):
    code = "payments.no_cashier"
    status = 503
    zh = "商家还没有开通收款。"
    en = "The merchant has not set up a way to be paid."
