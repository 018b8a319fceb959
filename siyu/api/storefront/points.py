"""Storefront doors of points: what she has, what ends when, and what happened."""

from uuid import UUID

from siyu.api import points_shapes as shared
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.views.points import KindPoints, PointsEntry, points_of


@door.get("/points", permit=SIGNED_IN)
async def show_my_points(ask: Ask) -> list[KindPoints]:
    """Her points of each kind, and when which of them end."""
    async with ask.look() as work:
        return await points_of(work, ask.id)


@door.get("/points/entries", permit=SIGNED_IN)
async def list_my_entries(
    ask: Ask, paging: Paging, *, kind: UUID | None = None
) -> Page[PointsEntry]:
    """What happened to her points, the latest first."""
    async with ask.look() as work:
        return await shared.entry_page(work, paging, ask.id, kind, inside=False)


DOORS = [show_my_points, list_my_entries]
