"""Receipts as lists and pages show them: the sums from the tills, the names from their rooms."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import catalog, customers, tills
from siyu.modules.tills.values import Kind
from siyu.views.refs import PersonRef, PlaceRef, gather_refs


class CustomerLink(Struct, frozen=True):
    id: UUID
    name: str | None


class SkuLink(Struct, frozen=True, kw_only=True):
    id: UUID
    code: str
    name: str


class ReceiptLink(Struct, frozen=True, kw_only=True):
    """The other end of a return; the amount is that of the linked lines."""

    id: UUID
    receipt_no: str | None
    at: datetime
    amount_minor: int


class MeansShape(Struct, frozen=True):
    kind: str
    amount_minor: int


class ReceiptItem(Struct, frozen=True, kw_only=True):
    """A receipt in a list; its amount is net of what its own lines take back."""

    id: UUID
    receipt_no: str | None
    source: str
    store: PlaceRef | None
    guide: PersonRef | None
    till: str | None
    at: datetime
    customer: CustomerLink | None
    lines: int
    amount_minor: int
    discount_minor: int
    kind: Kind


class LineShape(Struct, frozen=True, kw_only=True):
    """A line; `sku` is known to the catalog, `sku_text` is what the till wrote."""

    line_no: int
    sku: SkuLink | None
    sku_text: str
    quantity: float
    amount_minor: int
    discount_minor: int
    kind: Kind
    returns_line: int | None


class ReceiptDetail(Struct, frozen=True, kw_only=True):
    """A receipt with its lines, what was paid how, and what came back."""

    id: UUID
    receipt_no: str | None
    source: str
    store: PlaceRef | None
    guide: PersonRef | None
    till: str | None
    at: datetime
    customer: CustomerLink | None
    amount_minor: int
    discount_minor: int
    kind: Kind
    lines: list[LineShape]
    means: list[MeansShape]
    returned_by: list[ReceiptLink]
    return_of: ReceiptLink | None


async def receipt_items(work: Work, receipts: Sequence[tills.Receipt]) -> list[ReceiptItem]:
    """A page of receipts with their names: one look per room."""
    refs = await gather_refs(
        work, stores=[r.store_id for r in receipts], people=[r.guide_id for r in receipts]
    )
    known = {r.customer_id for r in receipts if r.customer_id is not None}
    people = await customers.refs(work, list(known))
    return [
        ReceiptItem(
            id=r.id,
            receipt_no=r.receipt_no,
            source=r.source,
            store=refs.store(r.store_id),
            guide=refs.person(r.guide_id),
            till=r.till,
            at=r.at,
            customer=_customer(r.customer_id, people),
            lines=r.lines,
            amount_minor=r.amount_minor,
            discount_minor=r.discount_minor,
            kind=r.kind,
        )
        for r in receipts
    ]


async def receipt_detail(work: Work, receipt: tills.Receipt) -> ReceiptDetail:
    (item,) = await receipt_items(work, [receipt])
    lines = await tills.list_lines(work, receipt.id)
    known = {line.sku_id for line in lines if line.sku_id is not None}
    skus = await catalog.sku_refs(work, list(known))
    return_of = await tills.list_return_of(work, receipt.id)
    return ReceiptDetail(
        id=item.id,
        receipt_no=item.receipt_no,
        source=item.source,
        store=item.store,
        guide=item.guide,
        till=item.till,
        at=item.at,
        customer=item.customer,
        amount_minor=item.amount_minor,
        discount_minor=item.discount_minor,
        kind=item.kind,
        lines=[_line(line, skus) for line in lines],
        means=[MeansShape(m.kind, m.amount_minor) for m in await tills.list_means(work, item.id)],
        returned_by=[_link(r) for r in await tills.list_returned_by(work, item.id)],
        return_of=_link(return_of[0]) if return_of else None,
    )


def _customer(
    customer: UUID | None, people: dict[UUID, customers.CustomerRef]
) -> CustomerLink | None:
    if customer is None:
        return None
    ref = people.get(customer)
    return CustomerLink(customer, ref.name if ref else None)


def _line(line: tills.ReceiptLine, skus: dict[UUID, catalog.SkuRef]) -> LineShape:
    sku = skus.get(line.sku_id) if line.sku_id else None
    return LineShape(
        line_no=line.line_no,
        sku=SkuLink(id=sku.id, code=sku.code, name=sku.name) if sku else None,
        sku_text=line.sku_text or "",
        quantity=line.quantity_milli / 1000,
        amount_minor=line.amount_minor,
        discount_minor=line.discount_minor,
        kind=line.kind,
        returns_line=line.returns_line_no,
    )


def _link(receipt: tills.LinkedReceipt) -> ReceiptLink:
    return ReceiptLink(
        id=receipt.id,
        receipt_no=receipt.receipt_no,
        at=receipt.at,
        amount_minor=receipt.amount_minor,
    )
