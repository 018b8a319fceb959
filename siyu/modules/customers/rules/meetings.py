"""What a batch of meetings says of each identity, put together."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from siyu.modules.customers.rules.identities import normal
from siyu.modules.customers.values import Identity, Meet

Key = tuple[str, bytes]
"""Kind and blind index of an identity."""


class Gathered(Struct, frozen=True, kw_only=True):
    """All that a batch says of one identity: its earliest meeting, completed by the others."""

    key: Key
    meet: Meet
    place: Meet | None
    """The earliest meeting that names a store."""


def gather(keys: Sequence[Key | None], commands: Sequence[Meet]) -> dict[Key, Gathered]:
    """Commands by key; those without one were unreadable."""
    gathered: dict[Key, Gathered] = {}
    for key, command in zip(keys, commands, strict=True):
        if key is not None:
            earlier = gathered.get(key)
            gathered[key] = _joined(earlier, command) if earlier else _first(key, command)
    return gathered


def comes_first(rule: str | None, since: datetime | None, purchase: datetime) -> bool:
    """Whether a purchase decides belonging: nobody does yet, or only a later purchase."""
    return since is None or (rule == "first_purchase" and purchase < since)


def _first(key: Key, command: Meet) -> Gathered:
    kind = command.identity.kind
    value = normal(kind, command.identity.value) or ""
    command = replace(command, identity=Identity(kind, value))
    return Gathered(key=key, meet=command, place=command if command.store else None)


def _joined(before: Gathered, command: Meet) -> Gathered:
    first, other = sorted((before.meet, command), key=lambda m: m.at)
    whole = replace(
        first,
        identity=before.meet.identity,
        name=first.name or other.name,
        gender=first.gender or other.gender,
        birthday=first.birthday or other.birthday,
        also=tuple(dict.fromkeys((*first.also, *other.also))),
        asked=first.asked or other.asked,
    )
    places = [m for m in (before.place, command) if m is not None and m.store is not None]
    place = min(places, key=lambda m: m.at, default=None)
    return Gathered(key=before.key, meet=whole, place=place)
