"""What happened to a merchant and its stores."""

from datetime import date
from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("tenants.merchant_founded")
class MerchantFounded(Fact, frozen=True, kw_only=True):
    currency: str
    timezone: str


@fact("tenants.region_added")
class RegionAdded(Fact, frozen=True, kw_only=True):
    region: UUID


@fact("tenants.store_opened")
class StoreOpened(Fact, frozen=True, kw_only=True):
    store: UUID
    code: str
    kind: str
    region: UUID | None
    opened_on: date


@fact("tenants.store_amended")
class StoreAmended(Fact, frozen=True, kw_only=True):
    """Which fields changed; the kind and the region as they are now."""

    store: UUID
    fields: list[str]
    kind: str
    region: UUID | None


@fact("tenants.store_closed")
class StoreClosed(Fact, frozen=True, kw_only=True):
    store: UUID
    closed_on: date
