"""What lies in carts."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.orders.facts import CartChanged
from siyu.modules.orders.values import MOST_PIECES


class _Lies(msgspec.Struct, frozen=True):
    quantity: int


_PUT = Command(
    """
    insert into orders.cart (tenant_id, customer_id, sku_id, quantity, picked, at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (tenant_id, customer_id, sku_id) do update set quantity = $4, picked = $5, at = $6
    """
)
_ADD = Query(
    _Lies,
    """
    insert into orders.cart as c (tenant_id, customer_id, sku_id, quantity, picked, at)
    values ($1, $2, $3, $4, true, $5)
    on conflict (tenant_id, customer_id, sku_id)
      do update set quantity = least(c.quantity + $4, $6), picked = true, at = $5
    returning quantity
    """,
)
_TAKE_OUT = Command(
    """
    delete from orders.cart c using unnest($2::uuid[], $3::uuid[]) as o (customer_id, sku_id)
    where c.tenant_id = $1 and c.customer_id = o.customer_id and c.sku_id = o.sku_id
    """
)


async def put_in_cart(
    work: Work, customer: UUID, sku: UUID, quantity: int, *, picked: bool = True
) -> None:
    """So many of it lie in her cart from now on; 0 takes it out."""
    if quantity:
        await _PUT.run(work, work.tenant, customer, sku, quantity, picked, work.now)
    elif not await _TAKE_OUT.run(work, work.tenant, [customer], [sku]):
        return
    work.tell(CartChanged(sku=sku, quantity=quantity), subject=customer)


async def add_to_cart(work: Work, customer: UUID, sku: UUID, quantity: int) -> int:
    """So many more of it lie in her cart; how many there are now."""
    added = (work.tenant, customer, sku, quantity, work.now, MOST_PIECES)
    lies = (await _ADD.one(work, *added)).quantity
    work.tell(CartChanged(sku=sku, quantity=lies), subject=customer)
    return lies


async def take_ordered(work: Work, ordered: Sequence[tuple[UUID, UUID]]) -> None:
    """Customers ordered these SKUs: they need not lie in their carts any more."""
    if ordered:
        customers, skus = zip(*sorted(set(ordered)), strict=True)
        await _TAKE_OUT.run(work, work.tenant, list(customers), list(skus))
