"""Fulfilment: orders that are fetched at a store."""

from siyu.modules.fulfilment.actions import codes_of, look, make, redeem, reopen, void
from siyu.modules.fulfilment.errors import (
    OtherStore,
    RedeemedBefore,
    TooManyGuesses,
    UnknownCode,
    Voided,
    WithoutStore,
)
from siyu.modules.fulfilment.facts import PickupReady, PickupRedeemed, PickupVoided
from siyu.modules.fulfilment.queries import list_waiting, pickups_of
from siyu.modules.fulfilment.values import By, Make, Pickup, Shown

__all__ = [
    "By",
    "Make",
    "OtherStore",
    "Pickup",
    "PickupReady",
    "PickupRedeemed",
    "PickupVoided",
    "RedeemedBefore",
    "Shown",
    "TooManyGuesses",
    "UnknownCode",
    "Voided",
    "WithoutStore",
    "codes_of",
    "list_waiting",
    "look",
    "make",
    "pickups_of",
    "redeem",
    "reopen",
    "void",
]
