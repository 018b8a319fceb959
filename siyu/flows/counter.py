"""Where buyers stand: those who come while one batch is written are the next.

Who comes for what is sold out hears so from memory. A mark is made when the ledger had nothing
left and lives half a second, so that goods which come back by another process are seen then; goods
that come back by this one wipe it at once. Who has ordered before gets her order all the same.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.flows import place_orders
from siyu.flows.place_orders import Answer, Placing
from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.facts.envelope import Fact
from siyu.kernel.ids import TenantId
from siyu.kernel.lanes import Lanes
from siyu.modules import ledger, orders

BUYER = Actor("storefront")
MARK_S = 0.5
MOST = 10_000

_Shelf = tuple[TenantId, UUID, UUID]


class _Mark(Struct, frozen=True):
    name: str
    until: float


class SoldOut:
    """Shelves that had nothing left a moment ago."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._marks: OrderedDict[_Shelf, _Mark] = OrderedDict()
        self.wiped = 0
        """How often a mark was no longer true; what was seen before that may not be marked."""

    def mark(self, shelf: _Shelf, name: str) -> None:
        self._marks[shelf] = _Mark(name, self._clock() + MARK_S)
        while len(self._marks) > MOST:
            self._marks.popitem(last=False)

    def wipe(self, shelf: _Shelf) -> None:
        self.wiped += 1
        self._marks.pop(shelf, None)

    def why_not(self, tenant: TenantId, asked: Placing) -> orders.GoodsShort | None:
        """The first that is marked of what is asked for."""
        for sku, quantity in asked.lines:
            mark = self._marks.get((tenant, asked.store, sku))
            if mark is not None and mark.until > self._clock():
                return orders.GoodsShort(name=mark.name, sku=str(sku), wanted=quantity, left=0)
        return None


class Counter:
    """One for each process."""

    def __init__(self, works: Works, sold_out: SoldOut | None = None) -> None:
        self.sold_out = sold_out or SoldOut()
        self._orders = Lanes(works, self._place, actor=BUYER)
        self._known = Lanes(works, _are_known, actor=BUYER, reads=True)
        works.hearers[ledger.Refilled.NAME] = self._refilled

    async def submit(self, tenant: TenantId, asked: Placing) -> Answer:
        """The order she gets, or why there is none."""
        gone = self.sold_out.why_not(tenant, asked)
        if gone is not None and not await self._known.submit(tenant, asked.order):
            return gone
        return await self._orders.submit(tenant, asked)

    async def _place(self, work: Work, asked: Sequence[Placing]) -> list[Answer]:
        wiped = self.sold_out.wiped
        answers = await place_orders.place(work, asked)
        for one, answer in zip(asked, answers, strict=True):
            # Goods that came back while these were being decided make what they saw old.
            if isinstance(answer, orders.GoodsShort) and self.sold_out.wiped == wiped:
                said = answer.slots
                if said["left"] == 0:
                    shelf = (work.tenant, one.store, UUID(str(said["sku"])))
                    self.sold_out.mark(shelf, str(said["name"]))
        return answers

    def _refilled(self, tenant: TenantId, fact: Fact) -> None:
        assert isinstance(fact, ledger.Refilled)
        self.sold_out.wipe((tenant, fact.place, fact.owner))


async def _are_known(work: Work, ids: Sequence[UUID]) -> list[bool]:
    known = await orders.orders_of(work, ids)
    return [id_ in known for id_ in ids]
