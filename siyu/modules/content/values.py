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
    """An article as it stands."""

    id: UUID
    title: str
    parts: list[Part]
    products: list[UUID]
    made_at: datetime
    changed_at: datetime
    published_at: datetime | None
    unpublished_at: datetime | None

    @property
    def cover(self) -> str | None:
        """Its first picture."""
        return next((part.picture for part in self.parts if part.picture), None)

    @property
    def state(self) -> State:
        if self.published_at is None:
            return "draft"
        return "published" if self.unpublished_at is None else "unpublished"


class Read(Struct, frozen=True):
    """How many people have read an article, and how often in all."""

    people: int = 0
    readings: int = 0


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
