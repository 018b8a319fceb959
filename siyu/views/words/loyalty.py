"""What loyalty tells about a customer, in words."""

from siyu.modules import loyalty
from siyu.views.words.saying import Link, Render, Said, Saying

BASES = {
    "in_time": ("七天内申请", "asked for within seven days"),
    "own_wish": ("顾客自愿，已消费按原价计", "by her own wish, what was spent counts in full"),
    "not_hers": (
        "商家原因，已消费按优惠价计",
        "because of the merchant, at the price of the bonus",
    ),
}


def _earned(fact: loyalty.PointsEarned, say: Saying) -> Said:
    title = say.pick(f"获得积分 {fact.amount}", f"{fact.amount} points earned")
    owed = say.pick(f"其中 {fact.debt} 抵了欠分", f"{fact.debt} of them paid a debt")
    return _of(fact, title, owed if fact.debt else "", link=Link("order", fact.order))


def _clawed_back(fact: loyalty.PointsClawedBack, say: Saying) -> Said:
    title = say.pick(f"退货追回积分 {fact.amount}", f"{fact.amount} points taken back for a return")
    owed = say.pick(f"其中 {fact.debt} 记为欠分", f"{fact.debt} of them are owed")
    free = say.pick(f"{fact.let_go} 未追回", f"{fact.let_go} were let go of")
    lines = (owed if fact.debt else "", free if fact.let_go else "")
    return _of(fact, title, *lines, link=Link("order", fact.order))


def _spent(fact: loyalty.PointsSpent, say: Saying) -> Said:
    return _of(fact, say.pick(f"使用积分 {fact.amount}", f"{fact.amount} points spent"))


def _given_back(fact: loyalty.PointsGivenBack, say: Saying) -> Said:
    return _of(fact, say.pick(f"退回积分 {fact.amount}", f"{fact.amount} points given back"))


def _expiring(fact: loyalty.PointsEndAnnounced, say: Saying) -> Said:
    title = say.pick(f"{fact.amount} 积分即将过期", f"{fact.amount} points end soon")
    return _of(fact, title)


def _expired(fact: loyalty.PointsExpired, say: Saying) -> Said:
    return _of(fact, say.pick(f"{fact.amount} 积分已过期", f"{fact.amount} points ended"))


def _adjusted(fact: loyalty.PointsAdjusted, say: Saying) -> Said:
    title = say.pick(f"人工调整积分 {fact.amount:+}", f"Points adjusted by hand, {fact.amount:+}")
    return _of(fact, title)


def _topped_up(fact: loyalty.BalancePaidIn, say: Saying) -> Said:
    title = say.pick(f"储值 {say.money(fact.pay_minor)}", f"Paid in {say.money(fact.pay_minor)}")
    more = say.money(fact.bonus_minor)
    given = (say.pick(f"赠送 {more}", f"{more} on top"),) if fact.bonus_minor else ()
    return Said(title=title, lines=given, tone="money")


def _balance_spent(fact: loyalty.BalanceSpent, say: Saying) -> Said:
    money = say.money(fact.principal_minor + fact.bonus_minor)
    title = say.pick(f"余额支付 {money}", f"Paid {money} of her balance")
    return Said(title=title, lines=_both(fact, say), link=Link("order", fact.order))


def _balance_back(fact: loyalty.BalanceGivenBack, say: Saying) -> Said:
    money = say.money(fact.principal_minor + fact.bonus_minor)
    title = say.pick(f"余额退回 {money}", f"{money} is on her balance again")
    return Said(title=title, lines=_both(fact, say), tone="return", link=Link("order", fact.order))


def _both(fact: loyalty.BalanceSpent | loyalty.BalanceGivenBack, say: Saying) -> tuple[str, ...]:
    principal, bonus = say.money(fact.principal_minor), say.money(fact.bonus_minor)
    text = say.pick(f"本金 {principal} · 赠送 {bonus}", f"principal {principal} · bonus {bonus}")
    return (text,) if fact.bonus_minor else ()


def _refund_asked(fact: loyalty.BalanceRefundAsked, say: Saying) -> Said:
    money = say.money(fact.pay_back_minor)
    title = say.pick(f"申请退储值 {money}", f"Wants {money} of her balance back")
    return Said(title=title, lines=(say.word(BASES, fact.basis),), tone="return")


def _refunded(fact: loyalty.BalanceRefunded, say: Saying) -> Said:
    money = say.money(fact.pay_back_minor)
    title = say.pick(f"储值已退款 {money}", f"{money} of her balance went back")
    return Said(title=title, tone="return")


TURNS = {
    "reached": ("成长值达到门槛", "her growth reached it"),
    "ended": ("有效期满，没有达到保级要求", "its time was over and not enough had kept it"),
    "returned": ("退货后成长值不够", "goods went back and their growth with them"),
    "ruled": ("等级规则调整", "the programme changed"),
}


def _tier_changed(fact: loyalty.TierChanged, say: Saying) -> Said:
    if fact.code is None:
        title = say.pick(f"会员等级 {fact.before} 结束", f"Tier {fact.before} ended")
    else:
        title = say.pick(f"成为 {fact.code} 会员", f"Has tier {fact.code}")
    return Said(title=title, lines=(say.word(TURNS, fact.why),))


def _tier_kept(fact: loyalty.TierKept, say: Saying) -> Said:
    return Said(title=say.pick(f"{fact.code} 会员保级", f"Keeps tier {fact.code}"))


_Told = (
    loyalty.PointsEarned
    | loyalty.PointsClawedBack
    | loyalty.PointsSpent
    | loyalty.PointsGivenBack
    | loyalty.PointsEndAnnounced
    | loyalty.PointsExpired
    | loyalty.PointsAdjusted
)


def _of(fact: _Told, title: str, *lines: str, link: Link | None = None) -> Said:
    """`code` tells several kinds apart."""
    return Said(title=title, lines=tuple(filter(None, (fact.code, *lines))), link=link)


SAYS: dict[str, Render] = {
    loyalty.PointsEarned.NAME: _earned,
    loyalty.PointsClawedBack.NAME: _clawed_back,
    loyalty.PointsSpent.NAME: _spent,
    loyalty.PointsGivenBack.NAME: _given_back,
    loyalty.PointsEndAnnounced.NAME: _expiring,
    loyalty.PointsExpired.NAME: _expired,
    loyalty.PointsAdjusted.NAME: _adjusted,
    loyalty.BalancePaidIn.NAME: _topped_up,
    loyalty.BalanceSpent.NAME: _balance_spent,
    loyalty.BalanceGivenBack.NAME: _balance_back,
    loyalty.BalanceRefundAsked.NAME: _refund_asked,
    loyalty.BalanceRefunded.NAME: _refunded,
    loyalty.TierChanged.NAME: _tier_changed,
    loyalty.TierKept.NAME: _tier_kept,
}
