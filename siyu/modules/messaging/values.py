"""What messaging speaks in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec


class TextMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One text message about to leave: whom it goes to lives in memory only."""

    send: UUID
    phone: str
    template: str
    slots: Mapping[str, str]


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """The vendor took it, under its own number."""

    vendor_id: str


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The vendor did not take it; `again_s` is set when it may take it later."""

    reason: str
    again_s: int | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the vendor told later about a send; `reason` is its code when it did not arrive."""

    send: UUID
    delivered: bool
    reason: str
    at: datetime


class Send(msgspec.Struct, frozen=True, kw_only=True):
    """A send as its row stands; the text and the number it goes to are sealed elsewhere."""

    id: UUID
    channel: str
    template: str
    customer_id: UUID | None
    state: str
    reason: str | None
    made_at: datetime
    handed_at: datetime | None
    reported_at: datetime | None
