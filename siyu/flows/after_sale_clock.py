"""What the clock does with cases, and what refunds and orders that end do to them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from siyu.flows import after_sale, after_sale_goods
from siyu.flows.expire_orders import lock_goods
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.kernel.facts.envelope import Told
from siyu.modules import aftersale, orders

AGAIN_AFTER_HOURS = 12
Opens = Callable[[], AbstractAsyncContextManager[Work]]


async def turn_all(open_work: Opens, *, limit: int = 200) -> int:
    """Every case whose time is over goes on, each in a work of its own; how many were due.

    What can't go on now, for want of goods or of an address, is tried again later.
    """
    async with open_work() as work:
        due = await aftersale.due_cases(work, work.now, limit=limit)
    for case in due:
        try:
            async with open_work() as work:
                await turn(work, case)
        except Refusal:
            async with open_work() as work:
                await aftersale.look_later(work, case, AGAIN_AFTER_HOURS)
    return len(due)


async def turn(work: Work, case: aftersale.Case) -> None:
    """Nobody said anything in the time there was: by the stated rule she is right."""
    held = await after_sale.hold(work, case.id)
    if held.due_at is None or held.due_at > work.now:
        return
    to = aftersale.by_clock(held.kind, held.state)
    if to == "agreed":
        await after_sale.agree(work, held.id, clock=True)
    elif to == "arrived":
        await after_sale.arrive(work, held.id, fit=False, clock=True)
    elif to == "lapsed":
        await aftersale.move(work, held, "lapsed", clock=True)
        await after_sale_goods.let_go(work, held)


async def take_refunds(work: Work, told: Sequence[Told[Any]]) -> None:
    """Whose money went back is done."""
    for one in await aftersale.cases_paid_by(work, [one.fact.refund for one in told]):
        held = await aftersale.lock_case(work, one.id)
        if held.is_open:
            await aftersale.move(work, held, "done")


async def take_closed(work: Work, told: Sequence[Told[Any]]) -> None:
    """Of an order that went back otherwise nothing is left to ask for."""
    ids = [one.fact.order for one in told]
    refunds = [r.id for of in (await orders.refunds_of(work, ids)).values() for r in of]
    await lock_goods(work, ids)
    await orders.lock_orders(work, ids)
    for cases in (await aftersale.cases_of(work, ids)).values():
        for one in cases:
            if one.is_open and one.refund_id not in refunds:
                held = await aftersale.lock_case(work, one.id)
                if held.state in {"asked", "agreed"}:
                    await aftersale.move(work, held, "lapsed", why="refunded_otherwise")
                    await after_sale_goods.let_go(work, held)


async def forget(work: Work, told: Sequence[Told[Any]]) -> None:
    """What she wrote about her cases, and showed, goes with her name."""
    people = [one.subject for one in told if one.subject is not None]
    await aftersale.forget(work, people)
    await aftersale.forget_pictures(work, people)
