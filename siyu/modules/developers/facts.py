"""What the developers room tells."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("developers.key_added")
class KeyAdded(Fact, frozen=True, kw_only=True):
    key: UUID
    permits: list[str]


@fact("developers.key_revoked")
class KeyRevoked(Fact, frozen=True, kw_only=True):
    key: UUID
