"""What was really paid, at the tills and in the mall, is kept for the catalog's crossed-out prices.

The premises are the store: what it sold over the counter and what was fetched there.
"""

from collections.abc import Sequence
from typing import Any

from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import catalog, tenants, tills

ON = ("orders.order_paid", "tills.receipt_recorded", "tills.receipt_explained")
_PIECE = 1000


async def take(work: Work, told: Sequence[Told[Any]]) -> None:
    """Paid orders and receipts; the same fact again changes nothing."""
    merchant = await tenants.get_tenant(work)
    paid = [one for fact in told if fact.name == ON[0] for one in _ordered(fact, merchant)]
    paid += [one for fact in told if fact.name == ON[1] for one in _sold(fact)]
    explained = {one.fact.receipt for one in told if one.name == ON[2] and one.fact.lines}
    await catalog.keep_deals(work, paid + await _explained(work, explained))


def _ordered(told: Told[Any], merchant: tenants.Tenant) -> list[catalog.Paid]:
    return [
        catalog.Paid(
            sku=line.sku,
            store=told.fact.selling_store,
            day=merchant.date_of(told.at),
            at=told.at,
            quantity_milli=line.quantity * _PIECE,
            amount_minor=line.payable_minor,
        )
        for line in told.fact.lines
        if not line.gift
    ]


def _sold(told: Told[Any]) -> list[catalog.Paid]:
    return [
        catalog.Paid(
            sku=line.sku,
            store=told.fact.store,
            day=told.fact.on,
            at=told.fact.at,
            quantity_milli=line.quantity_milli,
            amount_minor=line.amount_minor,
        )
        for line in told.fact.lines
        if line.sku is not None and line.kind == "sale"
    ]


async def _explained(work: Work, receipts: set[Any]) -> list[catalog.Paid]:
    """Of receipts whose articles are known since a moment ago."""
    return [
        catalog.Paid(
            sku=line.sku,
            store=line.store,
            day=line.day,
            at=line.at,
            quantity_milli=line.quantity_milli,
            amount_minor=line.amount_minor,
        )
        for line in await tills.sold_lines(work, receipts)
    ]
