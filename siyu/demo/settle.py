"""A described merchant, put into the rooms: its stores, its goods with pictures, its members.

Every part looks at what is there first, so a run that was interrupted is simply run again.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

from siyu.demo.pictures import draw
from siyu.demo.values import Category, Merchant, Person, Product
from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, customers, tenants

BATCH = 500
PICTURES = 8
MORNING = time(2, tzinfo=UTC)
"""Ten o'clock where the merchants are."""

Told = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and of how much."""


def quiet(what: str, done: int, of: int) -> None:
    """Nobody watches."""


async def settle_places(work: Work, merchant: Merchant) -> dict[str, UUID]:
    """Regions and stores; ids of all stores by code."""
    regions = {region.name: region.id for region in await tenants.list_regions(work)}
    for name in merchant.regions:
        if name not in regions:
            regions[name] = await tenants.add_region(work, name)
    found = await tenants.find_stores_by_code(work, [store.code for store in merchant.stores])
    stores = {code: ref.id for code, ref in found.items()}
    for store in merchant.stores:
        if store.code not in stores:
            opening = tenants.OpenStore(
                code=store.code,
                name=store.name,
                opened_on=store.opened_on,
                kind=store.kind,
                region=regions.get(store.region),
                city=store.city,
                address=store.address,
            )
            stores[store.code] = await tenants.open_store(work, opening)
    return stores


async def settle_goods(work: Work, merchant: Merchant) -> None:
    """The category tree, and every product that is not listed yet."""
    wanted = list(flatten(merchant.categories))
    known = {category.code: category.id for category in await catalog.list_categories(work)}
    known |= await catalog.add_categories(work, [c for c in wanted if c.code not in known])
    firsts = [product.skus[0].code for product in merchant.products]
    listed = await catalog.find_skus_by_code(work, firsts)
    new = [product for product in mingle(merchant.products) if product.skus[0].code not in listed]
    await catalog.list_new(work, [get_listing(product, known) for product in new])


def mingle(products: Sequence[Product]) -> list[Product]:
    """One of each category after another, so that a shop window shows a bit of everything.

    First formula comes last: it may not be advertised.
    """
    seen: Counter[str] = Counter()
    places: list[tuple[bool, int, Product]] = []
    for product in products:
        places.append((product.category == "NF1", seen[product.category], product))
        seen[product.category] += 1
    return [product for *_, product in sorted(places, key=lambda place: place[:2])]


def flatten(categories: Sequence[Category], parent: str | None = None) -> list[catalog.NewCategory]:
    flat: list[catalog.NewCategory] = []
    for one in categories:
        flat.append(catalog.NewCategory(code=one.code, name=one.name, parent_code=parent))
        flat += flatten(one.children, one.code)
    return flat


def get_listing(product: Product, categories: dict[str, UUID]) -> catalog.NewProduct:
    return catalog.NewProduct(
        code=product.code,
        name=product.full_name,
        category_id=categories[product.category],
        description=describe(product),
        skus=[
            catalog.NewSku(
                code=sku.code,
                name=sku.name,
                price_minor=sku.price_minor,
                barcode=sku.barcode or None,
            )
            for sku in product.skus
        ],
    )


def describe(product: Product) -> str:
    """One sentence of plain fact, as a shelf label has it."""
    sizes = "、".join(sku.name for sku in product.skus)
    if product.to_month == 0:
        return f"{product.name}，{sizes}。"
    if product.from_month < 0:
        return f"{product.brand}{product.name}，孕期起适用，规格：{sizes}。"
    return (
        f"{product.brand}{product.name}，适用 {product.from_month}–{product.to_month} 个月，"
        f"规格：{sizes}。"
    )


async def settle_pictures(
    works: Works, tenant: TenantId, uploads: Path, products: Sequence[Product], *, told: Told
) -> None:
    """A drawn picture for every product that has none."""
    async with works.look(tenant) as work:
        bare = await find_bare(work, {product.code for product in products})
    wanted = [product for product in products if product.code in bare]
    for start in range(0, len(wanted), PICTURES):
        some = wanted[start : start + PICTURES]
        drawn = (asyncio.to_thread(keep_picture, uploads, tenant, product) for product in some)
        names = await asyncio.gather(*drawn)
        async with works.open(tenant) as work:
            for product, name in zip(some, names, strict=True):
                await catalog.add_picture(work, bare[product.code], name)
        told("pictures", start + len(some), len(wanted))


def keep_picture(uploads: Path, tenant: TenantId, product: Product) -> str:
    return catalog.store_picture(uploads, tenant, draw(product))


async def find_bare(work: Work, codes: set[str]) -> dict[str, UUID]:
    """Products without a picture, by code."""
    bare: dict[str, UUID] = {}
    offset, total = 0, 1
    while offset < total:
        page, total = await catalog.list_products(work, limit=100, offset=offset)
        bare |= {one.code: one.id for one in page if one.code in codes and one.picture is None}
        offset += 100
    return bare


async def settle_people(
    works: Works, tenant: TenantId, people: Sequence[Person], *, staff: dict[str, UUID], told: Told
) -> None:
    """Members as the member list has them: card and phone are known to be one person's."""
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        async with works.open(tenant) as work:
            found = await tenants.find_stores_by_code(work, {one.store for one in batch})
            places = {code: ref.id for code, ref in found.items()}
            await customers.meet(work, [get_meeting(one, places, staff) for one in batch])
        told("members", start + len(batch), len(people))


def get_meeting(person: Person, stores: dict[str, UUID], staff: dict[str, UUID]) -> customers.Meet:
    phone = customers.Identity("phone", person.phone)
    card = customers.Identity("pos_card", person.card) if person.card else None
    return customers.Meet(
        identity=card or phone,
        also=(phone,) if card else (),
        source="member_list",
        at=get_morning(person.joined_on),
        store=stores[person.store],
        guide=staff.get(person.guide),
        name=person.name,
        gender=person.gender,
        birthday=person.born_on,
    )


def get_morning(day: date) -> datetime:
    return datetime.combine(day, MORNING)
