"""Storefront doors of group buys: offers, groups that look for people, and hers."""

from typing import Annotated
from uuid import UUID

from litestar.params import Parameter

from siyu.kernel.doors import OPEN, Ask, door
from siyu.modules import catalog, groups
from siyu.modules.groups import UnknownGroup
from siyu.views.group_buys import GroupOffer, GroupShape, group_shapes, offer_shapes

MOST = 5
"""Groups of an offer that are shown: who is first to end is helped first."""
MOST_OFFERS = 20


class OfferHere(GroupOffer, frozen=True, kw_only=True):
    """An offer with groups that still look for people, the first to end first."""

    looking: list[GroupShape]


@door.get("/group-buys", permit=OPEN)
async def list_group_buys(
    ask: Ask, product: Annotated[UUID | None, Parameter(query="product")] = None
) -> list[OfferHere]:
    """What can be bought in a group now, of this product or of all."""
    async with ask.look() as work:
        skus = None
        if product is not None:
            skus = [one.id for one in (await catalog.get_product(work, product))[1]]
        found = await groups.running_offers(work, skus, MOST_OFFERS)
        shapes = await offer_shapes(work, found)
        looking = [
            await group_shapes(work, await groups.open_groups(work, one.id, MOST), ask.actor.id)
            for one in found
        ]
        return [
            OfferHere(**{n: getattr(one, n) for n in GroupOffer.__struct_fields__}, looking=of)
            for one, of in zip(shapes, looking, strict=True)
        ]


@door.get("/groups/{id:uuid}", permit=OPEN, errors=[UnknownGroup])
async def show_group(ask: Ask, id: UUID) -> GroupShape:
    """A group: who is in it, how many are missing, until when."""
    async with ask.look() as work:
        return (await group_shapes(work, [await groups.get_group(work, id)], ask.actor.id))[0]


DOORS = [list_group_buys, show_group]
