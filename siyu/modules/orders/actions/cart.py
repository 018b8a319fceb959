"""What lies in carts."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.orders.facts import CartChanged

_PUT = Command(
    """
    insert into orders.cart (tenant_id, customer_id, sku_id, quantity, picked, at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (tenant_id, customer_id, sku_id) do update set quantity = $4, picked = $5, at = $6
    """
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


async def take_ordered(work: Work, ordered: Sequence[tuple[UUID, UUID]]) -> None:
    """Customers ordered these SKUs: they need not lie in their carts any more."""
    if ordered:
        customers, skus = zip(*sorted(set(ordered)), strict=True)
        await _TAKE_OUT.run(work, work.tenant, list(customers), list(skus))
