"""Flash sales as they stand: what of their pools is sold, held, left and gone back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import catalog, deals, ledger
from siyu.modules.deals import Good, Sale
from siyu.views.carts import StoreShown
from siyu.views.letters import PICTURES
from siyu.views.refs import PlaceRef, gather_refs

BEATS = timedelta(minutes=10)
BEAT_S = 10
SOON = timedelta(days=7)
"""So long before its beginning a sale is told of in the mall."""


class PoolFigures(Struct, frozen=True, kw_only=True):
    """`pieces` = `sold` (paid for) + `held` (ordered, unpaid) + `left` + `returned` (on the shelf
    again)."""

    pieces: int
    sold: int
    held: int
    left: int
    returned: int


class StorePool(PoolFigures, frozen=True, kw_only=True):
    store: PlaceRef


class SaleGood(PoolFigures, frozen=True, kw_only=True):
    """A SKU in a sale, over all its stores. `each` is what was said: at each store, or in all."""

    id: UUID
    sku: UUID
    product: UUID | None
    name: str
    sku_name: str
    picture_url: str | None
    price_minor: int
    list_minor: int | None
    each: int
    split: deals.Split
    cap: int | None
    stores: list[StorePool]


class SaleShape(Struct, frozen=True, kw_only=True):
    """A sale as the house sees it; `now` is the server's clock."""

    id: UUID
    version: int
    name: str
    state: deals.Standing
    since: datetime
    until: datetime
    with_coupons: bool
    stores: list[PlaceRef]
    goods: list[SaleGood]
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_why: deals.Why | None
    now: datetime


class Vain(Struct, frozen=True, kw_only=True):
    """So many were refused for this reason."""

    reason: deals.Refused
    count: int


class LiveSale(Struct, frozen=True, kw_only=True):
    """A sale that runs, or ran: `beats` are orders by ten seconds of its last ten minutes."""

    sale: SaleShape
    orders_per_s: float
    beats: list[deals.Beat]
    beat_s: int
    refused: list[Vain]


class OfferedGood(Struct, frozen=True, kw_only=True):
    """A SKU in a sale at one store: `unit_minor` without it, `had` of `cap` are hers already."""

    sku: UUID
    product: UUID
    name: str
    sku_name: str
    picture_url: str | None
    price_minor: int
    unit_minor: int
    pieces: int
    left: int
    cap: int | None
    had: int


class OfferedSale(Struct, frozen=True, kw_only=True):
    """A sale as she sees it at a store; `now` is the server's clock, to count down by."""

    id: UUID
    name: str
    state: deals.Standing
    since: datetime
    until: datetime
    with_coupons: bool
    store: StoreShown
    goods: list[OfferedGood]
    now: datetime


async def sale_shapes(work: Work, sales: Sequence[Sale]) -> list[SaleShape]:
    goods = [good for sale in sales for good in sale.goods]
    pools = await _figures(work, sales)
    offers = await catalog.offers(work, [good.sku for good in goods])
    refs = await gather_refs(work, stores={pool.store for good in goods for pool in good.pools})
    return [_shape(sale, pools, offers, refs.stores, work.now) for sale in sales]


async def live_sale(work: Work, sale: Sale) -> LiveSale:
    [shape] = await sale_shapes(work, [sale])
    goods = [good.id for good in sale.goods]
    until = min(work.now, sale.ended_at or work.now)
    beats = await deals.beats_of(work, goods, until - BEATS)
    fresh = [one.orders for one in beats if one.at > until - timedelta(seconds=2 * BEAT_S)]
    reasons: dict[deals.Refused, int] = {}
    for one in await deals.turned_of(work, goods):
        reasons[one.reason] = reasons.get(one.reason, 0) + one.count
    running = shape.state == "running"
    return LiveSale(
        sale=shape,
        orders_per_s=round(max(fresh, default=0) / BEAT_S, 1) if running else 0.0,
        beats=beats,
        beat_s=BEAT_S,
        refused=[Vain(reason=reason, count=count) for reason, count in reasons.items()],
    )


async def offered_sales(
    work: Work, sales: Sequence[Sale], store: StoreShown, customer: UUID | None
) -> list[OfferedSale]:
    """Those that have something at the store, with what is left there and what she has had."""
    there = [
        (sale, [good for good in sale.goods if any(p.store == store.id for p in good.pools)])
        for sale in sales
    ]
    goods = [good for _, of in there for good in of]
    offers = await catalog.offers(work, [good.sku for good in goods])
    pools = await _figures(work, sales)
    had = await _had(work, goods, customer)
    return [
        OfferedSale(
            id=sale.id,
            name=sale.name,
            state=deals.standing(sale, work.now),
            since=sale.since,
            until=sale.until,
            with_coupons=sale.with_coupons,
            store=store,
            goods=[
                _offered(good, offers[good.sku], (store.id, pools[good.id, store.id]), had)
                for good in of
                if good.sku in offers
            ],
            now=work.now,
        )
        for sale, of in there
        if of
    ]


