"""Orders that nobody paid come to an end: goods, coupon and debt go back where they were."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID, uuid5

from siyu.flows import flash_takings, group_moves, order_balances, spend_points
from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound
from siyu.modules import deals, groups, ledger, orders, payments, promotions

How = Literal["expired", "cancelled"]


async def expire(work: Work, *, limit: int = 200) -> int:
    """End orders whose time is over; how many were looked at, so that 0 means: none is left."""
    ids = await orders.due(work, work.now, limit)
    await _end(work, ids, "expired", "")
    return len(ids)


async def cancel(work: Work, order: UUID, *, customer: UUID | None, why: str) -> orders.Order:
    """Give an order up; NotUnpaid if it is paid or has ended. `customer`: only if it is hers."""
    found = await orders.get_order(work, order)
    if customer is not None and found.customer_id != customer:
        raise NotFound
    if found.state == "cancelled":
        return found
    if not await _end(work, [order], "cancelled", why):
        raise orders.NotUnpaid
    return await orders.get_order(work, order)


async def _end(work: Work, ids: Sequence[UUID], how: How, why: str) -> list[UUID]:
    """Those that were unpaid still when everybody else had to wait."""
    await lock_goods(work, ids)
    found = await orders.orders_of(work, ids)
    unpaid = [one for one in found.values() if one.state == "unpaid"]
    held = await order_balances.held_for(work, [one.id for one in unpaid])
    shelved = await flash_takings.shelved(
        work, await deals.takings_of(work, [one.id for one in unpaid])
    )
    seats = await groups.seats_of(work, [one.id for one in unpaid])
    voided = await group_moves.void(work, seats)
    chains = [
        _undone(
            one,
            how,
            balance=one.id in held,
            after=shelved.get(one.id, []) + voided.get(one.id, []),
        )
        for one in unpaid
    ]
    ledger.must_be_granted(await ledger.apply(work, chains))
    ended = [one.id for one in unpaid]
    await groups.leave(work, [id_ for id_ in ended if id_ in seats])
    await promotions.give_back(work, ended)
    await spend_points.let_go(work, ended)
    await order_balances.let_go(work, ended)
    if how == "expired":
        await orders.expire(work, ended)
    else:
        await orders.cancel(work, ended, why=why)
    attempts = await payments.attempts_of(work, ended)
    await payments.close(work, [one.id for one in attempts.values()], why=how)
    return ended


async def give_up(work: Work, ids: Sequence[UUID], why: str) -> None:
    """End those of them that are unpaid still."""
    await _end(work, ids, "cancelled", why)


async def lock_goods(
    work: Work, ids: Sequence[UUID], more: Sequence[ledger.Account] = ()
) -> dict[UUID, list[orders.Line]]:
    """Lock what these orders hold, in the ledger: whoever ends, pays or refunds them waits here."""
    stores = {one.id: one.shipping_store_id for one in (await orders.orders_of(work, ids)).values()}
    lines = await orders.lines_of(work, list(stores))
    shelves = [ledger.stock(line.sku, stores[id_]) for id_ in stores for line in lines[id_]]
    shelves += flash_takings.accounts(await deals.takings_of(work, list(stores)))
    shelves += group_moves.accounts(await groups.seats_of(work, list(stores)))
    shelves += more
    if shelves:
        await ledger.lock(work, shelves)
    return lines


def _undone(
    order: orders.Order, how: How, *, balance: bool, after: Sequence[ledger.Post]
) -> ledger.Chain:
    """`after`: what it held of a sale that is over goes on to the shelf."""
    name = uuid5(order.id, how)
    free = ledger.void(name, order.id, reason=how, ref=order.id)
    if after:
        free = ledger.together(free, ledger.post(name, after, reason=how, ref=order.id))
    if balance:
        kept = order_balances.hold_of(order.id)
        free = ledger.together(free, ledger.void(name, kept, reason=how, ref=order.id))
    if not order.payable_minor:
        return free
    sides = ledger.due(order.id), ledger.sales(order.selling_store_id)
    owed = ledger.Post(*sides, order.payable_minor)
    return ledger.together(free, ledger.post(name, [owed], reason=how, ref=order.id))
