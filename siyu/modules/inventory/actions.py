"""Verbs of inventory: a document is written once, and never changed."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.inventory import queries
from siyu.modules.inventory.errors import DocumentDiffers
from siyu.modules.inventory.facts import (
    CountedLine,
    GoodsCounted,
    GoodsReceived,
    ReceivedLine,
)
from siyu.modules.inventory.values import Count, Document, Kind, Receipt

_ADD = Command(
    """
    insert into inventory.document (tenant_id, id, kind, store_id, reason, at, by_id)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, id) do nothing
    """
)
_ADD_LINES = Command(
    """
    insert into inventory.line (tenant_id, document_id, number, sku_id, quantity, before, change)
    select $1, $2, number, sku_id, quantity, before, quantity - coalesce(before, 0)
    from unnest($3::uuid[], $4::int8[], $5::int8[])
      with ordinality as l (sku_id, quantity, before, number)
    """
)


async def receive(work: Work, receipt: Receipt) -> bool:
    """Write down what came in; False if this document was written before."""
    lines = [(sku, quantity, None) for sku, quantity in receipt.lines]
    if not await _add(work, "received", receipt, lines):
        return False
    told = tuple(ReceivedLine(sku, quantity) for sku, quantity in receipt.lines)
    work.tell(GoodsReceived(document=receipt.id, store=receipt.store, lines=told))
    return True


async def count(work: Work, counted: Count) -> bool:
    """Write down what was found; False if this document was written before."""
    if not await _add(work, "counted", counted, counted.lines):
        return False
    told = tuple(CountedLine(sku, found, found - before) for sku, found, before in counted.lines)
    work.tell(GoodsCounted(document=counted.id, store=counted.store, lines=told))
    return True


async def find_written(
    work: Work, document: UUID, kind: Kind, store: UUID, lines: Sequence[tuple[UUID, int]]
) -> Document | None:
    """The document of that id; DocumentDiffers if it says something else."""
    found = await queries.find_document(work, document)
    if found is None:
        return None
    said, written = found
    same = [(line.sku, line.quantity) for line in written] == list(lines)
    if (said.kind, said.store_id) != (kind, store) or not same:
        raise DocumentDiffers
    return said


async def _add(
    work: Work,
    kind: Kind,
    document: Receipt | Count,
    lines: Sequence[tuple[UUID, int, int | None]],
) -> bool:
    head = (document.id, kind, document.store, document.reason, work.now, work.actor.id)
    if not await _ADD.run(work, work.tenant, *head):
        return False
    columns = [list(column) for column in zip(*lines, strict=True)]
    await _ADD_LINES.run(work, work.tenant, document.id, *columns)
    after = {"store": document.store, "lines": len(lines), "reason": document.reason}
    work.audit(f"inventory.{kind}", "stock_document", document.id, after=after)
    return True
