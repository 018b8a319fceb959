"""How stores look at the doors of console and open API."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from siyu.api.typed import Code, Free, Name
from siyu.kernel.db import Work
from siyu.modules import staff, tenants


class RegionRef(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class StoreShape(msgspec.Struct, frozen=True, kw_only=True):
    """A store; `guides` counts those posted there now."""

    id: UUID
    code: str
    name: str
    kind: tenants.StoreKind
    region: RegionRef | None
    city: str
    address: str
    opened_on: date
    closed_on: date | None
    ways: list[tenants.Way] | None
    guides: int


class StoreGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: Code
    name: Name
    opened_on: date
    kind: tenants.StoreKind = "own"
    region: UUID | None = None
    city: Free = ""
    address: Free = ""

    def opening(self) -> tenants.OpenStore:
        return tenants.OpenStore(
            code=self.code,
            name=self.name,
            opened_on=self.opened_on,
            kind=self.kind,
            region=self.region,
            city=self.city,
            address=self.address,
        )


async def shapes(work: Work, stores: Sequence[tenants.Store]) -> list[StoreShape]:
    guides = await staff.count_guides(work, [s.id for s in stores])
    return [
        StoreShape(
            id=s.id,
            code=s.code,
            name=s.name,
            kind=s.kind,
            region=None if s.region is None else RegionRef(s.region.id, s.region.name),
            city=s.city,
            address=s.address,
            opened_on=s.opened_on,
            closed_on=s.closed_on,
            ways=s.ways,
            guides=guides.get(s.id, 0),
        )
        for s in stores
    ]


async def shape(work: Work, store: UUID) -> StoreShape:
    return (await shapes(work, [await tenants.get_store(work, store)]))[0]
