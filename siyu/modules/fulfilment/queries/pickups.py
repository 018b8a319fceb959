"""Pickups as they stand."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Query, Work
from siyu.modules.fulfilment.values import Pickup

PICKUP = """id, order_id, customer_id, store_id, tail, ready_at, redeemed_at, redeemed_by,
      redeemed_store, voided_at"""

OF_ORDERS = Query(
    Pickup,
    f"select {PICKUP} from fulfilment.pickup where tenant_id = $1 and order_id = any($2::uuid[])",
)
# What waits before what has ended, the latest among those: digits may have come again.
BY_CODE = Query(
    Pickup,
    f"""
    select {PICKUP} from fulfilment.pickup where tenant_id = $1 and blind = $2
    order by redeemed_at is null and voided_at is null desc, ready_at desc, id desc limit 1
    """,
)
_WAITING = Query(
    Pickup,
    f"""
    select {PICKUP} from fulfilment.pickup
    where tenant_id = $1 and store_id = $2 and redeemed_at is null and voided_at is null
    order by ready_at, id limit $3
    """,
)


async def pickups_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, Pickup]:
    """The pickup of each order that has one."""
    found = await OF_ORDERS.all(work, work.tenant, list(set(orders)))
    return {pickup.order_id: pickup for pickup in found}


async def list_waiting(work: Work, store: UUID, *, limit: int = 100) -> list[Pickup]:
    """What waits at a store, the longest waiting first."""
    return await _WAITING.all(work, work.tenant, store, limit)
