"""Shapes of letters: what is to be sent, what is known of whom, what the gate ruled."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

Channel = Literal["in_app"]
Reason = Literal[
    "erased",
    "purpose_unknown",
    "legacy",
    "no_consent",
    "quiet_hours",
    "daily_cap",
    "weekly_cap",
    "said_before",
    "guide_departed",
]
REASONS: tuple[Reason, ...] = (
    "erased",
    "purpose_unknown",
    "legacy",
    "no_consent",
    "quiet_hours",
    "daily_cap",
    "weekly_cap",
    "said_before",
    "guide_departed",
)
"""In the order in which the gate looks."""

CardKind = Literal["product", "article"]


class Card(Struct, frozen=True):
    """What a letter shows beside its words, and opens."""

    kind: CardKind
    id: UUID


class Letter(Struct, frozen=True, kw_only=True):
    """Something to be said to one person, for a purpose, in somebody's name."""

    customer: UUID
    purpose: str
    words: str
    channel: Channel = "in_app"
    card: Card | None = None
    guide: UUID | None = None
    campaign: UUID | None = None


class Person(Struct, frozen=True, kw_only=True):
    """What the gate is told of a person; `said` is her last word to each purpose."""

    erased: bool = False
    said: Mapping[str, str] = {}


class Known(Struct, frozen=True, kw_only=True):
    """What the caller gathered for some letters; who is missing in `people` does not exist."""

    timezone: str
    people: Mapping[UUID, Person]
    in_service: frozenset[UUID] = frozenset()
    """Guides who work here."""


class Policy(Struct, frozen=True, kw_only=True):
    """The merchant's rules of reaching people, in the merchant's time of day."""

    quiet_from: time = time(21)
    quiet_until: time = time(9)
    daily: Annotated[int, Meta(ge=1, le=50)] = 2
    """Marketing letters to one person on one of the merchant's days."""
    weekly: Annotated[int, Meta(ge=1, le=100)] = 5
    """Marketing letters to one person within seven days."""
    same_words_days: Annotated[int, Meta(ge=1, le=365)] = 30
    """The same words are not said twice to one person within so many days."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What the gate ruled on one letter; `until` says when it waits for, or may be asked again."""

    id: UUID
    customer: UUID
    purpose: str
    channel: str
    guide: UUID | None
    campaign: UUID | None
    allowed: bool
    waits: bool
    reason: Reason | None
    until: datetime | None
    at: datetime
    letter: UUID | None


class Arrived(Struct, frozen=True, kw_only=True):
    """A letter that reached a person, as she finds it."""

    id: UUID
    customer: UUID
    guide: UUID | None
    campaign: UUID | None
    purpose: str
    words: str
    card_kind: CardKind | None
    card_id: UUID | None
    sent_at: datetime
    read_at: datetime | None
    opened_at: datetime | None
