"""What she means to order lies in her cart: only goods that are sold, and not without end."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import catalog, orders


class Lay(Struct, frozen=True, kw_only=True):
    """So many of it are to lie there; 0 takes it out."""

    sku: UUID
    quantity: int
    picked: bool = True


async def lay(work: Work, customer: UUID, wanted: Sequence[Lay]) -> None:
    """These lines are as they say; others stay."""
    await _must_fit(work, customer, [one.sku for one in wanted if one.quantity])
    for one in wanted:
        await orders.put_in_cart(work, customer, one.sku, one.quantity, picked=one.picked)


async def add(work: Work, customer: UUID, sku: UUID, quantity: int) -> None:
    """So many more of it."""
    await _must_fit(work, customer, [sku])
    await orders.add_to_cart(work, customer, sku, quantity)


async def _must_fit(work: Work, customer: UUID, skus: Iterable[UUID]) -> None:
    wanted = set(skus)
    if unknown := wanted - set(await catalog.offers(work, wanted)):
        raise orders.UnknownGoods(sku=min(unknown))
    lie = {line.sku for line in await orders.list_cart(work, customer)}
    if len(lie | wanted) > orders.MOST_LINES and wanted - lie:
        raise orders.CartFull(most=orders.MOST_LINES)
