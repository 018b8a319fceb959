"""Console door of the sandbox's rush: a crowd at the counter, and what became of it."""

from typing import Annotated
from uuid import UUID

import msgspec

from siyu.api import order_doors as shared
from siyu.flows import play_rush
from siyu.kernel.doors import Ask, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit

Buyers = Annotated[int, msgspec.Meta(ge=1, le=2_000)]
Pieces = Annotated[int, msgspec.Meta(ge=1, le=2_000)]


class RushGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many members want one piece each; the shelf is counted anew to so many pieces first."""

    sku: UUID
    store: UUID
    buyers: Buyers = 2_000
    pieces: Pieces = 100


class RefusedShape(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that buyers were told, and how many of them."""

    code: str
    message: str
    people: int


class RushShape(msgspec.Struct, frozen=True, kw_only=True):
    """How it went; `oversold` is what was granted beyond what was there."""

    buyers: int
    pieces: int
    granted: int
    refused: list[RefusedShape]
    left: int
    oversold: int
    took_ms: int


@door.post("/sandbox/rush", permit="sandbox.use", status_code=200, errors=[NotFound])
async def play(ask: Ask, kit: Kit, data: RushGiven) -> RushShape:
    """Let a crowd of the merchant's own members come at once; nobody pays."""
    if not kit.settings.sandbox:
        raise NotFound
    ask.scope.must_hold(data.store)
    rush = play_rush.Rush(**msgspec.structs.asdict(data))
    await play_rush.lay_out(ask.works, ask.tenant, rush, ask.actor)
    played = await play_rush.play(ask.works, ask.tenant, rush, lambda one: shared.stand(ask, one))
    return RushShape(
        buyers=played.buyers,
        pieces=played.pieces,
        granted=played.granted,
        refused=[
            RefusedShape(
                code=met.why.code, message=met.why.sentence(ask.language), people=met.people
            )
            for met in played.refused
        ],
        left=played.left,
        oversold=played.oversold,
        took_ms=played.took_ms,
    )


DOORS = [play]
