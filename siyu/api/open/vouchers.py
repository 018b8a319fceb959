"""Open API doors of vouchers: a till of the merchant's own looks at codes and uses them."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api.voucher_shapes import (
    LOOKS,
    REDEEMS,
    CodeShown,
    State,
    Times,
    VoucherItem,
    answer,
    must_be_told,
    voucher_items,
)
from siyu.flows import use_vouchers
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import tenants, vouchers


class VoucherAtStore(CodeShown, frozen=True, forbid_unknown_fields=True):
    """Ten digits, and the store they are shown at."""

    store: UUID


class UsesAtStore(VoucherAtStore, frozen=True, forbid_unknown_fields=True):
    """And so many uses."""

    uses: Times = 1


@door.get("/vouchers", permit="vouchers.read")
async def list_vouchers(
    ask: Ask,
    paging: Paging,
    *,
    state_: Annotated[State, Parameter(query="state")] = "any",
    customer: UUID | None = None,
    order: UUID | None = None,
) -> Page[VoucherItem]:
    """Vouchers, the latest first; of a customer or an order."""
    state = None if state_ == "any" else state_
    which = vouchers.Filter(state=state, customer=customer, order=order)
    async with ask.look() as work:
        rows, count = await vouchers.list_vouchers(
            work, which, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await voucher_items(work, rows), count)


@door.post("/vouchers/look", permit="vouchers.redeem", status_code=200, errors=LOOKS)
async def look_at_voucher(ask: Ask, data: VoucherAtStore) -> VoucherItem:
    """What the code is good for there, before it is used."""
    async with ask.work() as work:
        await tenants.get_store(work, data.store)
        by = vouchers.By(person=ask.id, store=data.store)
        said = await answer(work, await use_vouchers.look(work, data.code, by))
    return must_be_told(said)


@door.post(
    "/vouchers/redemption",
    permit="vouchers.redeem",
    status_code=200,
    errors=[*REDEEMS, KeyMissing, KeyReused],
)
async def redeem_voucher(ask: Ask, once: Once, data: UsesAtStore) -> Response[VoucherItem]:
    """Use it so many times there."""
    async with once.work() as work:
        await tenants.get_store(work, data.store)
        by = vouchers.By(person=ask.id, store=data.store)
        use = vouchers.Use(code=data.code, uses=data.uses, key=f"{ask.id}/{once.key}")
        said = await answer(work, await use_vouchers.redeem(work, use, by))
        if isinstance(said, VoucherItem):
            return await once.answer(work, said, status=200)
    raise said


DOORS = [list_vouchers, look_at_voucher, redeem_voucher]
