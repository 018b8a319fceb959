"""What promotions tell about a customer, in words."""

from siyu.modules import promotions
from siyu.views.words.saying import Link, Render, Said, Saying

SOURCES = {
    "welcome": ("新会员礼", "a welcome"),
    "storefront": ("自己领取", "claimed by herself"),
    "api": ("开放接口", "by the open API"),
    "code": ("输入兑换码", "by typing its code"),
    "sent": ("门店发放", "sent by the shop"),
}


def _what(fact: promotions.CouponClaimed, say: Saying) -> tuple[str, str]:
    if fact.kind == "percent":
        share = f"{fact.off_bp / 100:g}%"
        return f"得到优惠券，减 {share}", f"Got a coupon of {share} off"
    if fact.kind == "freight":
        return "得到运费券", "Got a coupon for freight"
    money = say.money(fact.amount_minor)
    return f"得到优惠券 {money}", f"Got a coupon of {money}"


def _claimed(fact: promotions.CouponClaimed, say: Saying) -> Said:
    title = say.pick(*_what(fact, say))
    return Said(title=title, lines=(say.word(SOURCES, fact.source),), tone="care")


def _used(fact: promotions.CouponUsed, say: Saying) -> Said:
    return Said(title=say.pick("使用了优惠券", "Used a coupon"), link=Link("order", fact.order))


def _returned(fact: promotions.CouponReturned, say: Saying) -> Said:
    title = say.pick("优惠券退回券包", "A coupon is in her wallet again")
    return Said(title=title, link=Link("order", fact.order))


def _expired(_: promotions.CouponExpired, say: Saying) -> Said:
    return Said(title=say.pick("优惠券过期", "A coupon expired"))


SAYS: dict[str, Render] = {
    promotions.CouponClaimed.NAME: _claimed,
    promotions.CouponUsed.NAME: _used,
    promotions.CouponReturned.NAME: _returned,
    promotions.CouponExpired.NAME: _expired,
}
