"""A rush that a sandbox plays: many of the merchant's own members want the same few pieces.

They stand at the same counter as everybody and are refused with the same sentences; only that they
come by themselves is played. What they ordered they don't pay, so it goes back after its quarter
of an hour like any order that nobody pays.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID, uuid4

from msgspec import Struct

from siyu.flows import stock_goods
from siyu.flows.order_drafts import Placing
from siyu.flows.place_orders import Answer
from siyu.kernel.db import Actor, Works
from siyu.kernel.errors import NotFound, Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import customers, ledger, orders, tenants

SPREAD_S = 3.0
"""Over which they come: slow enough to be watched, fast enough to be a crowd."""


class Rush(Struct, frozen=True, kw_only=True):
    """So many members want one piece each of what lies in a store."""

    sku: UUID
    store: UUID
    buyers: int
    pieces: int


class Met(Struct, frozen=True, kw_only=True):
    """What a refused buyer was told, and how many were told so."""

    why: Refusal
    people: int


class Played(Struct, frozen=True, kw_only=True):
    """How it went; `oversold` is what was granted beyond what could be sold: zero."""

    buyers: int
    pieces: int
    granted: int
    refused: list[Met]
    left: int
    oversold: int
    took_ms: int


async def lay_out(works: Works, tenant: TenantId, rush: Rush, actor: Actor) -> None:
    """Exactly so many pieces can be sold, beside those that are held already."""
    async with works.open(tenant, actor=actor) as work:
        await tenants.get_store(work, rush.store)
        [balance] = await ledger.lock(work, [ledger.stock(rush.sku, rush.store)])
        found = balance.held + rush.pieces
        await stock_goods.count(work, uuid4(), rush.store, [(rush.sku, found)], reason="抢购演示")


async def play(
    works: Works, tenant: TenantId, rush: Rush, submit: Callable[[Placing], Awaitable[Answer]]
) -> Played:
    """Everybody comes within a few seconds; each hears yes, or why not."""
    async with works.look(tenant) as work:
        # Numbers of people who were forgotten are nobody's, so that more are asked about.
        found = await customers.find_by_number(work, range(1, 2 * rush.buyers + 1))
    people = found[: rush.buyers]
    if not people:
        raise NotFound
    began = time.perf_counter()
    answers = await asyncio.gather(
        *(
            _come(submit, rush, who, SPREAD_S * place / len(people))
            for place, who in enumerate(people)
        )
    )
    took = time.perf_counter() - began
    async with works.look(tenant) as work:
        [balance] = await ledger.balances_of(work, [ledger.stock(rush.sku, rush.store)])
    granted = sum(isinstance(answer, orders.Order) for answer in answers)
    return Played(
        buyers=len(people),
        pieces=rush.pieces,
        granted=granted,
        refused=_told(answers),
        left=balance.posted - balance.held,
        oversold=max(0, granted - rush.pieces),
        took_ms=round(took * 1000),
    )


async def _come(
    submit: Callable[[Placing], Awaitable[Answer]], rush: Rush, who: UUID, after_s: float
) -> Answer:
    await asyncio.sleep(after_s)
    wanted = Placing(customer=who, store=rush.store, lines=((rush.sku, 1),), key=uuid4().hex)
    try:
        return await submit(wanted)
    except Refusal as why:  # The lane is full: shed, and told so.
        return why


def _told(answers: Sequence[Answer]) -> list[Met]:
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    first = {one.code: one for one in reversed(refused)}
    counted = Counter(one.code for one in refused)
    return [Met(why=first[code], people=people) for code, people in counted.most_common()]
