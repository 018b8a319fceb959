"""What promotions tell about a customer, in words."""

from siyu.modules import promotions
from siyu.views.words.saying import Link, Render, Said, Saying

SOURCES = {
    "welcome": ("新会员礼", "a welcome"),
    "storefront": ("自己领取", "claimed by herself"),
    "api": ("开放接口", "by the open API"),
}


def _claimed(fact: promotions.CouponClaimed, say: Saying) -> Said:
    money = say.money(fact.amount_minor)
    title = say.pick(f"得到优惠券 {money}", f"Got a coupon of {money}")
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
