"""The price of a group: a rule made of what its offer says, for who asks to start or join one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from siyu.kernel.blocks import Leaf
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import groups
from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing.effects import sku_prices

VERSION = 1
"""What an open offer says never changes."""


class Bid(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody wants a seat under an offer: in this group, or in one of her own."""

    offer: UUID
    group: UUID | None = None


class Bidder(Protocol):
    """What is wanted, and where."""

    @property
    def store(self) -> UUID: ...
    @property
    def wallet(self) -> UUID | None: ...
    def quantities(self) -> dict[UUID, int]: ...


class Offers(msgspec.Struct, frozen=True):
    """What is known of the offers and groups that are asked for."""

    offers: Mapping[UUID, groups.Offer] = {}
    found: Mapping[UUID, groups.Group] = {}

    def refusal(self, bid: Bid, want: Bidder, now: datetime, *, is_new: bool) -> Refusal | None:
        """Why she can't have the price; whether a seat is left the ledger says."""
        offer = self.offers.get(bid.offer)
        group = self.found.get(bid.group) if bid.group else None
        joins = bid.group is not None
        no = groups.refusal(offer, group, joins=joins, store=want.store, now=now)
        if no is not None or offer is None:
            return no
        if list(want.quantities()) != [offer.sku] or want.wallet is not None:
            return groups.OneThing()
        return groups.ForNewcomers() if not is_new and self.asks_who_is_new(bid) else None

    def asks_who_is_new(self, bid: Bid | None) -> bool:
        """Whether only who never bought before may have this seat."""
        if bid is None or bid.group is None:
            return False
        offer = self.offers.get(bid.offer)
        return offer is not None and offer.newcomers

    def rules(self, bid: Bid | None) -> tuple[pricing.Rule, ...]:
        return (rule_of(self.offers[bid.offer]),) if bid is not None else ()


NONE = Offers()


async def read(work: Work, bids: Sequence[Bid]) -> Offers:
    """What these ask for; nothing is looked up where there are none."""
    if not bids:
        return NONE
    offers = await groups.offers_of(work, [bid.offer for bid in bids])
    found = await groups.groups_of(work, [bid.group for bid in bids if bid.group])
    return Offers(offers, found)


async def rules_said(work: Work, ids: Collection[UUID]) -> list[pricing.Rule]:
    """What these offers said, whatever became of them."""
    return [rule_of(one) for one in (await groups.offers_of(work, ids)).values()]


def rule_of(offer: groups.Offer) -> pricing.Rule:
    price = sku_prices.Price(sku=offer.sku, price_minor=offer.price_minor)
    terms = pricing.Terms(
        name=offer.name,
        effect=Leaf(sku_prices.BLOCK.code, sku_prices.Arguments(prices=(price,))),
        exclusive=True,
        with_coupons=False,
        rank=0,
    )
    return pricing.Rule(id=offer.id, version=VERSION, terms=terms)
