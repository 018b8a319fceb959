"""Which rows somebody may see: resolved at the door, carried as a plain value."""

from uuid import UUID

import msgspec

from siyu.kernel.errors import NotFound


class Scope(msgspec.Struct, frozen=True):
    """Which rows may be seen: everything, or those of some places, or those of one's own.

    A *place* is whatever rooms scope their rows by. Out of scope is treated as not there.
    """

    places: frozenset[UUID] | None = None
    """None: every place."""
    own: UUID | None = None
    """Set: only rows that belong to this person."""

    def place_list(self) -> list[UUID] | None:
        """For `($n::uuid[] is null or place = any($n))`."""
        return None if self.places is None else sorted(self.places)

    def must_hold(self, place: UUID | None, *, own: UUID | None = None) -> None:
        """NotFound unless a row of this place (and person) may be seen."""
        if self.places is not None and place not in self.places:
            raise NotFound
        if self.own is not None and own != self.own:
            raise NotFound


EVERYTHING = Scope()
