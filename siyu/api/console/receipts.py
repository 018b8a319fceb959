"""Console doors of receipts."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter

from siyu.api.console import receipt_files, receipt_imports
from siyu.api.typed import PLAIN
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import tills
from siyu.views.receipts import ReceiptDetail, ReceiptItem, receipt_detail, receipt_items


@door.get("/receipts", permit="tills.read")
async def list_receipts(
    ask: Ask,
    paging: Paging,
    *,
    q: Annotated[str, Parameter(max_length=64, pattern=PLAIN)] = "",
    store: UUID | None = None,
    guide: UUID | None = None,
    customer: UUID | None = None,
    member: Literal["any", "yes", "no"] = "any",
    kind: Literal["any", "sale", "return"] = "any",
    first_on: Annotated[date | None, Parameter(query="from")] = None,
    last_on: Annotated[date | None, Parameter(query="to")] = None,
) -> Page[ReceiptItem]:
    """Receipts, newest first; `q` is the beginning of a number, days are the merchant's."""
    which = tills.Filter(
        stores=ask.scope.place_list(),
        own=ask.scope.own,
        store=store,
        guide=guide,
        customer=customer,
        receipt_no=q.strip() or None,
        member=None if member == "any" else member,
        kind=None if kind == "any" else kind,
        first_on=first_on,
        last_on=last_on,
    )
    async with ask.look() as work:
        rows = await tills.list_receipts(work, which, limit=paging.limit, offset=paging.offset)
        counted = await tills.count_receipts(work, which)
        return paging.of(await receipt_items(work, rows), counted)


@door.get("/receipts/{id:uuid}", permit="tills.read")
async def show_receipt(ask: Ask, id: UUID) -> ReceiptDetail:
    """A receipt with its lines, means of payment and returns."""
    async with ask.look() as work:
        receipt = await tills.get_receipt(work, id)
        ask.scope.must_hold(receipt.store_id, own=receipt.guide_id)
        return await receipt_detail(work, receipt)


DOORS = [list_receipts, show_receipt, *receipt_files.DOORS, *receipt_imports.DOORS]
