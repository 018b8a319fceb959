"""How often a sign-in code may be asked for and tried."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

DIGITS = 6
TRIES = 5
LIVES = timedelta(minutes=10)
SESSION_LIVES = timedelta(days=30)
AGAIN_AFTER = timedelta(seconds=60)


class Limit(Struct, frozen=True):
    """At most `count` codes within `span`."""

    count: int
    span: timedelta


PER_PHONE = (Limit(1, AGAIN_AFTER), Limit(5, timedelta(hours=1)), Limit(10, timedelta(days=1)))
# Many customers of one store share its network, so an address may ask for more than a phone.
PER_ADDRESS = (Limit(30, timedelta(hours=1)), Limit(200, timedelta(days=1)))
WATCHED = max(limit.span for limit in (*PER_PHONE, *PER_ADDRESS))


def wait(asked: Sequence[datetime], now: datetime, limits: Sequence[Limit]) -> timedelta:
    """How long until the next code may be asked for, given when earlier ones were; zero: now."""
    longest = timedelta()
    for limit in limits:
        within = sorted(at for at in asked if now - limit.span < at <= now)
        if len(within) >= limit.count:
            longest = max(longest, within[-limit.count] + limit.span - now)
    return longest
