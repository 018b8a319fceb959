"""Whether what a flash sale has left still serves somebody: where it does not, she pays as ever."""

from collections.abc import Mapping
from uuid import UUID

from siyu.flows import flash_prices
from siyu.kernel.db import Work
from siyu.modules import ledger, promotions


async def out_of_sale(
    work: Work, customer: UUID, store: UUID, quantities: Mapping[UUID, int]
) -> bool:
    """Whether all of these that are in a sale now are sold out there, or she has had hers.

    False where none is in a sale. Nothing is locked: what is ordered is decided under the locks.
    """
    flash = await flash_prices.running(work, (await promotions.running(work)).edition)
    goods = {sku: good for sku in quantities if (good := flash.good(store, sku)) is not None}
    if not goods:
        return False
    pools = [ledger.pool(good.id, store) for good in goods.values()]
    caps = [
        ledger.cap(good.id, customer, good.cap or 0)
        for good in goods.values()
        if good.cap is not None
    ]
    found = await ledger.balances_of(work, [*pools, *caps])
    had = iter(found[len(pools) :])
    for (sku, good), pool in zip(goods.items(), found, strict=False):
        may = pool.posted - pool.held
        if good.cap is not None:
            mine = next(had)
            may = min(may, good.cap - mine.posted - mine.coming)
        if may >= quantities[sku]:
            return False
    return True
