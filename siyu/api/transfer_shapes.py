"""What doors of transfers take and how transfers look."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.stock_shapes import Counted, Received
from siyu.api.typed import Free
from siyu.flows import transfer_goods
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.scope import Scope
from siyu.modules import inventory, ledger
from siyu.views.refs import PersonRef, PlaceRef, Refs, gather_refs

SENDS = [
    inventory.UnknownSku,
    inventory.SkuTwice,
    inventory.SamePlace,
    inventory.TransferDiffers,
    ledger.KINDS["stock"].short,
]
ARRIVES = [
    inventory.TransferEnded,
    inventory.NotSent,
    inventory.MoreThanSent,
    inventory.MissingWhy,
]


class SentLine(Struct, forbid_unknown_fields=True):
    sku: UUID
    quantity: Received


class ArrivedLine(Struct, forbid_unknown_fields=True):
    sku: UUID
    quantity: Counted


class TransferGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """What leaves one place for another; with an `id` of one's own it may be sent twice."""

    id: UUID | None = None
    source: UUID
    target: UUID
    reason: Free = ""
    lines: Annotated[list[SentLine], Meta(min_length=1, max_length=inventory.MOST_LINES)]

    def sending(self, id_: UUID) -> inventory.Sending:
        lines = tuple((line.sku, line.quantity) for line in self.lines)
        return inventory.Sending(
            id=id_, source=self.source, target=self.target, reason=self.reason, lines=lines
        )


class TransferArrivalGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """What arrived; of what is not named, nothing. `why` says where the rest is."""

    why: Free = ""
    lines: Annotated[list[ArrivedLine], Meta(max_length=inventory.MOST_LINES)]

    def found(self) -> dict[UUID, int]:
        return {line.sku: line.quantity for line in self.lines}


class TransferItem(Struct, frozen=True, kw_only=True):
    """A transfer in a list; `received` is null while it is under way."""

    id: UUID
    source: PlaceRef | None
    target: PlaceRef | None
    reason: str
    state: inventory.Travel
    lines: int
    sent: int
    received: int | None
    sent_at: datetime
    sent_by: PersonRef | None
    received_at: datetime | None
    received_by: PersonRef | None
    missing_why: str


class TransferLineShape(Struct, frozen=True, kw_only=True):
    sku: UUID
    name: str
    sent: int
    received: int | None


class TransferDetail(TransferItem, frozen=True, kw_only=True):
    """`receivable`: whoever asks may say what arrived."""

    items: list[TransferLineShape]
    receivable: bool


async def transfer_page(
    ask: Ask, paging: Paging, which: inventory.TransferFilter
) -> Page[TransferItem]:
    async with ask.look() as work:
        rows, count = await inventory.list_transfers(
            work, which, limit=paging.limit, offset=paging.offset
        )
        refs = await _refs(work, rows)
    return paging.of([TransferItem(**_said(row, refs)) for row in rows], count)


async def send(work: Work, ask: Ask, data: TransferGiven) -> TransferDetail:
    ask.scope.must_hold(data.source)
    sent = await transfer_goods.send(work, data.sending(data.id or work.new_id()))
    return await transfer(work, ask.scope, sent)


async def receive(work: Work, ask: Ask, id_: UUID, data: TransferArrivalGiven) -> TransferDetail:
    said, _ = await inventory.get_transfer(work, id_)
    ask.scope.must_hold(said.to_id)
    await transfer_goods.receive(work, id_, data.found(), why=data.why)
    return await transfer(work, ask.scope, id_)


async def transfer(work: Work, scope: Scope, id_: UUID) -> TransferDetail:
    """Seen where it left and where it goes."""
    row, lines = await inventory.get_transfer(work, id_)
    if scope.places is not None and row.from_id not in scope.places:
        scope.must_hold(row.to_id)
    refs = await _refs(work, [row], lines)
    mine = scope.places is None or row.to_id in scope.places
    items = [
        TransferLineShape(
            sku=line.sku, name=refs.skus.get(line.sku, ""), sent=line.sent, received=line.received
        )
        for line in lines
    ]
    receivable = mine and row.received_at is None
    return TransferDetail(**_said(row, refs), items=items, receivable=receivable)


async def _refs(
    work: Work,
    rows: Sequence[inventory.Transfer],
    lines: Sequence[inventory.TransferLine] = (),
) -> Refs:
    return await gather_refs(
        work,
        stores=[place for row in rows for place in (row.from_id, row.to_id)],
        people=[one for row in rows for one in (row.sent_by, row.received_by)],
        skus=[line.sku for line in lines],
    )


def _said(row: inventory.Transfer, refs: Refs) -> dict[str, Any]:
    return {
        "id": row.id,
        "source": refs.store(row.from_id),
        "target": refs.store(row.to_id),
        "reason": row.reason,
        "state": "arrived" if row.received_at else "under_way",
        "lines": row.lines,
        "sent": row.sent,
        "received": row.received,
        "sent_at": row.sent_at,
        "sent_by": refs.person(row.sent_by),
        "received_at": row.received_at,
        "received_by": refs.person(row.received_by),
        "missing_why": row.missing_why,
    }
