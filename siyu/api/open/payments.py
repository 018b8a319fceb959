"""Open API doors of payments: what became of them."""

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter

from siyu.api.payment_shapes import PaymentDetail, PaymentItem, payment_detail, payment_item
from siyu.api.typed import PLAIN
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import payments

State = Literal["any", "asked", "prepared", "paid", "closed"]


@door.get("/payments", permit="payments.read")
async def list_payments(
    ask: Ask,
    paging: Paging,
    *,
    number: Annotated[str, Parameter(max_length=64, pattern=PLAIN)] = "",
    state_: Annotated[State, Parameter(query="state")] = "any",
    order: UUID | None = None,
) -> Page[PaymentItem]:
    """Attempts to be paid, the latest first; `number` is a whole number, ours or the vendor's."""
    which = payments.Filter(
        state=None if state_ == "any" else state_, number=number or None, order=order
    )
    async with ask.look() as work:
        rows, counted = await payments.list_attempts(
            work, which, limit=paging.limit, offset=paging.offset
        )
    return paging.of([payment_item(row) for row in rows], counted)


@door.get("/payments/{id:uuid}", permit="payments.read")
async def show_payment(ask: Ask, id: UUID) -> PaymentDetail:
    """An attempt with its steps and refunds."""
    async with ask.look() as work:
        return await payment_detail(work, id)


DOORS = [list_payments, show_payment]
