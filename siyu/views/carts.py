"""A cart as she sees it: what things cost now, and whether a store has them."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, structs

from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound
from siyu.modules import aftersale, catalog, customers, ledger, orders, tenants
from siyu.views.letters import PICTURES
from siyu.views.prices import Step, prices_of, tiers_of

Standing = Literal["enough", "few", "short", "sold_out", "gone"]
"""`short`: there is less than she wants; `gone`: it is not sold any more."""
FEW = 5
MOST_STORES = 500


class StoreShown(Struct, frozen=True, kw_only=True):
    """Where she fetches it."""

    id: UUID
    name: str
    city: str
    address: str


class Goods(Struct, frozen=True, kw_only=True):
    """What a line is about, now; `left` is said where it is little."""

    sku: UUID
    product: UUID | None
    name: str
    sku_name: str
    picture_url: str | None
    unit_minor: int | None
    quantity: int
    standing: Standing
    left: int | None


class CartLine(Goods, frozen=True, kw_only=True):
    """`goods_minor` is what it comes to at today's price; of what is gone, nothing."""

    picked: bool
    goods_minor: int


class SkuStock(Struct, frozen=True, kw_only=True):
    """How a SKU stands at a store, and what it costs her there; `left` is said where it is little.

    `steps`: from how many pieces on each costs less. `crossed_out_minor` is what may be shown
    beside the price, by what was really paid before.
    """

    sku: UUID
    standing: Standing
    left: int | None
    unit_minor: int
    crossed_out_minor: int | None
    steps: list[Step]


class ProductStock(Struct, frozen=True, kw_only=True):
    """Which SKUs of a product the store has.

    `no_return` says why it is not returned without a reason, where it isn't.
    """

    store: StoreShown
    skus: list[SkuStock]
    no_return: aftersale.Exempt | None = None


class Cart(Struct, frozen=True, kw_only=True):
    """`pieces` and `goods_minor` are of what is picked and still sold."""

    store: StoreShown
    lines: list[CartLine]
    pieces: int
    goods_minor: int


async def pickup_store(work: Work, customer: UUID | None, named: UUID | None) -> StoreShown:
    """The store she named, else the one that looks after her, else the first; StoreShut if none.

    NotFound for one that is nowhere.
    """
    today = (await tenants.get_tenant(work)).date_of(work.now)
    if named is not None:
        store = await tenants.get_store(work, named)
        if not await tenants.open_stores(work, [named], today):
            raise orders.StoreShut
        return _shown(store)
    known = await customers.find_belongings(work, [customer]) if customer else {}
    hers = known.get(customer) if customer else None
    own = hers.store_id if hers else None
    if own is not None and await tenants.open_stores(work, [own], today):
        return _shown(await tenants.get_store(work, own))
    which = tenants.StoreFilter(today=today, state="open", sells=True)
    found, _ = await tenants.list_stores(work, which, limit=MOST_STORES, offset=0)
    # Among them may be one that is still to open.
    selling = await tenants.open_stores(work, [one.id for one in found], today)
    first = next((one for one in found if one.id in selling), None)
    if first is None:
        raise orders.StoreShut
    return _shown(first)


async def get_cart(work: Work, customer: UUID, named: UUID | None) -> Cart:
    store = await pickup_store(work, customer, named)
    lying = await orders.list_cart(work, customer)
    wanted = [(one.sku, one.quantity) for one in lying]
    goods = await goods_of(work, store.id, wanted, customer)
    lines = [
        CartLine(**said(of), picked=one.picked, goods_minor=(of.unit_minor or 0) * one.quantity)
        for one, of in zip(lying, goods, strict=True)
    ]
    counted = [one for one in lines if one.picked and one.standing != "gone"]
    return Cart(
        store=store,
        lines=lines,
        pieces=sum(one.quantity for one in counted),
        goods_minor=sum(one.goods_minor for one in counted),
    )


