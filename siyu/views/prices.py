"""What goods cost her at a store, as she sees it: the price of each, from how many on it is less,
and what may stand crossed out beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import catalog, customers, loyalty, tenants

NOBODY: frozenset[UUID] = frozenset()


class Step(Struct, frozen=True, kw_only=True):
    """From so many pieces on, what each of them costs."""

    from_quantity: int
    unit_minor: int


class Shown(Struct, frozen=True, kw_only=True):
    """A SKU's price at a store. `steps` begin with one piece; a single one says nothing more."""

    unit: catalog.UnitPrice
    steps: list[Step]
    reference: catalog.Reference


class Told(Struct, frozen=True, kw_only=True):
    """A SKU's price for whoever runs the shop: also why nothing stands crossed out beside it."""

    sku: UUID
    code: str
    name: str
    list_minor: int
    unit_minor: int
    since: datetime
    book: str | None
    steps: list[Step]
    crossed_out_minor: int | None
    why: catalog.Why


class Day(Struct, frozen=True, kw_only=True):
    """What was paid for one piece on a day."""

    day: date
    low_minor: int
    high_minor: int


class Listed(Struct, frozen=True, kw_only=True):
    """A list price, and since when."""

    since: datetime
    price_minor: int


class SkuHistory(Struct, frozen=True, kw_only=True):
    """A SKU at a store: what it costs everybody, what the list said, and what was paid."""

    price: Told
    listed: list[Listed]
    days: list[Day]


async def tiers_of(
    work: Work, offers: Iterable[catalog.Offer], customer: UUID | None
) -> frozenset[UUID]:
    """Her tags and her tier, if any price depends on them."""
    if customer is None or not catalog.ask_for_tiers(offers):
        return NOBODY
    return (await _tiers_held(work, [customer])).get(customer, NOBODY)


async def _tiers_held(work: Work, people: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
    merchant = await tenants.get_tenant(work)
    tags = await customers.tags_held(work, people)
    tiers = await loyalty.tiers_held(work, people, merchant.end_after)
    return {who: tags.get(who, NOBODY) | tiers.get(who, NOBODY) for who in people}


async def prices_of(
    work: Work, offers: Mapping[UUID, catalog.Offer], store: UUID, customer: UUID | None
) -> dict[UUID, Shown]:
    """What each costs her there, with all that a page says of it."""
    merchant = await tenants.get_tenant(work)
    tiers = await tiers_of(work, offers.values(), customer)
    units = {
        sku: catalog.unit_price(offer, store=store, tiers=tiers, quantity=1)
        for sku, offer in offers.items()
    }
    began = {sku: merchant.date_of(unit.since) for sku, unit in units.items()}
    deals = await catalog.deals_before(work, store, began.items())
    today = merchant.date_of(work.now)
    return {
        sku: Shown(
            unit=units[sku],
            steps=[
                Step(from_quantity=count, unit_minor=minor)
                for count, minor in catalog.steps(offer, store=store, tiers=tiers)
            ],
            reference=catalog.crossed_out(
                units[sku].unit_minor, began=began[sku], today=today, deals=deals[sku]
            ),
        )
        for sku, offer in offers.items()
    }


async def lowest_for(
    work: Work, wanted: Iterable[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], int]:
    """From how much on a product costs a customer at the store that looks after her.

    For many at once; left out where she has no store that sells.
    """
    asked = set(wanted)
    people = sorted({customer for customer, _ in asked})
    offers = await catalog.offers_of(work, {product for _, product in asked}) if asked else []
    homes = await customers.find_belongings(work, people) if offers else {}
    today = (await tenants.get_tenant(work)).date_of(work.now) if homes else None
    named = [home.store_id for home in homes.values() if home.store_id]
    selling = await tenants.open_stores(work, named, today) if today and named else {}
    depends = catalog.ask_for_tiers(offers)
    tiers = await _tiers_held(work, people) if selling and depends else {}
    found: dict[tuple[UUID, UUID], int] = {}
    for customer, product in asked:
        store = homes[customer].store_id if customer in homes else None
        units = [
            catalog.unit_price(
                offer, store=store, tiers=tiers.get(customer, NOBODY), quantity=1
            ).unit_minor
            for offer in offers
            if store in selling and offer.product_id == product and not offer.withdrawn
        ]
        if units:
            found[customer, product] = min(units)
    return found


async def histories(work: Work, product: UUID, store: UUID, days: int) -> list[SkuHistory]:
    """Every SKU of a product at a store: its price for everybody, and what came before."""
    _, skus = await catalog.get_product(work, product)
    offers = {one.id: one for one in await catalog.offers_of(work, [product])}
    shown = await prices_of(work, offers, store, None)
    since = (await tenants.get_tenant(work)).date_of(work.now) - timedelta(days=days)
    deals = await catalog.deals_since(work, list(offers), store, since)
    listed = await catalog.list_prices(work, list(offers))
    return [
        SkuHistory(
            price=_told(one, offers[one.id], shown[one.id]),
            listed=[
                Listed(since=p.since, price_minor=p.price_minor)
                for p in reversed(listed)
                if p.sku_id == one.id
            ],
            days=[
                Day(day=d.day, low_minor=d.low_minor, high_minor=d.high_minor)
                for d in deals
                if d.sku_id == one.id
            ],
        )
        for one in skus
    ]


def _told(sku: catalog.Sku, offer: catalog.Offer, shown: Shown) -> Told:
    book = shown.unit.book
    code = next((one.code for one in offer.prices if one.book == book), None)
    return Told(
        sku=sku.id,
        code=sku.code,
        name=sku.name,
        list_minor=sku.price_minor,
        unit_minor=shown.unit.unit_minor,
        since=shown.unit.since,
        book=code,
        steps=shown.steps,
        crossed_out_minor=shown.reference.minor,
        why=shown.reference.why,
    )
