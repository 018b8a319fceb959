"""A warehouse behind the stores: what it sent, what is on its way, what stores are to have; and a
group buy that runs.

Each part looks at what is there first, so that a furnishing that was interrupted is run again.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from siyu.demo.values import Merchant
from siyu.flows import group_buys, stock_goods, transfer_goods
from siyu.kernel.db import Work
from siyu.modules import catalog, groups, inventory, tenants

CODE, NAME = "CK01", "杭州中心仓"
KEPT = 240
"""Pieces of each SKU of its assortment."""
NAPPIES = ("DPN", "DPL")
SHELF_LEAST, SHELF_FILL = 24, 72
BUSY_LEAST, BUSY_FILL = 80, 120
"""What the busiest stores are to have: more than they were furnished with."""
BUSY = ("ZB01", "SN01")
SENT, ARRIVED = 12, 11
TOGETHER, OFF_BP = 3, 1_500


async def settle_depot(
    work: Work, merchant: Merchant, stores: Mapping[str, UUID], skus: Mapping[str, UUID]
) -> None:
    """Nappies, which run out first: in the warehouse, on their way, and to be brought."""
    wares = [
        skus[sku.code]
        for product in merchant.products
        if product.category in NAPPIES
        for sku in product.skus
    ]
    depot = await _open(work)
    await stock_goods.receive(
        work, _name(work, "depot"), depot, [(sku, KEPT) for sku in wares], reason="首批入库"
    )
    await _keep(work, stores, wares)
    await _send(work, depot, stores, wares)
    await _offer(work, merchant, skus)


async def _open(work: Work) -> UUID:
    found = await tenants.find_stores_by_code(work, [CODE])
    if CODE in found:
        return found[CODE].id
    opening = tenants.OpenStore(
        code=CODE,
        name=NAME,
        opened_on=(await tenants.get_tenant(work)).date_of(work.now) - timedelta(days=400),
        kind="warehouse",
        city="杭州",
        address="杭州市云雀区秋收路 8 号",
    )
    return await tenants.open_store(work, opening)


async def _keep(work: Work, stores: Mapping[str, UUID], wares: list[UUID]) -> None:
    """What each store is to have of the first of them; the busiest more than they have."""
    for code, store in stores.items():
        busy = code in BUSY
        level = inventory.Level(
            least=BUSY_LEAST if busy else SHELF_LEAST, fill=BUSY_FILL if busy else SHELF_FILL
        )
        for sku in wares[: 6 if busy else 3]:
            if await inventory.find_level(work, sku, store) is None:
                await inventory.set_level(work, sku, store, level)


async def _send(work: Work, depot: UUID, stores: Mapping[str, UUID], wares: list[UUID]) -> None:
    """One that arrived whole, one of which a piece was crushed, one that is under way."""
    goods = tuple((sku, SENT) for sku in wares[:3])
    for code, arrived, why in (
        ("ZB02", SENT, ""),
        ("ZD01", ARRIVED, "外箱破损"),
        ("SN01", None, ""),
    ):
        name = _name(work, f"transfer:{code}")
        sending = inventory.Sending(
            id=name, source=depot, target=stores[code], lines=goods, reason="周补货"
        )
        await transfer_goods.send(work, sending)
        if arrived is not None:
            found = {sku: arrived if at == 0 else SENT for at, (sku, _) in enumerate(goods)}
            await transfer_goods.receive(work, name, found, why=why)


async def _offer(work: Work, merchant: Merchant, skus: Mapping[str, UUID]) -> None:
    """Three together save on a large pack of wipes."""
    known, _ = await groups.list_offers(work, limit=1)
    if known:
        return
    wipes = next(one for one in merchant.products if one.category == "DPW").skus[-1].code
    sold = (await catalog.offers(work, [skus[wipes]]))[skus[wipes]]
    terms = groups.Terms(
        name="三人拼团 湿巾囤货",
        sku=sold.id,
        price_minor=sold.price_minor * (10_000 - OFF_BP) // 100_000 * 10,
        size=TOGETHER,
        hours=24,
        since=work.now,
        until=work.now + timedelta(days=30),
        cap=2,
    )
    made = await group_buys.draft(work, terms)
    await group_buys.move(work, made.id, "open")


def _name(work: Work, said: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"siyu:demo:{work.tenant}:{said}")
