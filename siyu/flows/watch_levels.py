"""Wherever goods moved: has the place enough? If not any more, whoever works there is told."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import catalog, inventory, ledger, messaging, staff, tenants

ON = (
    "orders.order_placed",
    "orders.order_expired",
    "orders.order_cancelled",
    "orders.order_refunded",
    "inventory.goods_received",
    "inventory.goods_counted",
    "inventory.goods_sent",
    "inventory.goods_arrived",
    "inventory.level_set",
)
WORDS = {
    "zh": "{store}：{goods} 只剩 {free} 件，低于安全库存 {least} 件，请补货。",
    "en": "{store}: {free} left of {goods}, fewer than the {least} to be kept. Please stock up.",
}
Place = tuple[UUID, UUID]
"""A SKU at a store or warehouse."""
TOLD: frozenset[staff.Role] = frozenset({"guide", "store_manager"})


async def take(work: Work, told: Sequence[Told[Any]]) -> None:
    """Look at every place that was touched, as it stands now."""
    kept = await inventory.kept_levels(work, list({at for one in told for at in _touched(one)}))
    if not kept:
        return
    places = [(one.sku, one.store) for one in kept]
    stands = await ledger.balances_of(work, [ledger.stock(sku, store) for sku, store in places])
    free = {at: one.posted - one.held for at, one in zip(places, stands, strict=True)}
    await _write(work, await inventory.watch(work, kept, free))


def _touched(told: Told[Any]) -> Iterable[Place]:
    fact = told.fact
    if isinstance(fact, inventory.LevelSet):
        return [(fact.sku, fact.store)]
    if isinstance(fact, inventory.GoodsSent | inventory.GoodsArrived):
        ends = (fact.source, fact.target)
        return [(line.sku, store) for line in fact.lines for store in ends]
    store = fact.shipping_store if told.name.startswith("orders.") else fact.store
    return [(line.sku, store) for line in fact.lines]


async def _write(work: Work, fell: Sequence[inventory.Fall]) -> None:
    if not fell:
        return
    people = await staff.people_at(work, [one.store for one in fell], TOLD)
    stores = await tenants.store_refs(work, {one.store for one in fell})
    goods = await catalog.sku_refs(work, [one.sku for one in fell])
    words = WORDS[(await tenants.get_tenant(work)).language]
    notices = [
        messaging.Notice(
            staff=person,
            words=words.format(
                store=stores[one.store].name,
                goods=goods[one.sku],
                free=max(0, one.free),
                least=one.least,
            ),
        )
        for one in fell
        if one.sku in goods and one.store in stores
        for person in people.get(one.store, ())
    ]
    await messaging.notify(work, notices)
