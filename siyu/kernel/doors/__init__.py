"""Doors: how the world asks something of the program."""

from siyu.kernel.doors.ask import Ask
from siyu.kernel.doors.audience import Anonymous, Authenticate, Connection, audience, routes
from siyu.kernel.doors.door import OPEN, SIGNED_IN, Door
from siyu.kernel.doors.once import Once, Repeated, response_of
from siyu.kernel.doors.paging import Page, Paging, Search
from siyu.kernel.lists import MAX_ROWS
from siyu.kernel.scope import EVERYTHING, Scope

__all__ = [
    "EVERYTHING",
    "MAX_ROWS",
    "OPEN",
    "SIGNED_IN",
    "Anonymous",
    "Ask",
    "Authenticate",
    "Connection",
    "Door",
    "Once",
    "Page",
    "Paging",
    "Repeated",
    "Scope",
    "Search",
    "audience",
    "response_of",
    "routes",
]
