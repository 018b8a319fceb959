"""Guide desk doors of vouchers: what a code is good for here, and using it."""

from siyu.api.voucher_shapes import (
    LOOKS,
    REDEEMS,
    CodeShown,
    UseGiven,
    VoucherItem,
    answer,
    must_be_told,
)
from siyu.flows import use_vouchers
from siyu.kernel.doors import Ask, door
from siyu.modules import vouchers

PERMIT = "vouchers.redeem"


@door.post("/vouchers/look", permit=PERMIT, status_code=200, errors=[*LOOKS, vouchers.WithoutStore])
async def look_at_voucher(ask: Ask, data: CodeShown) -> VoucherItem:
    """What the code is good for here, before it is used."""
    async with ask.work() as work:
        said = await answer(work, await use_vouchers.look(work, data.code, _by(ask)))
    return must_be_told(said)


@door.post(
    "/vouchers/redemption",
    permit=PERMIT,
    status_code=200,
    errors=[*REDEEMS, vouchers.WithoutStore],
)
async def redeem_voucher(ask: Ask, data: UseGiven) -> VoucherItem:
    """Use it so many times at the guide's own store."""
    use = vouchers.Use(code=data.code, uses=data.uses, key=f"{ask.id}/{data.key}")
    async with ask.work() as work:
        said = await answer(work, await use_vouchers.redeem(work, use, _by(ask)))
    return must_be_told(said)


def _by(ask: Ask) -> vouchers.By:
    places = ask.scope.place_list() or []
    if len(places) != 1:
        raise vouchers.WithoutStore
    return vouchers.By(person=ask.id, store=places[0])


DOORS = [look_at_voucher, redeem_voucher]
