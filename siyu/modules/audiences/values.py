"""Shapes of the room."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.blocks import Node


class Audience(Struct, frozen=True, kw_only=True):
    """An audience as it stands; `people` were in when its version was saved."""

    id: UUID
    name: str
    version: int
    tree: Node
    people: int
    saved_at: datetime
    saved_by: str
    made_at: datetime
    ended_at: datetime | None


class Version(Struct, frozen=True, kw_only=True):
    """One saving: what the conditions were, and how many people they meant then."""

    version: int
    tree: Node
    people: int
    saved_at: datetime
    saved_by: str


class Save(Struct, frozen=True, kw_only=True):
    """An audience to be kept: `tree` was read, `people` were counted just now.

    `audience` is None for a new one; otherwise `version` is the one that was edited.
    """

    name: str
    tree: Node
    digest: str
    people: int
    audience: UUID | None = None
    version: int = 0
