"""Shapes of campaigns: the same words to everybody in an audience."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.modules.messaging.letters import Card, CardKind, Reason

State = Literal["draft", "running", "paused", "stopped", "done"]
Signed = Literal["own", "named", "merchant"]
"""In whose name: each customer's own guide, one named guide, or the merchant."""


class NewCampaign(Struct, frozen=True, kw_only=True):
    """What is to be said to whom; `guide` is set exactly when `signed` is *named*."""

    name: str
    audience: UUID
    audience_version: int
    purpose: str
    words: str
    signed: Signed
    guide: UUID | None = None
    card: Card | None = None


class Campaign(Struct, frozen=True, kw_only=True):
    """A campaign as it stands; `people` were meant when it was started."""

    id: UUID
    name: str
    audience: UUID
    audience_version: int
    purpose: str
    channel: str
    words: str
    card_kind: CardKind | None
    card_id: UUID | None
    signed: Signed
    guide: UUID | None
    state: State
    people: int
    made_at: datetime
    made_by: str
    started_at: datetime | None
    ended_at: datetime | None


class Chunk(Struct, frozen=True, kw_only=True):
    """The next member numbers of a running campaign, held until this work's commit."""

    campaign: Campaign
    numbers: Sequence[int]


class Withheld(Struct, frozen=True):
    reason: Reason
    people: int


class Tally(Struct, frozen=True, kw_only=True):
    """What became of it so far: each of `people` is allowed, withheld, waiting or still to come."""

    allowed: int
    withheld: list[Withheld]
    waiting: int
    read: int
    opened: int


class Behind(Struct, frozen=True, kw_only=True):
    """Somebody behind a number of a campaign's report, and when it was so."""

    customer: UUID
    at: datetime
    until: datetime | None
