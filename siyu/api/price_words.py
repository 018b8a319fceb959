"""Why a promotion is not in a price, and what more would bring, as sentences."""

from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from siyu.flows import points_money
from siyu.kernel.errors import Language
from siyu.modules.promotions import pricing

Money = Callable[[int], str]

_SENTENCES = {
    "condition": ("不满足参加条件", "its conditions do not hold"),
    "not_now": ("不在活动时间", "it is not on now"),
    "nothing": ("没有可减的金额", "there is nothing to take off"),
    "dearer": ("不用更便宜", "without it she pays less"),
    "excluded": ("与更优惠的活动不同享", "a better one excludes it"),
}


class Nudge(Struct, frozen=True, kw_only=True):
    """A promotion that so much more, or so many more pieces, would bring."""

    rule: UUID
    name: str
    missing_minor: int
    missing_pieces: int
    sentence: str


def nudges(quote: pricing.Quote, money: Money, language: Language) -> list[Nudge]:
    """The nearest first; none for coupons, which say it themselves."""
    near = [one for one in quote.left if one.wallet is None and _lacks(one)]
    near.sort(key=lambda one: (one.missing_pieces, one.missing_minor, one.name))
    return [
        Nudge(
            rule=one.rule,
            name=one.name,
            missing_minor=one.missing_minor,
            missing_pieces=one.missing_pieces,
            sentence=sentence(one, money, language),
        )
        for one in near
    ]


def gift_short(wanted: int, there: int, language: Language) -> str:
    """That there are fewer of a gift than were due, or none; nothing where there are enough."""
    if there >= wanted:
        return ""
    if not there:
        return "赠品已送完" if language == "zh" else "No more of this gift"
    return f"赠品不足，只送 {there} 件" if language == "zh" else f"Only {there} of this gift left"


def no_points(hers: points_money.Hers, goods: int, money: Money, language: Language) -> str:
    """Why none of her points may pay for goods that come to so much."""
    zh, least = language == "zh", hers.terms.least_minor
    if not hers.left:
        return f"还没有{hers.name}可用" if zh else f"No {hers.name} to use"
    if goods < least:
        said = money(least)
        return f"商品满 {said} 可用{hers.name}" if zh else f"{hers.name} may pay from {said} on"
    return f"{hers.name}不够抵 1 分钱" if zh else f"Too few {hers.name} to pay for anything"


def sentence(left: pricing.Left, money: Money, language: Language) -> str:
    """For people: what is in the way, or how much more."""
    zh = language == "zh"
    if left.missing_minor:
        much = money(left.missing_minor)
        return f"再买 {much} 可享「{left.name}」" if zh else f"{much} more for “{left.name}”"
    if left.missing_pieces:
        many = left.missing_pieces
        return f"再买 {many} 件可享「{left.name}」" if zh else f"{many} more for “{left.name}”"
    said = _SENTENCES[left.because]
    return said[0] if zh else said[1]


def _lacks(left: pricing.Left) -> bool:
    return left.because in ("threshold", "pieces")
