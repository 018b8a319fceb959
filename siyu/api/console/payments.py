"""Console doors of payments: what was asked for, what came in, and notices that fit nothing."""

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter

from siyu.api.payment_shapes import (
    NoticeItem,
    PaymentDetail,
    PaymentItem,
    notice_item,
    payment_detail,
    payment_item,
)
from siyu.api.typed import PLAIN
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import payments

State = Literal["any", "asked", "prepared", "paid", "closed"]


@door.get("/payments", permit="payments.read")
async def list_payments(
    ask: Ask,
    paging: Paging,
    *,
    q: Annotated[str, Parameter(max_length=64, pattern=PLAIN)] = "",
    state_: Annotated[State, Parameter(query="state")] = "any",
    order: UUID | None = None,
) -> Page[PaymentItem]:
    """Attempts to be paid, the latest first; `q` is a whole number, ours or the vendor's."""
    which = payments.Filter(
        state=None if state_ == "any" else state_, number=q.strip() or None, order=order
    )
    async with ask.look() as work:
        rows, counted = await payments.list_attempts(
            work, which, limit=paging.limit, offset=paging.offset
        )
    return paging.of([payment_item(row) for row in rows], counted)


@door.get("/payments/quarantine", permit="payments.read")
async def list_quarantine(ask: Ask, paging: Paging) -> Page[NoticeItem]:
    """Vendors' notices that fit nothing we know, the latest first."""
    async with ask.look() as work:
        rows, counted = await payments.list_quarantine(
            work, limit=paging.limit, offset=paging.offset
        )
    return paging.of([notice_item(row) for row in rows], counted)


@door.get("/payments/{id:uuid}", permit="payments.read")
async def show_payment(ask: Ask, id: UUID) -> PaymentDetail:
    """An attempt with its steps and refunds."""
    async with ask.look() as work:
        return await payment_detail(work, id)


DOORS = [list_payments, list_quarantine, show_payment]
