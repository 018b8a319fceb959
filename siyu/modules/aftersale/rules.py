"""Pure: what a case may become, what the clock does, seven days, and who pays the way back.

Worked in docs/algorithms/after-sale.md.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from siyu.modules.aftersale.values import Exempt, Kind, Payer, Reason, Rule, State

Seven = Literal["yes", "too_late", "excepted"]

FROM: Mapping[State, tuple[State, ...]] = {
    "asked": ("agreed", "refused", "withdrawn", "lapsed"),
    "agreed": ("sent_back", "arrived", "done", "withdrawn", "lapsed"),
    "sent_back": ("arrived", "refused"),
    "arrived": ("done",),
    "done": (),
    "refused": (),
    "withdrawn": (),
    "lapsed": (),
}
"""What each state may become."""

FAULTS: frozenset[Reason] = frozenset({"broken", "wrong_goods", "not_as_said", "missing", "late"})
"""Reasons that are the merchant's."""
REASONS: Mapping[Kind, tuple[Reason, ...]] = {
    "refund": ("broken", "missing", "wrong_goods", "not_as_said", "late"),
    "return": ("no_reason", "broken", "wrong_goods", "not_as_said", "other"),
    "exchange": ("no_reason", "broken", "wrong_goods", "not_as_said", "other"),
}
"""What may be said for each kind: money for goods that she keeps is no matter of taste."""


def may_become(was: State, to: State) -> bool:
    return to in FROM[was]


def who_pays(reason: Reason) -> Payer:
    """The way back of goods."""
    return "merchant" if reason in FAULTS else "customer"


def by_clock(kind: Kind, state: State) -> State | None:
    """What becomes of a case of which nobody says anything; None: it stays."""
    if state == "asked":
        return "agreed"
    if kind == "refund":
        return None
    return {"agreed": "lapsed", "sent_back": "arrived"}.get(state)  # type: ignore[return-value]


def due(kind: Kind, state: State, rule: Rule, now: datetime) -> datetime | None:
    """When that is."""
    if by_clock(kind, state) is None:
        return None
    hours = {
        "asked": rule.answer_hours,
        "agreed": rule.send_back_hours,
        "sent_back": rule.arrive_hours,
    }
    return now + timedelta(hours=hours[state])


def seven_days(
    received_on: date | None, asked_on: date, exempt: Exempt | None, *, told: bool
) -> Seven:
    """Whether goods may go back without a reason; days are the merchant's.

    The first of the seven is the day after she has them. `told`: she said before she paid that she
    knows of an exemption that the law leaves to the parties.
    """
    if exempt is not None and (exempt != "confirmed" or told):
        return "excepted"
    if received_on is not None and asked_on > received_on + timedelta(days=7):
        return "too_late"
    return "yes"


def faults_in_time(received_on: date | None, asked_on: date, rule: Rule) -> bool:
    """Whether it may still be said that something is wrong with them."""
    return received_on is None or asked_on <= received_on + timedelta(days=rule.fault_days)
