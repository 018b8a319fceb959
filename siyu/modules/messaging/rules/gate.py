"""The gate: whether a letter may reach a person now, and if not, why and until when.

The order is that of docs/algorithms/gate.md, whose table is executed. Law: marketing needs a
consent for its purpose and channel (PIPL Art. 13, 24; 通信短信息服务管理规定); who came with an
import and was never asked is served, not advertised to.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from siyu.modules.messaging.letters import Letter, Policy, Reason

SERVICE = "service"
MARKETING = "marketing"

CONSENTS: Mapping[tuple[str, str], str] = {
    (MARKETING, "in_app"): "marketing_in_app",
    (MARKETING, "sms"): "marketing_sms",
}
"""What a person must have agreed to, by purpose and channel; serving her needs nothing."""

WEEK = timedelta(days=7)


class Standing(Struct, frozen=True, kw_only=True):
    """How things stand between one person and one letter."""

    erased: bool = False
    said: Mapping[str, str] = {}
    marketed: tuple[datetime, ...] = ()
    """When marketing reached her within the last seven days."""
    said_at: datetime | None = None
    """When she was last told the very same words."""
    guide_gone: bool = False


class Ruling(NamedTuple):
    """Allowed without a reason; otherwise why, and when it may be otherwise."""

    reason: Reason | None = None
    until: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.reason is None

    @property
    def waits(self) -> bool:
        """It is not lost: it is asked again at `until`."""
        return self.reason == "quiet_hours"


def rule(policy: Policy, zone: ZoneInfo, now: datetime, letter: Letter, of: Standing) -> Ruling:
    """The first reason that holds, in the order of the table."""
    if of.erased:
        return Ruling("erased")
    if letter.purpose not in {SERVICE, MARKETING}:
        return Ruling("purpose_unknown")
    if letter.purpose == MARKETING and (found := _marketing(policy, zone, now, letter, of)):
        return found
    if of.said_at is not None:
        again = of.said_at + timedelta(days=policy.same_words_days)
        if now < again:
            return Ruling("said_before", again)
    return Ruling("guide_departed") if of.guide_gone else Ruling()


def _marketing(
    policy: Policy, zone: ZoneInfo, now: datetime, letter: Letter, of: Standing
) -> Ruling | None:
    word = of.said.get(CONSENTS[letter.purpose, letter.channel])
    if word != "granted":
        legacy = word is None and "legacy" in of.said.values()
        return Ruling("legacy" if legacy else "no_consent")
    if (morning := quiet_until(policy, zone, now)) is not None:
        return Ruling("quiet_hours", morning)
    return _capped(policy, zone, now, of.marketed)


def _capped(
    policy: Policy, zone: ZoneInfo, now: datetime, marketed: Sequence[datetime]
) -> Ruling | None:
    today = now.astimezone(zone).date()
    if sum(at.astimezone(zone).date() == today for at in marketed) >= policy.daily:
        midnight = datetime.combine(today + timedelta(days=1), time(), zone).astimezone(UTC)
        return Ruling("daily_cap", _awake(policy, zone, midnight))
    week = sorted((at for at in marketed if at > now - WEEK), reverse=True)
    if len(week) >= policy.weekly:
        return Ruling("weekly_cap", _awake(policy, zone, week[policy.weekly - 1] + WEEK))
    return None


def _awake(policy: Policy, zone: ZoneInfo, at: datetime) -> datetime:
    return quiet_until(policy, zone, at) or at


def quiet_until(policy: Policy, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours that `now` lies in end; None outside of them."""
    here = now.astimezone(zone)
    first, last = policy.quiet_from, policy.quiet_until
    at = here.time()
    overnight = first > last
    if not (at >= first or at < last if overnight else first <= at < last):
        return None
    day = here.date() + timedelta(days=overnight and at >= first)
    return datetime.combine(day, last, zone).astimezone(UTC)


class Asked(Struct, frozen=True):
    """A letter, the digest of what it says, and how things stood before it."""

    letter: Letter
    words: bytes
    of: Standing


def judge(policy: Policy, zone: ZoneInfo, now: datetime, asked: Sequence[Asked]) -> list[Ruling]:
    """One ruling each, in order: what is allowed counts against what comes after it."""
    added: dict[object, int] = {}
    told: set[tuple[object, bytes]] = set()
    rulings = []
    for one in asked:
        who = one.letter.customer
        of = one.of
        if who in added:
            of = structs.replace(of, marketed=(*of.marketed, *[now] * added[who]))
        if (who, one.words) in told:
            of = structs.replace(of, said_at=now)
        ruling = rule(policy, zone, now, one.letter, of)
        if ruling.allowed:
            told.add((who, one.words))
            if one.letter.purpose == MARKETING:
                added[who] = added.get(who, 0) + 1
        rulings.append(ruling)
    return rulings
