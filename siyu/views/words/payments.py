"""What payments tell about a customer, in words."""

from siyu.modules.payments import (
    NoticeQuarantined,
    PaymentClosed,
    PaymentTaken,
    RefundFailed,
    RefundPaidBack,
)
from siyu.views.words.saying import Render, Said, Saying

WHYS = {
    "order_expired": ("订单超时", "the order expired"),
    "no_answer": ("一直没有付款", "it was never paid"),
    "vendor": ("收款渠道已关闭", "the vendor closed it"),
}


def _taken(fact: PaymentTaken, say: Saying) -> Said:
    money = say.money(fact.amount_minor)
    late = say.pick("付款晚于关闭", "It came after the payment was closed") if fact.late else ""
    title = say.pick(f"付款 {money}", f"Paid {money}")
    return Said(title=title, lines=(late,) if late else (), tone="money")


def _closed(fact: PaymentClosed, say: Saying) -> Said:
    money, why = say.money(fact.amount_minor), say.word(WHYS, fact.why)
    title = say.pick(f"未付款，已关闭 {money}", f"{money} was not paid")
    return Said(title=title, lines=(say.pick(f"原因：{why}", f"Because {why}"),))


def _back(fact: RefundPaidBack, say: Saying) -> Said:
    money = say.money(fact.amount_minor)
    return Said(title=say.pick(f"退款到账 {money}", f"{money} was paid back"), tone="return")


def _failed(fact: RefundFailed, say: Saying) -> Said:
    money = say.money(fact.amount_minor)
    line = say.pick(f"收款渠道代码 {fact.reason}", f"The vendor's code is {fact.reason}")
    title = say.pick(f"退款失败 {money}", f"{money} could not be paid back")
    return Said(title=title, lines=(line,), tone="return")


def _quarantined(_: NoticeQuarantined, say: Saying) -> Said:
    title = say.pick("收到一条对不上的付款通知", "A vendor's notice did not fit this payment")
    return Said(title=title)


SAYS: dict[str, Render] = {
    PaymentTaken.NAME: _taken,
    PaymentClosed.NAME: _closed,
    RefundPaidBack.NAME: _back,
    RefundFailed.NAME: _failed,
    NoticeQuarantined.NAME: _quarantined,
}
