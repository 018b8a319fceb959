"""Pure decisions of the room."""

from datetime import date, timedelta

from siyu.modules.channels.values import Code, Standing

SLUG_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another on a printed page."""
SLUG_LENGTH = 8
MOST_PER_ADDRESS = 300
"""A store's own network hides all its customers behind one address: the limit is for programs."""
WATCHED = timedelta(hours=1)
JOINS_WITHIN = timedelta(days=30)
"""Who signs in later came for another reason."""


def standing(code: Code, today: date) -> Standing:
    """Whether a code leads anywhere on the merchant's day."""
    if code.closed_at is not None:
        return "closed"
    if code.starts_on is not None and today < code.starts_on:
        return "not_begun"
    if code.ends_on is not None and today > code.ends_on:
        return "ended"
    return "live"


def acquisition_minor(cost_minor: int | None, met: int) -> int | None:
    """Cost per person met, rounded half up; None where it can't be had."""
    if cost_minor is None or met == 0:
        return None
    return (2 * cost_minor + met) // (2 * met)


def first_of_month(day: date) -> date:
    return day.replace(day=1)
