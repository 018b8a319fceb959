"""What fulfilment decides, from values alone."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

DIGITS = 8
TAIL = 4
GUESSES = 8
WITHIN = timedelta(minutes=10)
"""So many wrong codes one person may type in so long; a hundred million codes leave no hope."""


def plain(typed: str) -> str | None:
    """The eight digits of what was typed or scanned, blanks and dashes aside; None if it isn't."""
    digits = re.sub(r"[\s\-]", "", typed)
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else None


def must_wait(guesses: Sequence[datetime], now: datetime) -> timedelta | None:
    """How long until the oldest of too many guesses, oldest first, counts no more."""
    recent = [at for at in guesses if at > now - WITHIN]
    return recent[-GUESSES] + WITHIN - now if len(recent) >= GUESSES else None
