"""A flash sale is confirmed when its goods are put aside, and ends when what is left goes back.

The order of locks is the house's: the ledger's balances first, then the sale's row.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from siyu.kernel.db import Work
from siyu.kernel.errors import Invalid
from siyu.modules import catalog, deals, ledger, promotions, tenants
from siyu.modules.deals import Pool, Sale


async def draft(work: Work, said: deals.Said) -> Sale:
    """A draft; Invalid names what is wrong with it."""
    await _must_be_sound(work, said)
    return await deals.draft_sale(work, said)


async def change(work: Work, sale: UUID, version: int, said: deals.Said) -> Sale:
    """A draft in other words."""
    await _must_be_sound(work, said)
    return await deals.change_sale(work, sale, version, said)


async def confirm(work: Work, id_: UUID) -> Sale:
    """Its goods leave the shelf, and it begins by the clock; twice is once."""
    sale = await deals.get_sale(work, id_)
    if sale.state == "confirmed":
        return sale
    if sale.state == "ended":
        raise deals.SaleOver
    if sale.until <= work.now:
        raise deals.TooLate
    await _must_be_cheaper(work, sale)
    await _must_be_alone(work, sale)
    moves = [
        ledger.Post(
            ledger.stock(good.sku, pool.store), ledger.pool(good.id, pool.store), pool.pieces
        )
        for good, pool in _pools(sale)
    ]
    # A new version is a new document: a draft that was short before may try again.
    name = uuid5(sale.id, f"confirm/{sale.version}")
    chain = ledger.post(name, moves, reason="sale_confirmed", ref=sale.id)
    [outcome] = await ledger.apply(work, [chain])
    if isinstance(outcome, ledger.Short):
        raise await _not_on_shelf(work, outcome)
    ledger.must_be_granted([outcome])
    # Two who confirm two sales of one SKU at once met at its shelf: the second sees the first.
    await _must_be_alone(work, sale)
    confirmed = await deals.confirm_sale(work, sale)
    await promotions.turn(work)
    return confirmed


async def end(work: Work, id_: UUID, why: deals.Why) -> Sale:
    """Nobody buys at its prices any more; what is left lies on the shelf again. Twice is once."""
    sale = await deals.get_sale(work, id_)
    if sale.state == "draft":
        await deals.end_sale(work, sale, "draft", why, {})
    elif sale.state == "confirmed":
        await _close(work, sale, why)
    return await deals.get_sale(work, id_)


async def end_due(work: Work) -> int:
    """End sales whose time is over, one in each work; how many were looked at."""
    ids = await deals.due(work, 1)
    for one in ids:
        await end(work, one, "over")
    return len(ids)


async def _close(work: Work, sale: Sale, why: deals.Why) -> None:
    pairs = list(_pools(sale))
    pools = [ledger.pool(good.id, pool.store) for good, pool in pairs]
    shelves = [ledger.stock(good.sku, pool.store) for good, pool in pairs]
    balances = (await ledger.lock(work, pools + shelves))[: len(pools)]
    left = {
        (good.id, pool.store): balance.left or 0
        for (good, pool), balance in zip(pairs, balances, strict=True)
    }
    if not await deals.end_sale(work, sale, "confirmed", why, {k: n for k, n in left.items() if n}):
        return
    moves = [
        ledger.Post(ledger.pool(good.id, pool.store), ledger.stock(good.sku, pool.store), pieces)
        for good, pool in pairs
        if (pieces := left[good.id, pool.store])
    ]
    if moves:
        chain = ledger.post(uuid5(sale.id, "end"), moves, reason="sale_ended", ref=sale.id)
        ledger.must_be_granted(await ledger.apply(work, [chain]))
    await promotions.turn(work)


def _pools(sale: Sale) -> Sequence[tuple[deals.Good, Pool]]:
    return [(good, pool) for good in sale.goods for pool in good.pools]


async def _must_be_sound(work: Work, said: deals.Said) -> None:
    if wrong := deals.faults(said):
        language = (await tenants.get_tenant(work)).language
        raise Invalid([{"path": at, "message": words.pick(language)} for at, words in wrong])
    for store in said.stores:
        await tenants.get_store(work, store)
    for one in said.goods:
        await catalog.get_sku(work, one.sku)


async def _must_be_cheaper(work: Work, sale: Sale) -> None:
    offers = await catalog.offers(work, [good.sku for good in sale.goods])
    merchant = await tenants.get_tenant(work)
    for good, pool in _pools(sale):
        offer = offers[good.sku]
        unit = catalog.unit_price(offer, store=pool.store, tiers=(), quantity=1).unit_minor
        if good.price_minor >= unit:
            stores = await tenants.store_refs(work, [pool.store])
            raise deals.NotCheaper(
                name=_name(offer),
                store=stores[pool.store].name,
                price=merchant.money.text(unit),
            )


async def _must_be_alone(work: Work, sale: Sale) -> None:
    others = [s for s in await deals.selling(work, work.now) if s.state == "confirmed"]
    if (found := deals.clashes(sale, others)) is not None:
        other, sku = found
        offers = await catalog.offers(work, [sku])
        raise deals.Overlaps(name=_name(offers[sku]), other=other.name)


async def _not_on_shelf(work: Work, short: ledger.Short) -> deals.NotOnShelf:
    sku, store = short.account.owner, short.account.place
    offers: Mapping[UUID, catalog.Offer] = await catalog.offers(work, [sku])
    stores = await tenants.store_refs(work, [store])
    return deals.NotOnShelf(
        name=_name(offers[sku]), store=stores[store].name, wanted=short.wanted, left=short.left
    )


def _name(offer: catalog.Offer) -> str:
    return f"{offer.name} {offer.sku_name}".strip()
