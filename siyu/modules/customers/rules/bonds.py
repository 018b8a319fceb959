"""Who looks after a customer, decided by the merchant's rule book.

`docs/algorithms/bonds.md` says it in words and holds the cases that a test runs. A bond without a
guide is the common pool 公海: her store is known, and anybody there may take her up.
"""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.modules.customers.values import BondHappening, BondOutcome, Book, Rule

Reason = Literal[
    "unbound",
    "by_hand",
    "only_by_hand",
    "decided_by_hand",
    "protected",
    "first_add",
    "later_add",
    "last_purchase",
    "idle",
]


class Bond(Struct, frozen=True, kw_only=True):
    """The living bond; `active_at` is when she last bought or was added."""

    store: UUID
    guide: UUID | None
    rule: Rule
    since: datetime
    active_at: datetime | None = None


class Event(Struct, frozen=True, kw_only=True):
    """What happened, and to whom she would go by it; an idle check names nobody."""

    what: BondHappening
    store: UUID | None = None
    guide: UUID | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """What becomes of the bond, and why; `until` is the end of a protection that kept it."""

    outcome: BondOutcome
    reason: Reason
    store: UUID | None
    guide: UUID | None
    rule: Rule
    until: datetime | None = None


def decide(book: Book, now: datetime, bond: Bond | None, event: Event) -> Decision | None:
    """None where there is nothing to decide: it is hers already, or no matter of the book."""
    if event.what == "idle":
        return _idle(book, now, bond) if bond else None
    if event.what == "hand":
        return _moved("by_hand", event, "by_hand")
    if event.store is None or (bond and _same(bond, event)):
        return None
    if bond is None or (bond.guide is None and bond.rule != "by_hand"):
        return _taken_up(book, bond, event)
    if event.what == "purchase" and not _asks(book, now, bond, event):
        return None
    return _contested(book, now, bond, event)


def _taken_up(book: Book, bond: Bond | None, event: Event) -> Decision | None:
    """Nobody looks after her yet, or any more."""
    if book.rule == "by_hand":
        # Her store is written down, so that its manager finds her in the common pool.
        if bond is not None:
            return _kept("only_by_hand", bond) if event.what == "add" else None
        return Decision(
            outcome="moved", reason="only_by_hand", store=event.store, guide=None, rule="released"
        )
    if event.what == "add":
        return _moved("unbound", event, "first_add")
    if bond is not None and event.guide is None:
        return None
    rule: Rule = "last_purchase" if book.rule == "last_purchase" else "first_purchase"
    return _moved("unbound", event, rule)


def _asks(book: Book, now: datetime, bond: Bond, event: Event) -> bool:
    """Whether a purchase is a question at all: by this book, of a guide, and a later one."""
    return book.rule == "last_purchase" and event.guide is not None and now > bond.since


def _contested(book: Book, now: datetime, bond: Bond, event: Event) -> Decision:
    if bond.rule == "by_hand":
        return _kept("decided_by_hand", bond)
    if book.rule == "by_hand":
        return _kept("only_by_hand", bond)
    until = bond.since + timedelta(days=book.protection_days)
    if now < until:
        return _kept("protected", bond, until)
    if event.what == "purchase":
        return _moved("last_purchase", event, "last_purchase")
    if book.later_add == "moves":
        return _moved("later_add", event, "first_add")
    return _kept("first_add", bond)


def _idle(book: Book, now: datetime, bond: Bond) -> Decision | None:
    if book.idle_days is None or bond.guide is None or bond.rule == "by_hand":
        return None
    protected = bond.since + timedelta(days=book.protection_days)
    active = max(bond.since, bond.active_at or bond.since)
    if now < max(protected, active + timedelta(days=book.idle_days)):
        return None
    return Decision(
        outcome="released", reason="idle", store=bond.store, guide=None, rule="released"
    )


def _same(bond: Bond, event: Event) -> bool:
    return event.guide == bond.guide and event.store == bond.store


def _moved(reason: Reason, event: Event, rule: Rule) -> Decision:
    return Decision(outcome="moved", reason=reason, store=event.store, guide=event.guide, rule=rule)


def _kept(reason: Reason, bond: Bond, until: datetime | None = None) -> Decision:
    return Decision(
        outcome="kept",
        reason=reason,
        store=bond.store,
        guide=bond.guide,
        rule=bond.rule,
        until=until,
    )
