"""Shapes the room gives and takes; all frozen."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

Category = Literal["absolute", "state", "medical", "breast_milk"]
State = Literal["draft", "published", "unpublished"]


class Part(Struct, frozen=True, kw_only=True):
    """A paragraph, or a picture with what is said under it."""

    text: str = ""
    picture: str | None = None


class Write(Struct, frozen=True, kw_only=True):
    """An article as it is written."""

    title: str
    parts: list[Part]
    products: list[UUID] = []


class Article(Struct, frozen=True, kw_only=True):
    """An article as it stands; `people` have read it, `readings` times in all."""

    id: UUID
    title: str
    parts: list[Part]
    products: list[UUID]
    made_at: datetime
    changed_at: datetime
    published_at: datetime | None
    unpublished_at: datetime | None
    people: int
    readings: int

    @property
    def state(self) -> State:
        if self.published_at is None:
            return "draft"
        return "published" if self.unpublished_at is None else "unpublished"


class Flag(Struct, frozen=True, kw_only=True):
    """Words that the advertising law has something to say about: where, of which kind, by what."""

    field: str
    """`title`, or `parts.n`."""
    start: int
    end: int
    word: str
    category: Category
    source: str
    dated: date
