"""What a price is of, as lines of an order."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from siyu.modules import catalog, orders
from siyu.modules.promotions import pricing

Offers = Mapping[UUID, catalog.Offer]


def gift_lines(
    offers: Offers, given: Iterable[tuple[UUID, int]], first: int
) -> tuple[orders.Line, ...]:
    """Gifts as lines of an order, numbered from `first` on."""
    return tuple(
        orders.Line(
            n=n,
            sku=sku,
            product=offers[sku].product_id,
            name=offers[sku].name,
            sku_name=offers[sku].sku_name,
            picture=offers[sku].picture,
            unit_minor=0,
            quantity=quantity,
            discount_minor=0,
            payable_minor=0,
            gift=True,
        )
        for n, (sku, quantity) in enumerate(given, first)
    )


def lines(
    offers: Offers, items: Sequence[pricing.Line], quote: pricing.Quote
) -> tuple[orders.Line, ...]:
    return tuple(
        orders.Line(
            n=n,
            sku=item.sku,
            product=item.product,
            name=offers[item.sku].name,
            sku_name=offers[item.sku].sku_name,
            picture=offers[item.sku].picture,
            unit_minor=item.unit_minor,
            quantity=item.quantity,
            discount_minor=share.discount_minor + share.points_minor,
            payable_minor=share.payable_minor,
        )
        for n, (item, share) in enumerate(zip(items, quote.lines, strict=True), 1)
    )
