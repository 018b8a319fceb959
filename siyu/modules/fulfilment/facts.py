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


@fact("fulfilment.pickup_unfetched")
class PickupUnfetched(Fact, frozen=True, kw_only=True):
    """Nobody came for an order in the time that is stated; `then` is what the rule does with it."""

    pickup: UUID
    order: UUID
    store: UUID
    then: str


@fact("fulfilment.shipment_ready")
class ShipmentReady(Fact, frozen=True, kw_only=True):
    """An order is paid and is to be sent."""

    order: UUID
    store: UUID


@fact("fulfilment.parcel_sent")
class ParcelSent(Fact, frozen=True, kw_only=True):
    """So many pieces of an order left the store in one box."""

    parcel: UUID
    order: UUID
    store: UUID
    carrier: str
    pieces: int


@fact("fulfilment.parcel_received")
class ParcelReceived(Fact, frozen=True, kw_only=True):
    """A parcel is with her: she said so, or (`by_clock`) nobody did in the time there was."""

    parcel: UUID
    order: UUID
    store: UUID
    by_clock: bool
