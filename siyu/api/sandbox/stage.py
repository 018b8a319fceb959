"""Where the demo plays its first story, and who one may be there: for the page of three phones."""

import asyncio
from pathlib import Path
from uuid import UUID

import msgspec

from siyu.kernel.doors import OPEN, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit


class StagePerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody invented whom anybody may be."""

    role: str
    name: str
    account: str
    password: str


class StagePlace(msgspec.Struct, frozen=True, kw_only=True):
    """The code to scan, and the goods that a crowd is after."""

    code: str
    store: UUID
    sku: UUID
    product: UUID
    guide: str


class StageShape(msgspec.Struct, frozen=True, kw_only=True):
    """A merchant of the demo as the page shows it."""

    merchant: str
    code: str
    sign_ins: list[StagePerson]
    stage: StagePlace


class _Furnished(msgspec.Struct, frozen=True, kw_only=True):
    merchant: str
    code: str
    sign_ins: list[StagePerson]
    stage: StagePlace | None = None


@door.get("/stage", permit=OPEN)
async def show_stage(kit: Kit) -> StageShape:
    """The demo's merchant with its people; not found until the demo stands."""
    told = await asyncio.to_thread(_told, kit.settings.data / "demo.json")
    for one in told:
        if one.stage is not None:
            return StageShape(
                merchant=one.merchant, code=one.code, sign_ins=one.sign_ins, stage=one.stage
            )
    raise NotFound


def _told(file: Path) -> list[_Furnished]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[_Furnished])
    except FileNotFoundError:
        return []


DOORS = [show_stage]
