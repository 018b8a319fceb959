"""What loyalty tells about a customer, in words."""

from siyu.modules import loyalty
from siyu.views.words.saying import Link, Render, Said, Saying


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
}