async def shown_sales(work: Work) -> list[Sale]:
    """What the mall tells of: sales that run, the first to end first, and those that come soon."""
    found = [s for s in await deals.selling(work, work.now) if s.state == "confirmed"]
    running = sorted((s for s in found if s.runs(work.now)), key=lambda s: s.until)
    return running + [s for s in found if work.now < s.since <= work.now + SOON]


def _offered(
    good: Good, offer: catalog.Offer, at: tuple[UUID, PoolFigures], had: Mapping[UUID, int]
) -> OfferedGood:
    store, pool = at
    return OfferedGood(
        sku=good.sku,
        product=offer.product_id,
        name=offer.name,
        sku_name=offer.sku_name,
        picture_url=_picture(offer),
        price_minor=good.price_minor,
        unit_minor=catalog.unit_price(offer, store=store, tiers=(), quantity=1).unit_minor,
        pieces=pool.pieces,
        left=pool.left,
        cap=good.cap,
        had=had.get(good.id, 0),
    )


async def _had(work: Work, goods: Sequence[Good], customer: UUID | None) -> dict[UUID, int]:
    if customer is None:
        return {}
    capped = [(good.id, good.cap) for good in goods if good.cap is not None]
    caps = [ledger.cap(id_, customer, most) for id_, most in capped]
    found = await ledger.balances_of(work, caps) if caps else []
    return {id_: b.posted + b.coming for (id_, _), b in zip(capped, found, strict=True)}


async def _figures(work: Work, sales: Sequence[Sale]) -> dict[tuple[UUID, UUID], PoolFigures]:
    """By good and store; of what was never put aside everything is left."""
    rows = [(sale, good.id, pool) for sale in sales for good in sale.goods for pool in good.pools]
    accounts = [ledger.pool(good, pool.store) for _, good, pool in rows]
    balances = await ledger.balances_of(work, accounts) if accounts else []
    found = {}
    for (sale, good, pool), balance in zip(rows, balances, strict=True):
        kept = balance.posted if sale.confirmed_at else pool.pieces
        found[good, pool.store] = PoolFigures(
            pieces=pool.pieces,
            sold=pool.pieces - pool.returned - kept,
            held=balance.held,
            left=kept - balance.held,
            returned=pool.returned,
        )
    return found


def _shape(
    sale: Sale,
    pools: Mapping[tuple[UUID, UUID], PoolFigures],
    offers: Mapping[UUID, catalog.Offer],
    stores: Mapping[UUID, PlaceRef],
    now: datetime,
) -> SaleShape:
    named = {pool.store: None for good in sale.goods for pool in good.pools}
    return SaleShape(
        id=sale.id,
        version=sale.version,
        name=sale.name,
        state=deals.standing(sale, now),
        since=sale.since,
        until=sale.until,
        with_coupons=sale.with_coupons,
        stores=[stores[one] for one in named if one in stores],
        goods=[_good(one, pools, offers.get(one.sku), stores) for one in sale.goods],
        confirmed_at=sale.confirmed_at,
        ended_at=sale.ended_at,
        ended_why=sale.ended_why,
        now=now,
    )


def _good(
    good: Good,
    pools: Mapping[tuple[UUID, UUID], PoolFigures],
    offer: catalog.Offer | None,
    stores: Mapping[UUID, PlaceRef],
) -> SaleGood:
    hers = [
        StorePool(store=stores[p.store], **_said(pools[good.id, p.store]))
        for p in good.pools
        if p.store in stores
    ]
    return SaleGood(
        id=good.id,
        sku=good.sku,
        product=offer.product_id if offer else None,
        name=offer.name if offer else "",
        sku_name=offer.sku_name if offer else "",
        picture_url=_picture(offer),
        price_minor=good.price_minor,
        list_minor=offer.price_minor if offer else None,
        each=good.pieces,
        split=good.split,
        cap=good.cap,
        stores=hers,
        **{name: sum(getattr(one, name) for one in hers) for name in PoolFigures.__struct_fields__},
    )


def _said(figures: PoolFigures) -> dict[str, int]:
    return {name: getattr(figures, name) for name in PoolFigures.__struct_fields__}


def _picture(offer: catalog.Offer | None) -> str | None:
    return f"{PICTURES}/{offer.picture}" if offer and offer.picture else None
