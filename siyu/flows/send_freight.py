"""What sending a cart costs: read once for many, and decided for each."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import catalog, customers, fulfilment, orders, tenants
from siyu.modules.fulfilment import freight
from siyu.modules.promotions import pricing


class Sending(Struct, frozen=True, kw_only=True):
    """Where things are to be sent, and under which templates; empty where nobody wants it."""

    destinations: Mapping[UUID, customers.Destination] = {}
    templates: Mapping[UUID, freight.Template] = {}

    def province(self, customer: UUID, address: UUID | None) -> str | None:
        """Where her address is; None for one that is not hers, or not any more."""
        found = self.destinations.get(address) if address else None
        hers = found is not None and found.customer_id == customer and found.ended_at is None
        return found.province if found is not None and hers else None


async def sending(
    work: Work, wants: Iterable[tuple[tenants.Way, UUID | None]], offers: Iterable[catalog.Offer]
) -> Sending:
    """Nothing is asked for where everybody comes and fetches."""
    mailed = [address for way, address in wants if way == "mail"]
    if not mailed:
        return Sending()
    products = [one.product_id for one in offers if one.voucher is None]
    return Sending(
        destinations=await customers.destinations_of(work, [one for one in mailed if one]),
        templates=await fulfilment.freights_of(work, products),
    )


def cost(
    seen: Sending,
    province: str | None,
    lines: Sequence[pricing.Line],
    offers: Mapping[UUID, catalog.Offer],
) -> freight.Freight | Refusal:
    """What sending these lines there costs, or why they are not sent."""
    goods = [line for line in lines if offers[line.sku].voucher is None]
    if not goods:
        return orders.NothingToSend()
    if province is None:
        return orders.AddressNeeded()
    sent = [
        freight.Sent(
            template=seen.templates.get(line.product),
            pieces=line.quantity,
            goods_minor=line.unit_minor * line.quantity,
        )
        for line in goods
    ]
    found = freight.freight(sent, province)
    if isinstance(found, freight.Freight):
        return found
    names = dict.fromkeys(offers[goods[at].sku].name for at in found)
    return orders.NotSentThere(names="、".join(names))
