"""What messaging tells."""

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