async def get_stock(
    work: Work, product: UUID, customer: UUID | None, named: UUID | None
) -> ProductStock:
    """Where she would fetch it, and what of it is there."""
    _, skus = await catalog.get_product(work, product)
    store = await pickup_store(work, customer, named)
    skus = [sku for sku in skus if sku.withdrawn_at is None]
    priced = {one.id: one for one in await catalog.offers_of(work, [product])}
    sold = await catalog.offers(work, priced)
    free = await free_at(work, store.id, priced)
    prices = await prices_of(work, priced, store.id, customer)
    found = [
        SkuStock(
            sku=sku.id,
            standing=(standing := _standing(1, free[sku.id]) if sku.id in sold else "gone"),
            left=_left(standing, free[sku.id]),
            unit_minor=prices[sku.id].unit.unit_minor,
            crossed_out_minor=prices[sku.id].reference.minor,
            steps=prices[sku.id].steps,
        )
        for sku in skus
    ]
    return ProductStock(store=store, skus=found)


async def get_shelf(
    work: Work, products: Sequence[catalog.Product], customer: UUID | None, named: UUID | None
) -> list[catalog.Product]:
    """These at the prices that are hers at the store; at list prices where no store sells."""
    try:
        store = await pickup_store(work, customer, named)
    except (orders.StoreShut, NotFound):
        return list(products)
    offers = await catalog.offers_of(work, [one.id for one in products])
    tiers = await tiers_of(work, offers, customer)
    units: dict[UUID, list[int]] = {}
    for offer in offers:
        if offer.withdrawn:
            continue
        unit = catalog.unit_price(offer, store=store.id, tiers=tiers, quantity=1)
        units.setdefault(offer.product_id, []).append(unit.unit_minor)
    return [
        structs.replace(one, price_from_minor=min(units[one.id]), price_to_minor=max(units[one.id]))
        for one in products
    ]


async def goods_of(
    work: Work, store: UUID, wanted: Sequence[tuple[UUID, int]], customer: UUID
) -> list[Goods]:
    """What so many of these are and cost her now, and whether the store has them; in order."""
    offers = await catalog.offers(work, [sku for sku, _ in wanted])
    free = await free_at(work, store, offers)
    tiers = await tiers_of(work, offers.values(), customer)
    found = []
    for sku, quantity in wanted:
        offer, unit = offers.get(sku), None
        if offer is not None:
            unit = catalog.unit_price(offer, store=store, tiers=tiers, quantity=quantity)
        found.append(_goods(offer, unit, (sku, quantity), free.get(sku, 0)))
    return found


async def free_at(work: Work, store: UUID, skus: Iterable[UUID]) -> dict[UUID, int]:
    """How many of each a buyer could have there."""
    asked = list(skus)
    found = await ledger.balances_of(work, [ledger.stock(sku, store) for sku in asked])
    return {sku: one.posted - one.held for sku, one in zip(asked, found, strict=True)}


def _goods(
    offer: catalog.Offer | None,
    unit: catalog.UnitPrice | None,
    wanted: tuple[UUID, int],
    free: int,
) -> Goods:
    sku, quantity = wanted
    standing = _standing(quantity, free) if offer else "gone"
    return Goods(
        sku=sku,
        product=offer.product_id if offer else None,
        name=offer.name if offer else "",
        sku_name=offer.sku_name if offer else "",
        picture_url=f"{PICTURES}/{offer.picture}" if offer and offer.picture else None,
        unit_minor=unit.unit_minor if unit else None,
        quantity=quantity,
        standing=standing,
        left=_left(standing, free),
    )


def _left(standing: Standing, free: int) -> int | None:
    return None if standing in {"enough", "gone"} else max(free, 0)


def _standing(quantity: int, free: int) -> Standing:
    if free <= 0:
        return "sold_out"
    if quantity > free:
        return "short"
    return "few" if free <= FEW else "enough"


def said(goods: Goods) -> dict[str, Any]:
    """For a line that says more."""
    return {name: getattr(goods, name) for name in Goods.__struct_fields__}


def _shown(store: tenants.Store) -> StoreShown:
    return StoreShown(id=store.id, name=store.name, city=store.city, address=store.address)
