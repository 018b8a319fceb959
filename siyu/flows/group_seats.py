"""What becomes of groups: paid seats fill them, and a group that fails pays everybody back."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from siyu.flows import expire_orders, ready_pickups, refund_order, use_vouchers
from siyu.kernel.db import Work
from siyu.modules import groups, ledger, orders

WHY = "group_failed"


async def paid(work: Work, ids: Iterable[UUID]) -> None:
    """After the orders: their seats are paid, and what is full by it goes on as other orders do."""
    full = await groups.pay(work, ids)
    if not full:
        return
    seats = await groups.seats_in(work, [one.id for one in full])
    ready = [one.order_id for of in seats.values() for one in of if one.state == "paid"]
    await use_vouchers.issue_paid(work, ready)
    await ready_pickups.make_ready(work, ready)


async def fail_due(work: Work) -> int:
    """End one group whose time is over: nobody sits down or pays any more; how many there were.

    Its money goes back in works of its own (`refund_owed`), each once.
    """
    ids = await groups.due(work, 1)
    for group in await _held(work, ids):
        if not await groups.fail(work, group):
            continue
        seats = (await groups.seats_in(work, [group.id]))[group.id]
        unpaid = [one.order_id for one in seats if one.state == "held"]
        await expire_orders.give_up(work, unpaid, why=WHY)
        [balance] = await ledger.balances_of(work, [ledger.seats(group.id)])
        if balance.left:
            moves = [
                ledger.Post(ledger.seats(group.id), ledger.seats_world(group.id), balance.left)
            ]
            chain = ledger.post(uuid5(group.id, "failed"), moves, reason=WHY, ref=group.id)
            ledger.must_be_granted(await ledger.apply(work, [chain]))
    return len(ids)


async def refund(work: Work, seat: groups.Seat) -> None:
    """Send back the money of a paid seat of a group that failed.

    The refund's id is made of the order, so that however often this is tried it goes back once.
    """
    lines = (await orders.lines_of(work, [seat.order_id]))[seat.order_id]
    left = {line.n: line.quantity - line.refunded_quantity for line in lines}
    quantities = {n: pieces for n, pieces in left.items() if pieces}
    if quantities:
        asked = orders.RefundAsk(
            id=uuid5(seat.order_id, WHY), order=seat.order_id, quantities=quantities, why=WHY
        )
        await refund_order.ask_for_group(work, asked)
    await groups.give_back(work, [seat.order_id])


async def _held(work: Work, ids: Sequence[UUID]) -> list[groups.Group]:
    """These, with all that their orders hold locked: whoever pays or sits down waits here."""
    seats = await groups.seats_in(work, ids)
    held = [one.order_id for of in seats.values() for one in of if one.state == "held"]
    await expire_orders.lock_goods(work, held, more=[ledger.seats(one) for one in ids])
    return list((await groups.groups_of(work, ids)).values())
