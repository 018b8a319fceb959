"""What doors of group buys take, and what they share."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.typed import PLAIN
from siyu.flows import group_buys
from siyu.kernel.db import Work
from siyu.modules import groups
from siyu.views.group_buys import GroupOffer, offer_shapes

Which = Literal["any", "draft", "open", "closed"]
OfferName = Annotated[str, Meta(min_length=1, max_length=40, pattern=PLAIN)]
REFUSALS = [
    groups.UnknownOffer,
    groups.ChangedMeanwhile,
    groups.NotDraft,
    groups.NotCheaper,
]


class GroupBuyGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many people within so many hours pay so much each piece.

    `cap` is how many pieces one person may have; `newcomers`: who joins has never bought before.
    `stores`: null is every one.
    """

    name: OfferName
    sku: UUID
    price_minor: Annotated[int, Meta(ge=1, le=10**11)]
    size: Annotated[int, Meta(ge=2, le=100)]
    hours: Annotated[int, Meta(ge=1, le=168)]
    since: datetime
    until: datetime
    cap: Annotated[int, Meta(ge=1, le=9_999)] | None = None
    newcomers: bool = False
    stores: Annotated[list[UUID], Meta(min_length=1, max_length=200)] | None = None

    def terms(self) -> groups.Terms:
        return groups.Terms(
            name=self.name,
            sku=self.sku,
            price_minor=self.price_minor,
            size=self.size,
            hours=self.hours,
            since=self.since,
            until=self.until,
            cap=self.cap,
            newcomers=self.newcomers,
            stores=None if self.stores is None else tuple(self.stores),
        )


class GroupBuyChange(GroupBuyGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another wording of a draft; `version` is the one that was opened for editing."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class GroupBuyStateGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Open lets groups be started; closed is for good, and groups that were started go on."""

    state: Literal["open", "closed"]


async def move(work: Work, offer: UUID, data: GroupBuyStateGiven) -> GroupOffer:
    return await shown(work, await group_buys.move(work, offer, data.state))


async def shown(work: Work, offer: groups.Offer) -> GroupOffer:
    return (await offer_shapes(work, [offer]))[0]
