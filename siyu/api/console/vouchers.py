"""Console doors of vouchers: what was sold, used and given back."""

from typing import Annotated
from uuid import UUID

from litestar.params import Parameter
from msgspec import Meta

from siyu.api.voucher_shapes import (
    BACKS,
    BackGiven,
    State,
    VoidGiven,
    VoucherDetail,
    VoucherItem,
    give_back,
    voucher_detail,
    voucher_items,
)
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import vouchers

Tail = Annotated[str, Meta(max_length=4, pattern="^[0-9]*$")]


@door.get("/vouchers", permit="vouchers.read")
async def list_vouchers(
    ask: Ask,
    paging: Paging,
    *,
    state_: Annotated[State, Parameter(query="state")] = "any",
    tail: Tail = "",
    customer: UUID | None = None,
    order: UUID | None = None,
) -> Page[VoucherItem]:
    """Vouchers that were sold by the asker's stores, the latest first; `tail` ends their code."""
    which = vouchers.Filter(
        stores=None if ask.scope.places is None else tuple(ask.scope.places),
        state=None if state_ == "any" else state_,
        tail=tail if len(tail) == 4 else "",
        customer=customer,
        order=order,
    )
    async with ask.look() as work:
        rows, count = await vouchers.list_vouchers(
            work, which, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await voucher_items(work, rows), count)


@door.get("/vouchers/{id:uuid}", permit="vouchers.read")
async def show_voucher(ask: Ask, id: UUID) -> VoucherDetail:
    """A voucher with its uses."""
    async with ask.look() as work:
        return await voucher_detail(work, await _held(ask, work, id))


@door.put("/vouchers/{id:uuid}/void", permit="vouchers.void")
async def void_voucher(ask: Ask, id: UUID, data: VoidGiven) -> VoucherDetail:
    """Let nobody use it any more; what was used stays so."""
    async with ask.work() as work:
        await _held(ask, work, id)
        return await voucher_detail(work, await vouchers.void(work, id, why=data.why))


@door.post("/vouchers/{id:uuid}/refunds", permit="orders.refund", errors=BACKS)
async def give_voucher_back(ask: Ask, id: UUID, data: BackGiven) -> VoucherDetail:
    """Pay back what was not used of it, in whole or in part."""
    async with ask.work() as work:
        after = await give_back(work, await _held(ask, work, id), data)
        return await voucher_detail(work, after)


async def _held(ask: Ask, work: Work, voucher: UUID) -> vouchers.Voucher:
    found = await vouchers.get_voucher(work, voucher)
    ask.scope.must_hold(found.store_id)
    return found


DOORS = [list_vouchers, show_voucher, void_voucher, give_voucher_back]
