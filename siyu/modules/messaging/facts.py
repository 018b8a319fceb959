"""What messaging tells."""

from datetime import datetime
from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("messaging.message_sent")
class MessageSent(Fact, frozen=True, kw_only=True):
    """A vendor took a message."""

    send: UUID
    channel: str
    template: str


@fact("messaging.message_delivered")
class MessageDelivered(Fact, frozen=True, kw_only=True):
    """A vendor reported that a message arrived."""

    send: UUID
    channel: str
    template: str


@fact("messaging.message_failed")
class MessageFailed(Fact, frozen=True, kw_only=True):
    """A message was not taken, or did not arrive; `reason` is the vendor's code."""

    send: UUID
    channel: str
    template: str
    reason: str


@fact("messaging.letter_sent")
class LetterSent(Fact, frozen=True, kw_only=True):
    """A letter lies in the storefront for her to read."""

    letter: UUID
    purpose: str
    channel: str
    guide: UUID | None
    campaign: UUID | None
    card: str | None


@fact("messaging.letter_withheld")
class LetterWithheld(Fact, frozen=True, kw_only=True):
    """The gate let nothing through; with `waits` it is asked again at `until`."""

    purpose: str
    channel: str
    reason: str
    waits: bool
    until: datetime | None
    guide: UUID | None
    campaign: UUID | None


@fact("messaging.letter_read")
class LetterRead(Fact, frozen=True, kw_only=True):
    """She read it for the first time."""

    letter: UUID
    guide: UUID | None
    campaign: UUID | None


@fact("messaging.card_opened")
class CardOpened(Fact, frozen=True, kw_only=True):
    """She followed a letter's card for the first time."""

    letter: UUID
    card: str
    target: UUID
    guide: UUID | None
    campaign: UUID | None


@fact("messaging.campaign_started")
class CampaignStarted(Fact, frozen=True, kw_only=True):
    """So many people of an audience are being written to."""

    campaign: UUID
    audience: UUID
    people: int


@fact("messaging.campaign_ended")
class CampaignEnded(Fact, frozen=True, kw_only=True):
    """Everybody was ruled on, or somebody stopped it."""

    campaign: UUID
    state: str
