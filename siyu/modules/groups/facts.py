"""What group buys tell, about the customer."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


class _Told(Fact, frozen=True, kw_only=True):
    group: UUID
    offer: UUID
    order: UUID
    sku: UUID


@fact("groups.group_started")
class GroupStarted(_Told, frozen=True, kw_only=True):
    """She paid for the first seat: others may join."""


@fact("groups.group_joined")
class GroupJoined(_Told, frozen=True, kw_only=True):
    """She paid for a seat in somebody's group."""


@fact("groups.group_filled")
class GroupFilled(_Told, frozen=True, kw_only=True):
    """Every seat is paid: her order goes on as any other."""


@fact("groups.group_failed")
class GroupFailed(_Told, frozen=True, kw_only=True):
    """Its time is over and seats are empty: her money goes back."""
