"""Storefront doors of receipts: a customer's own."""

from typing import Any
from uuid import UUID

import msgspec

from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.modules import tills
from siyu.views.receipts import ReceiptDetail, ReceiptItem, receipt_detail, receipt_items


@door.get("/me/receipts", permit=SIGNED_IN)
async def list_my_receipts(ask: Ask, paging: Paging) -> Page[ReceiptItem]:
    """Her receipts, newest first."""
    which = tills.Filter(customer=ask.id)
    async with ask.look() as work:
        rows = await tills.list_receipts(work, which, limit=paging.limit, offset=paging.offset)
        counted = await tills.count_receipts(work, which)
        return paging.of([_own(r) for r in await receipt_items(work, rows)], counted)


@door.get("/me/receipts/{id:uuid}", permit=SIGNED_IN)
async def show_my_receipt(ask: Ask, id: UUID) -> ReceiptDetail:
    """One of her receipts."""
    async with ask.look() as work:
        receipt = await tills.get_receipt(work, id)
        if receipt.customer_id != ask.id:
            raise NotFound
        return _own(await receipt_detail(work, receipt))


def _own(receipt: Any) -> Any:
    """Without what is the shop's own business: who sold it, at which till."""
    return msgspec.structs.replace(receipt, guide=None, till=None)


DOORS = [list_my_receipts, show_my_receipt]
