"""A fact: something that happened, in the past tense, with ids, codes and numbers only."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What rooms tell; declared with `@fact(...)`. No field ever holds personal data."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]


F = TypeVar("F", bound=Fact)

_declared: dict[tuple[str, int], type[Fact]] = {}


def fact(name: str, version: int = 1) -> Callable[[type[F]], type[F]]:
    """Declare a fact's name, `room.past_participle`, and the version of its shape."""

    def declare(shape: type[F]) -> type[F]:
        if (name, version) in _declared:
            raise ValueError(f"{name} version {version} is declared twice")
        shape.NAME, shape.VERSION = name, version
        _declared[name, version] = shape
        return shape

    return declare


def declared() -> dict[tuple[str, int], type[Fact]]:
    """Every fact shape known to this process, by name and version."""
    return dict(_declared)


class Position(msgspec.Struct, frozen=True, order=True):
    """Where a reader stands in the log of facts; positions are totally ordered."""

    epoch: int
    xid: int
    id: UUID


class Told(msgspec.Struct, Generic[F], frozen=True, kw_only=True):
    """A fact as it stands in the log, with who and when around it."""

    id: UUID
    position: Position
    recorded_at: datetime
    at: datetime
    name: str
    version: int
    subject: UUID | None
    cause: UUID | None
    actor: str
    fact: F


def decode(name: str, version: int, body: str) -> Fact:
    """The fact of a stored body; KeyError if no shape of that name and version is declared."""
    return msgspec.json.decode(body, type=_declared[name, version])
