"""Orders that nobody comes for: told of once each, that they wait still and that time is over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from siyu.kernel.db import Query, Work
from siyu.modules.fulfilment.facts import PickupUnfetched
from siyu.modules.fulfilment.queries.pickups import PICKUP
from siyu.modules.fulfilment.values import Pickup, Unfetched

_OPEN = "tenant_id = $1 and redeemed_at is null and voided_at is null"
_REMIND = Query(
    Pickup,
    f"""
    update fulfilment.pickup set reminded_at = $3
    where tenant_id = $1 and id in (
      select id from fulfilment.pickup where {_OPEN} and reminded_at is null and ready_at <= $2
      order by ready_at limit $4 for update skip locked)
    returning {PICKUP}
    """,
)
_OVERDUE = Query(
    Pickup,
    f"""
    select {PICKUP} from fulfilment.pickup where {_OPEN} and overdue_at is null and ready_at <= $2
    order by ready_at, id limit $3
    """,
)
_OVER = Query(
    Pickup,
    f"""
    update fulfilment.pickup set overdue_at = $3
    where {_OPEN} and id = any($2::uuid[]) and overdue_at is null returning {PICKUP}
    """,
)


async def remind_pickups(work: Work, before: datetime, *, limit: int = 200) -> list[Pickup]:
    """Those that are ready since then and of which nobody was reminded; from now on she was."""
    return await _REMIND.all(work, work.tenant, before, work.now, limit)


async def list_overdue(work: Work, before: datetime, *, limit: int = 200) -> list[Pickup]:
    """Those that are ready since then and with which nothing was done yet, the longest first."""
    return await _OVERDUE.all(work, work.tenant, before, limit)


async def pickups_unfetched(
    work: Work, pickups: Sequence[UUID], *, then: Unfetched
) -> list[Pickup]:
    """Their time is over; those of which that was news. The code still fetches what is kept."""
    over = await _OVER.all(work, work.tenant, list(pickups), work.now)
    for one in over:
        told = PickupUnfetched(pickup=one.id, order=one.order_id, store=one.store_id, then=then)
        work.tell(told, subject=one.customer_id)
    return over
