"""What a version says, as it is typed, stored and shown; and the terms it is read into."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Words
from siyu.kernel.errors import Invalid, Language
from siyu.modules.promotions.pricing.registry import Said, read
from siyu.modules.promotions.pricing.values import BRAND, Fund, Terms

Group = Annotated[str, Meta(min_length=1, max_length=40)]

_SPAN = Words("结束要晚于开始，并且写明时区。", "It ends after it begins, both with their offset.")
_WHOLE = Words("各方承担的比例加起来要是 100%。", "The shares of those who pay add up to 100%.")
_AHEAD = Words(
    "预售定金要等预售功能开放。", "Deposits come with sales ahead, which are not open yet."
)


class Wording(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One effect, the conditions that all have to hold, when it runs, and what it excludes."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    effect: Said
    conditions: Annotated[tuple[Said, ...], Meta(max_length=12)] = ()
    groups: Annotated[tuple[Group, ...], Meta(max_length=5)] = ()
    exclusive: bool = False
    with_coupons: bool = True
    rank: Annotated[int, Meta(ge=0, le=1000)] = 100
    since: datetime | None = None
    until: datetime | None = None
    funds: Annotated[tuple[Fund, ...], Meta(min_length=1, max_length=5)] = BRAND


def terms_of(said: Wording, language: Language = "en") -> Terms:
    """Invalid names every place where something is wrong."""
    wrong = list(_wrong(said, language))
    if wrong:
        raise Invalid(wrong)
    effect, conditions = read(said.effect, said.conditions, language)
    return Terms(
        name=said.name,
        effect=effect,
        conditions=conditions,
        groups=tuple(sorted(set(said.groups))),
        exclusive=said.exclusive,
        with_coupons=said.with_coupons,
        rank=said.rank,
        since=said.since,
        until=said.until,
        funds=said.funds,
    )


def _wrong(said: Wording, language: Language) -> Sequence[dict[str, str]]:
    wrong = []
    ends = [at for at in (said.since, said.until) if at is not None]
    if any(at.tzinfo is None for at in ends) or (len(ends) == 2 and ends[0] >= ends[1]):
        wrong.append({"path": "until", "message": _SPAN.pick(language)})
    if sum(fund.share_bp for fund in said.funds) != 10_000 or any(
        fund.share_bp < 1 for fund in said.funds
    ):
        wrong.append({"path": "funds", "message": _WHOLE.pick(language)})
    if said.effect.block == "deposit":
        wrong.append({"path": "effect", "message": _AHEAD.pick(language)})
    return wrong
