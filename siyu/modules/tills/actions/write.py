"""Writing receipts that lines were added to, with the sums and the facts that follow."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.tills.actions.figures import Figures, add_figures
from siyu.modules.tills.actions.growing import Added, Growing
from siyu.modules.tills.actions.links import link_added
from siyu.modules.tills.facts import ReceiptRecorded, RecordedLine
from siyu.modules.tills.rows import LineRow, MeansRow, ReceiptRow

_FLUSHED = 250


_ADD_RECEIPTS = Command(
    "insert into tills.receipt select * from unnest($1::tills.receipt[])", takes=ReceiptRow
)
_GROW_RECEIPTS = Command(
    """
    update tills.receipt r set
      lines = r.lines + a.lines, amount_minor = r.amount_minor + a.amount_minor,
      returned_minor = r.returned_minor + a.returned_minor,
      discount_minor = r.discount_minor + a.discount_minor,
      kind = a.kind, customer_id = a.customer_id, guide_id = a.guide_id, till = a.till
    from unnest($2::uuid[], $3::int4[], $4::int8[], $5::int8[], $6::int8[], $7::text[], $8::uuid[],
                $9::uuid[], $10::text[])
      a (id, lines, amount_minor, returned_minor, discount_minor, kind, customer_id, guide_id, till)
    where r.tenant_id = $1 and r.id = a.id
    """
)
_ADD_LINES = Command("insert into tills.line select * from unnest($1::tills.line[])", takes=LineRow)
_ADD_MEANS = Command(
    """
    insert into tills.means select * from unnest($1::tills.means[])
    on conflict (tenant_id, receipt_id, kind)
    do update set amount_minor = means.amount_minor + excluded.amount_minor
    """,
    takes=MeansRow,
)


async def write(work: Work, receipts: Sequence[Growing], run: UUID | None) -> None:
    """Rows, sums, links and facts; much of it is still on its way when this returns."""
    opened = (_new_row(work, r, run) for r in receipts if r.known is None)
    await _ADD_RECEIPTS.post(work, opened)
    if grown := [_grown_row(r) for r in receipts if r.known is not None]:
        columns = [list(column) for column in zip(*grown, strict=True)]
        await _GROW_RECEIPTS.run(work, work.tenant, *columns)
    lines = (_line_row(work, r.id, added, run) for r in receipts for added in r.added)
    await _ADD_LINES.post(work, lines)
    await _ADD_MEANS.post(work, _means(work, receipts))
    await add_figures(work, (f for r in receipts if (f := _figures(r)) is not None))
    links = await link_added(
        work, [(r.id, a.line_no, a.command) for r in receipts for a in r.added]
    )
    for start in range(0, len(receipts), _FLUSHED):
        for receipt in receipts[start : start + _FLUSHED]:
            _tell(work, receipt, links)
        await work.flush()


def _figures(receipt: Growing) -> Figures | None:
    """What the added lines change in the figures of the receipt's customer."""
    if receipt.customer is None:
        return None
    known = receipt.known
    sold = receipt.kind == "sale"
    if known is None or known.customer_id is None:
        earlier = known.amount_minor if known else 0
        receipts, returns, spent = int(sold), int(not sold), earlier + receipt.amount_minor
    else:
        turned = int(sold and known.kind == "return")
        receipts, returns, spent = turned, -turned, receipt.amount_minor
    at = receipt.first.at if sold else None
    return Figures(receipt.customer, receipts, returns, spent, at)


def _new_row(work: Work, receipt: Growing, run: UUID | None) -> ReceiptRow:
    first, group = receipt.first, receipt.group
    return ReceiptRow(
        work.tenant,
        receipt.id,
        group.source,
        group.store,
        group.identity,
        receipt.part,
        first.receipt_no,
        first.at,
        first.on,
        receipt.till,
        receipt.guide,
        receipt.customer,
        receipt.kind,
        len(receipt.added),
        receipt.amount_minor,
        receipt.returned_minor,
        receipt.discount_minor,
        work.now,
        run,
    )


def _grown_row(receipt: Growing) -> tuple[object, ...]:
    return (
        receipt.id,
        len(receipt.added),
        receipt.amount_minor,
        receipt.returned_minor,
        receipt.discount_minor,
        receipt.kind,
        receipt.customer,
        receipt.guide,
        receipt.till,
    )


def _line_row(work: Work, receipt: UUID, added: Added, run: UUID | None) -> LineRow:
    c = added.command
    return LineRow(
        work.tenant,
        receipt,
        added.line_no,
        c.kind,
        c.sku,
        c.sku_text,
        c.quantity_milli,
        c.amount_minor,
        c.discount_minor,
        c.at,
        c.customer,
        added.digest,
        c.returns_no,
        None,
        None,
        run,
    )


def _means(work: Work, receipts: Sequence[Growing]) -> Iterator[MeansRow]:
    for receipt in receipts:
        sums: dict[str, int] = defaultdict(int)
        for added in receipt.added:
            if added.command.means is not None:
                sums[added.command.means] += added.command.amount_minor
        for kind, amount in sums.items():
            yield MeansRow(work.tenant, receipt.id, kind, amount)


def _tell(work: Work, receipt: Growing, links: Mapping[tuple[UUID, int], UUID]) -> None:
    first = receipt.first
    fact = ReceiptRecorded(
        receipt=receipt.id,
        source=receipt.group.source,
        store=receipt.group.store,
        till=receipt.till,
        guide=receipt.guide,
        customer=receipt.customer,
        at=first.at,
        on=first.on,
        opened=receipt.known is None,
        kind=receipt.kind,
        amount_minor=receipt.amount_minor,
        returned_minor=receipt.returned_minor,
        discount_minor=receipt.discount_minor,
        lines=tuple(_told_line(receipt.id, added, links) for added in receipt.added),
    )
    work.tell(fact, subject=receipt.customer, at=first.at)


def _told_line(receipt: UUID, added: Added, links: Mapping[tuple[UUID, int], UUID]) -> RecordedLine:
    c = added.command
    return RecordedLine(
        line_no=added.line_no,
        kind=c.kind,
        sku=c.sku,
        quantity_milli=c.quantity_milli,
        amount_minor=c.amount_minor,
        discount_minor=c.discount_minor,
        returns=links.get((receipt, added.line_no)),
    )
