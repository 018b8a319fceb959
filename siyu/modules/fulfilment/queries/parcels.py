"""What is to be sent, what is under way, and where it is."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Work
from siyu.modules.fulfilment.values import Parcel, Shipment

MOST_OPEN = 5_000
"""So many orders that wait are listed; whoever has more narrows them by store."""

SHIPMENT = """order_id, customer_id, store_id, address_id, province, promised_at, ready_at, done_at,
      received_at, voided_at"""
_FROM = f"select {SHIPMENT} from fulfilment.shipment where tenant_id = $1"
_OF = Query(Shipment, f"{_FROM} and order_id = any($2::uuid[])")
_WAITING = Query(
    Shipment,
    f"""
    {_FROM} and ready_at is not null and done_at is null and voided_at is null
      and ($2::uuid[] is null or store_id = any($2)) order by ready_at, order_id limit $3
    """,
)
_UNDER_WAY = Query(
    Shipment,
    f"""
    {_FROM} and done_at is not null and received_at is null and voided_at is null
      and ($2::uuid[] is null or store_id = any($2)) order by ready_at, order_id limit $3
    """,
)
_PARCEL = """
    select p.id, p.order_id, p.customer_id, p.store_id, p.carrier, p.tracking, p.sent_at, p.sent_by,
      p.due_at, p.received_at, p.received_by,
      (select jsonb_agg(jsonb_build_object('n', l.n, 'quantity', l.quantity) order by l.n)
        from fulfilment.parcel_line l where l.tenant_id = $1 and l.parcel_id = p.id) as lines
    from fulfilment.parcel p where p.tenant_id = $1
"""
_PARCELS = Query(Parcel, f"{_PARCEL} and p.order_id = any($2::uuid[]) order by p.sent_at, p.id")
_BY_ID = Query(Parcel, f"{_PARCEL} and p.id = any($2::uuid[])")
_DUE = Query(
    Parcel, f"{_PARCEL} and p.received_at is null and p.due_at <= $2 order by p.due_at limit $3"
)


class _Sent(msgspec.Struct, frozen=True):
    order_id: UUID
    n: int
    quantity: int


_SENT = Query(
    _Sent,
    """
    select p.order_id, l.n, sum(l.quantity)::int4 as quantity
    from fulfilment.parcel p
    join fulfilment.parcel_line l on l.tenant_id = $1 and l.parcel_id = p.id
    where p.tenant_id = $1 and p.order_id = any($2::uuid[]) group by p.order_id, l.n
    """,
)


async def shipments_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, Shipment]:
    """Of those orders that are sent."""
    rows = await _OF.all(work, work.tenant, list(set(orders))) if orders else []
    return {row.order_id: row for row in rows}


async def list_to_send(
    work: Work, stores: Sequence[UUID] | None, *, limit: int = MOST_OPEN
) -> list[Shipment]:
    """What waits to be sent, the longest waiting first."""
    return await _WAITING.all(work, work.tenant, None if stores is None else list(stores), limit)


async def list_under_way(
    work: Work, stores: Sequence[UUID] | None, *, limit: int = MOST_OPEN
) -> list[Shipment]:
    """What was sent whole and is not with her yet."""
    return await _UNDER_WAY.all(work, work.tenant, None if stores is None else list(stores), limit)


async def parcels_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, list[Parcel]]:
    """Each order's parcels, the first first."""
    found: dict[UUID, list[Parcel]] = defaultdict(list)
    for row in await _PARCELS.all(work, work.tenant, list(set(orders))) if orders else []:
        found[row.order_id].append(row)
    return dict(found)


async def parcels_by_id(work: Work, ids: Sequence[UUID]) -> dict[UUID, Parcel]:
    rows = await _BY_ID.all(work, work.tenant, list(ids)) if ids else []
    return {row.id: row for row in rows}


async def sent_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, dict[int, int]]:
    """How many pieces of each line have left, by order."""
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    for row in await _SENT.all(work, work.tenant, list(set(orders))) if orders else []:
        found[row.order_id][row.n] = row.quantity
    return dict(found)


async def due_parcels(work: Work, now: datetime, *, limit: int = 200) -> list[Parcel]:
    """Parcels that nobody has said anything about in the time there was."""
    return await _DUE.all(work, work.tenant, now, limit)
