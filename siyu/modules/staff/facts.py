"""What the staff room tells."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("staff.person_joined")
class PersonJoined(Fact, frozen=True, kw_only=True):
    person: UUID
    role: str
    store: UUID | None


@fact("staff.post_changed")
class PostChanged(Fact, frozen=True, kw_only=True):
    """A person has another role, store or region from now on."""

    person: UUID
    role: str
    store: UUID | None
    region: UUID | None


@fact("staff.person_left")
class PersonLeft(Fact, frozen=True, kw_only=True):
    person: UUID
    store: UUID | None
