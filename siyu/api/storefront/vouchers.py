"""Storefront doors of vouchers: a customer's own, with their codes."""

from typing import Annotated
from uuid import UUID

from litestar.params import Parameter

from siyu.api.voucher_shapes import BACKS, BackGiven, MyVoucher, State, give_back, my_vouchers
from siyu.kernel.db import Work
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.modules import vouchers


@door.get("/vouchers", permit=SIGNED_IN)
async def list_my_vouchers(
    ask: Ask, paging: Paging, *, state_: Annotated[State, Parameter(query="state")] = "any"
) -> Page[MyVoucher]:
    """Her vouchers, the latest first."""
    which = vouchers.Filter(customer=ask.id, state=None if state_ == "any" else state_)
    async with ask.look() as work:
        rows, count = await vouchers.list_vouchers(
            work, which, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await my_vouchers(work, rows), count)


@door.get("/vouchers/{id:uuid}", permit=SIGNED_IN)
async def show_my_voucher(ask: Ask, id: UUID) -> MyVoucher:
    """One of her vouchers."""
    async with ask.look() as work:
        [shown] = await my_vouchers(work, [await _mine(work, id, ask.id)])
        return shown


@door.post("/vouchers/{id:uuid}/refunds", permit=SIGNED_IN, errors=BACKS)
async def give_voucher_back(ask: Ask, id: UUID, data: BackGiven) -> MyVoucher:
    """Take back the money of what she has not used, in whole or in part.

    Of one that the merchant made void, the merchant decides.
    """
    async with ask.work() as work:
        found = await _mine(work, id, ask.id)
        if found.voided_at is not None:
            raise vouchers.Voided
        after = await give_back(work, found, data)
        [shown] = await my_vouchers(work, [after])
        return shown


async def _mine(work: Work, voucher: UUID, customer: UUID) -> vouchers.Voucher:
    found = await vouchers.get_voucher(work, voucher)
    if found.customer_id != customer:
        raise NotFound
    return found


DOORS = [list_my_vouchers, show_my_voucher, give_voucher_back]
