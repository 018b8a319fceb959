"""What the developers room speaks in."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key to the open API as its row stands; the key itself is nowhere."""

    id: UUID
    name: str
    prefix: str
    permits: list[str]
    made_by: UUID | None
    made_at: datetime
    expires_on: date | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key to be made; `permits` are what it may do, `until` is its end."""

    name: str
    permits: frozenset[str]
    expires_on: date | None = None
    until: datetime | None = None
