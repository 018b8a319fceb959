"""What fulfilment tells, about the customer where one is known."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("fulfilment.pickup_ready")
class PickupReady(Fact, frozen=True, kw_only=True):
    """An order may be fetched at a store."""

    pickup: UUID
    order: UUID
    store: UUID


@fact("fulfilment.pickup_redeemed")
class PickupRedeemed(Fact, frozen=True, kw_only=True):
    """The goods were handed over, once."""

    pickup: UUID
    order: UUID
    store: UUID
    by: UUID


@fact("fulfilment.pickup_voided")
class PickupVoided(Fact, frozen=True, kw_only=True):
    """An order is not to be fetched any more."""

    pickup: UUID
    order: UUID
    store: UUID
