"""The prices of flash sales: rules like those of promotions, made of what a sale says.

What is confirmed is read once an edition of promotions, which every confirmation and every end
turns; so where no sale runs, nobody asks for one.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from siyu.kernel.blocks import Leaf
from siyu.kernel.db import Work
from siyu.modules import deals
from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing.effects import sku_prices

MOST_KEPT = 256
VERSION = 1
"""What a confirmed sale says never changes."""
REMEMBERED = timedelta(hours=1)
"""So long one who comes too late is told that it was a sale."""


class Shop(msgspec.Struct, frozen=True):
    """A sale with what it comes to at each store: a rule, and goods by their SKU."""

    sale: deals.Sale
    rules: dict[UUID, pricing.Rule]
    goods: dict[tuple[UUID, UUID], deals.Good]


_KEPT: OrderedDict[UUID, tuple[Shop, ...]] = OrderedDict()


class Flash(msgspec.Struct, frozen=True):
    """The sales that run now, and those that ended a moment ago."""

    now: tuple[Shop, ...] = ()
    past: tuple[Shop, ...] = ()

    def rules(self, store: UUID) -> tuple[pricing.Rule, ...]:
        return tuple(one.rules[store] for one in self.now if store in one.rules)

    def good(self, store: UUID, sku: UUID) -> deals.Good | None:
        """The good that a store has of a SKU in a sale that runs: there is one at most."""
        return next((g for one in self.now if (g := one.goods.get((store, sku)))), None)

    def over(self, store: UUID, skus: Iterable[UUID]) -> tuple[deals.Sale, deals.Good] | None:
        """A sale of one of them that has just ended there."""
        for sku in skus:
            for one in self.past:
                if (good := one.goods.get((store, sku))) is not None:
                    return one.sale, good
        return None

    def taken(self, quote: pricing.Quote) -> Mapping[UUID, deals.Good]:
        """The goods that come at a sale's price: those from whose lines its rule took something."""
        if not self.now:
            return {}
        sales = {one.sale.id: one.sale for one in self.now}
        return {
            line.sku: good
            for step in quote.steps
            if step.rule in sales
            for line, share in zip(quote.lines, step.shares, strict=True)
            if share and (good := sales[step.rule].good_of(line.sku)) is not None
        }


NONE = Flash()


async def running(work: Work, edition: UUID | None) -> Flash:
    """What runs at this moment."""
    if edition is None:
        return NONE
    kept = _KEPT.get(edition)
    if kept is None:
        kept = tuple(map(_shop, await deals.selling(work, work.now - REMEMBERED)))
        _KEPT[edition] = kept
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    if not kept:
        return NONE
    now = tuple(one for one in kept if one.sale.runs(work.now))
    return Flash(now, tuple(one for one in kept if _was(one.sale, work.now)))


async def rules_said(work: Work, sales: Collection[UUID], store: UUID) -> list[pricing.Rule]:
    """What these sales said of a store, whatever became of them."""
    found = await deals.sales_of(work, list(sales)) if sales else {}
    return [rule for sale in found.values() if (rule := rule_of(sale, store)) is not None]


def rule_of(sale: deals.Sale, store: UUID) -> pricing.Rule | None:
    """Its prices at that store: the first to come among unit prices."""
    prices = tuple(
        sku_prices.Price(sku=good.sku, price_minor=good.price_minor)
        for good in sale.goods
        if any(pool.store == store for pool in good.pools)
    )
    if not prices:
        return None
    terms = pricing.Terms(
        name=sale.name,
        effect=Leaf(sku_prices.BLOCK.code, sku_prices.Arguments(prices=prices)),
        with_coupons=sale.with_coupons,
        rank=0,
        since=sale.since,
        until=sale.until,
    )
    return pricing.Rule(id=sale.id, version=VERSION, terms=terms)


def _shop(sale: deals.Sale) -> Shop:
    stores = {pool.store for good in sale.goods for pool in good.pools}
    rules = {store: rule for store in stores if (rule := rule_of(sale, store)) is not None}
    goods = {(pool.store, good.sku): good for good in sale.goods for pool in good.pools}
    return Shop(sale, rules, goods)


def _was(sale: deals.Sale, now: datetime) -> bool:
    """Whether it ran until a moment ago."""
    began = sale.since <= now and sale.confirmed_at is not None
    return began and not sale.runs(now) and sale.until > now - REMEMBERED
