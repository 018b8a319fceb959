"""A sample cart under what runs, and under a promotion that is still being written."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.flows import quote_cart
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import catalog, orders, tenants
from siyu.modules.promotions import pricing


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Who might buy what; `replaces` is the promotion whose newest version is edited."""

    store: UUID
    lines: Sequence[tuple[UUID, int]]
    buyer: pricing.Buyer
    freight_minor: int = 0
    points: pricing.Points | None = None
    said: pricing.Wording | None = None
    replaces: UUID | None = None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """The price, with names for its lines and gifts."""

    quote: pricing.Quote
    names: dict[UUID, str]


async def try_promotion(work: Work, sample: Sample, language: Language) -> Tried:
    """Nothing is kept. Invalid names what is wrong with the wording."""
    await tenants.get_store(work, sample.store)
    customer = work.new_id()
    want = quote_cart.Want(customer=customer, store=sample.store, lines=tuple(sample.lines))
    seen = await quote_cart.board(work, [want], {})
    paths = await catalog.category_paths(work, [one.product_id for one in seen.offers.values()])
    lines = []
    for sku, quantity in want.quantities().items():
        offer = seen.offers.get(sku)
        if offer is None:
            raise orders.UnknownGoods(sku=sku)
        unit = catalog.unit_price(
            offer, store=sample.store, tiers=frozenset(sample.buyer.tiers), quantity=quantity
        )
        lines.append(
            pricing.Line(
                sku=sku,
                product=offer.product_id,
                unit_minor=unit.unit_minor,
                quantity=quantity,
                categories=paths.get(offer.product_id, ()),
            )
        )
    cart = pricing.Cart(
        lines=tuple(lines),
        store=sample.store,
        moment=seen.moment(),
        buyer=sample.buyer,
        freight_minor=sample.freight_minor,
        points=sample.points,
    )
    rules = [rule for rule in seen.rules if rule.id != sample.replaces]
    if sample.said is not None:
        terms = pricing.terms_of(sample.said, language)
        rules.append(pricing.Rule(id=sample.replaces or customer, version=0, terms=terms))
    quote = pricing.quote(cart, rules)
    given = await catalog.offers(work, [gift.sku for gift in quote.gifts]) if quote.gifts else {}
    offers = {**seen.offers, **given}
    names = {sku: f"{one.name} {one.sku_name}".strip() for sku, one in offers.items()}
    return Tried(quote=quote, names=names)
