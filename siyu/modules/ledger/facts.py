"""What the ledger tells. Of hot kinds the rooms that use them tell; see README."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("ledger.sold_out")
class SoldOut(Fact, frozen=True, kw_only=True):
    """Nothing is left to take of an account that had something."""

    kind: str
    owner: UUID
    place: UUID


@fact("ledger.refilled")
class Refilled(Fact, frozen=True, kw_only=True):
    """Something is left again of an account that had nothing."""

    kind: str
    owner: UUID
    place: UUID
    left: int
