"""Orders are sent: promised when ordered, ready when paid, and then parcel by parcel.

Whoever changes a shipment holds its order's lock: what is left to send is only known under it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import Refusal
from siyu.modules.fulfilment.errors import (
    NothingInParcel,
    NotToSend,
    ParcelKnown,
    SentTooMuch,
)
from siyu.modules.fulfilment.facts import ParcelReceived, ParcelSent, ShipmentReady
from siyu.modules.fulfilment.queries import parcels as queries
from siyu.modules.fulfilment.queries.rule import current_rule
from siyu.modules.fulfilment.values import Parcel, Send, Shipment, ToSend

_PROMISE = Command(
    """
    insert into fulfilment.shipment
      (tenant_id, order_id, customer_id, store_id, address_id, province, promised_at)
    select $1, s.*, $2 from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[]) as s
    on conflict do nothing
    """
)
_READY = Query(
    Shipment,
    f"""
    update fulfilment.shipment set ready_at = $2
    where tenant_id = $1 and order_id = any($3::uuid[]) and ready_at is null
    returning {queries.SHIPMENT}
    """,
)
_STANDS = Command(
    """
    update fulfilment.shipment
    set done_at = case when $3 then coalesce(done_at, $5) end,
        received_at = case when $4 then coalesce(received_at, $5) end,
        voided_at = case when $6 then coalesce(voided_at, $5) end
    where tenant_id = $1 and order_id = $2
    """
)
_ADD = Command(
    """
    insert into fulfilment.parcel (tenant_id, id, order_id, customer_id, store_id, carrier,
      tracking, sent_at, sent_by, due_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    """
)
_ADD_LINES = Command(
    """
    insert into fulfilment.parcel_line (tenant_id, parcel_id, n, quantity)
    select $1, $2, l.* from unnest($3::int2[], $4::int4[]) as l
    """
)
_AMEND = Command(
    "update fulfilment.parcel set carrier = $3, tracking = $4 where tenant_id = $1 and id = $2"
)
_RECEIVE = Command(
    """
    update fulfilment.parcel set received_at = $3, received_by = $4
    where tenant_id = $1 and id = $2 and received_at is null
    """
)


async def promise_shipments(work: Work, promises: Sequence[ToSend]) -> None:
    """These orders are sent once they are paid."""
    rows = [(one.order, one.customer, one.store, one.address, one.province) for one in promises]
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        await _PROMISE.run(work, work.tenant, work.now, *columns)


async def ready_shipments(work: Work, orders: Sequence[UUID]) -> list[Shipment]:
    """They are paid: from now on they wait to be sent. Those that did not before."""
    ready = await _READY.all(work, work.tenant, work.now, list(orders)) if orders else []
    for one in ready:
        told = ShipmentReady(order=one.order_id, store=one.store_id)
        work.tell(told, subject=one.customer_id)
    return ready


async def send(work: Work, ask: Send, left: Mapping[int, int]) -> Parcel | Refusal:
    """A parcel has left; `left` is what of each line may still be sent."""
    known = (await queries.parcels_by_id(work, [ask.id])).get(ask.id)
    if known is not None:
        held = {line.n: line.quantity for line in known.lines}
        return known if (known.order_id, held) == (ask.order, ask.quantities) else ParcelKnown()
    shipment = (await queries.shipments_of(work, [ask.order])).get(ask.order)
    if shipment is None or not shipment.is_open:
        return NotToSend()
    if not ask.quantities or min(ask.quantities.values()) < 1:
        return NothingInParcel()
    for n, quantity in sorted(ask.quantities.items()):
        if quantity > left.get(n, 0):
            return SentTooMuch(n=n, left=left.get(n, 0))
    await _write(work, shipment, ask)
    pieces = sum(ask.quantities.values())
    told = ParcelSent(
        parcel=ask.id,
        order=ask.order,
        store=shipment.store_id,
        carrier=ask.carrier,
        pieces=pieces,
    )
    work.tell(told, subject=shipment.customer_id)
    said = {"order": ask.order, "carrier": ask.carrier, "tracking": ask.tracking, "pieces": pieces}
    work.audit("fulfilment.send", "parcel", ask.id, after=said)
    return (await queries.parcels_by_id(work, [ask.id]))[ask.id]


async def amend_parcel(work: Work, parcel: Parcel, carrier: str, tracking: str) -> None:
    """Another number, or carrier: what was typed wrong."""
    before = {"carrier": parcel.carrier, "tracking": parcel.tracking}
    after = {"carrier": carrier, "tracking": tracking}
    if before != after:
        await _AMEND.run(work, work.tenant, parcel.id, carrier, tracking)
        work.audit("fulfilment.amend_parcel", "parcel", parcel.id, before=before, after=after)


async def receive(work: Work, parcels: Sequence[Parcel], *, by_clock: bool) -> list[Parcel]:
    """They are with her; those of which that was not known."""
    done = []
    for one in parcels:
        by = "clock" if by_clock else str(work.actor)
        if await _RECEIVE.run(work, work.tenant, one.id, work.now, by):
            done.append(one)
            told = ParcelReceived(
                parcel=one.id, order=one.order_id, store=one.store_id, by_clock=by_clock
            )
            work.tell(told, subject=one.customer_id)
    return done


async def shipment_stands(
    work: Work, order: UUID, *, done: bool, received: bool, void: bool
) -> None:
    """How far it is, as counted from its parcels and from what went back."""
    await _STANDS.run(work, work.tenant, order, done, received, work.now, void)


async def _write(work: Work, shipment: Shipment, ask: Send) -> None:
    due = work.now + timedelta(days=(await current_rule(work)).received_after_days)
    whose = (ask.order, shipment.customer_id, shipment.store_id)
    row = (ask.carrier, ask.tracking, work.now, str(work.actor), due)
    await _ADD.run(work, work.tenant, ask.id, *whose, *row)
    lines = sorted(ask.quantities.items())
    await _ADD_LINES.run(work, work.tenant, ask.id, *map(list, zip(*lines, strict=True)))
