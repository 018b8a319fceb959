"""What group buys tell about a customer, in words."""

from siyu.modules import groups
from siyu.views.words.saying import Link, Render, Said, Saying

_Told = groups.GroupStarted | groups.GroupJoined | groups.GroupFilled | groups.GroupFailed


def _about(fact: _Told, say: Saying, title: str) -> Said:
    name = say.sku(fact.sku)
    return Said(title=title, lines=(name,) if name else (), link=Link("order", fact.order))


def _started(fact: groups.GroupStarted, say: Saying) -> Said:
    return _about(fact, say, say.pick("开了一个团", "Started a group"))


def _joined(fact: groups.GroupJoined, say: Saying) -> Said:
    return _about(fact, say, say.pick("参加了一个团", "Joined a group"))


def _filled(fact: groups.GroupFilled, say: Saying) -> Said:
    return _about(fact, say, say.pick("拼团成功", "Her group is full"))


def _failed(fact: groups.GroupFailed, say: Saying) -> Said:
    title = say.pick("拼团没有成团，自动退款", "Her group was not filled; the money goes back")
    return _about(fact, say, title)


SAYS: dict[str, Render] = {
    groups.GroupStarted.NAME: _started,
    groups.GroupJoined.NAME: _joined,
    groups.GroupFilled.NAME: _filled,
    groups.GroupFailed.NAME: _failed,
}
