"""Where buyers stand: those who come while one batch is written are the next.

Who comes for what is sold out hears so from memory. A mark is made when the ledger had nothing
left and lives half a second, so that goods which come back by another process are seen then; goods
that come back by this one wipe it at once. Who has ordered before gets her order all the same.
"""

import time
from collections import Counter as Tally
from collections import OrderedDict
from collections.abc import Callable, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.flows import place_orders
from siyu.flows.order_drafts import Placing
from siyu.flows.place_orders import Answer
from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.facts.envelope import Fact
from siyu.kernel.ids import TenantId
from siyu.kernel.lanes import Lanes
from siyu.modules import deals, ledger, orders

BUYER = Actor("storefront")
MARK_S = 0.5
MOST = 10_000

_Shelf = tuple[TenantId, UUID, UUID]
_Gone = orders.GoodsShort | deals.SoldOut
_Reason = tuple[UUID, UUID, deals.Refused]


class _Mark(Struct, frozen=True):
    name: str
    until: float
    good: UUID | None = None
    """What ran out is the pool of this good of a sale, and not the shelf."""


class SoldOut:
    """Shelves that had nothing left a moment ago."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._marks: OrderedDict[_Shelf, _Mark] = OrderedDict()
        self.wiped = 0
        """How often a mark was no longer true; what was seen before that may not be marked."""

    def mark(self, shelf: _Shelf, name: str, good: UUID | None = None) -> None:
        self._marks[shelf] = _Mark(name, self._clock() + MARK_S, good)
        while len(self._marks) > MOST:
            self._marks.popitem(last=False)

    def wipe(self, shelf: _Shelf) -> None:
        self.wiped += 1
        self._marks.pop(shelf, None)

    def wipe_pool(self, tenant: TenantId, store: UUID, good: UUID) -> None:
        """The same of a good of a sale; the marks that live are few."""
        self.wiped += 1
        for shelf in [s for s, mark in self._marks.items() if mark.good == good]:
            if shelf[:2] == (tenant, store):
                del self._marks[shelf]

    def why_not(self, tenant: TenantId, asked: Placing) -> _Gone | None:
        """The first that is marked of what is asked for."""
        for sku, quantity in asked.lines:
            mark = self._marks.get((tenant, asked.store, sku))
            if mark is None or mark.until <= self._clock():
                continue
            said = {"name": mark.name, "sku": str(sku), "wanted": quantity, "left": 0}
            if mark.good is None:
                return orders.GoodsShort(**said)
            # A coupon may make the sale's price none of hers; then the shelf decides.
            if asked.wallet is None:
                return deals.SoldOut(**said, good=str(mark.good))
        return None


class Counter:
    """One for each process."""

    def __init__(self, works: Works, sold_out: SoldOut | None = None) -> None:
        self.sold_out = sold_out or SoldOut()
        self._orders = Lanes(works, self._place, actor=BUYER)
        self._known = Lanes(works, _are_known, actor=BUYER, reads=True)
        self._turned: dict[TenantId, Tally[_Reason]] = {}
        works.hearers[ledger.Refilled.NAME] = self._refilled

    async def submit(self, tenant: TenantId, asked: Placing) -> Answer:
        """The order she gets, or why there is none."""
        gone = self.sold_out.why_not(tenant, asked)
        if gone is not None and not await self._known.submit(tenant, asked.order):
            self._count(tenant, asked, gone)
            return gone
        return await self._orders.submit(tenant, asked)

    async def _place(self, work: Work, asked: Sequence[Placing]) -> list[Answer]:
        wiped = self.sold_out.wiped
        answers = await place_orders.place(work, asked)
        for one, answer in zip(asked, answers, strict=True):
            self._count(work.tenant, one, answer)
            # Goods that came back while these were being decided make what they saw old.
            if isinstance(answer, _Gone) and self.sold_out.wiped == wiped:
                said = answer.slots
                if said["left"] == 0:
                    shelf = (work.tenant, one.store, UUID(str(said["sku"])))
                    good = UUID(str(said["good"])) if "good" in said else None
                    self.sold_out.mark(shelf, str(said["name"]), good)
        if turned := self._turned.pop(work.tenant, None):
            await deals.turn_away(
                work,
                [
                    deals.Turned(good=good, store=store, reason=reason, count=count)
                    for (good, store, reason), count in turned.items()
                ],
            )
        return answers

    def _count(self, tenant: TenantId, asked: Placing, answer: Answer) -> None:
        """Who comes in vain to a sale is counted; whatever was said from memory, with the next."""
        reason: deals.Refused
        match answer:
            case deals.SoldOut():
                reason = "too_few" if answer.slots["left"] else "sold_out"
            case deals.CapReached():
                reason = "cap"
            case deals.EndedMeanwhile():
                reason = "ended"
            case _:
                return
        good = UUID(str(answer.slots["good"]))
        self._turned.setdefault(tenant, Tally())[good, asked.store, reason] += 1

    def _refilled(self, tenant: TenantId, fact: Fact) -> None:
        assert isinstance(fact, ledger.Refilled)
        if fact.kind == "pool":
            self.sold_out.wipe_pool(tenant, fact.place, fact.owner)
            return
        self.sold_out.wipe((tenant, fact.place, fact.owner))


async def _are_known(work: Work, ids: Sequence[UUID]) -> list[bool]:
    known = await orders.orders_of(work, ids)
    return [id_ in known for id_ in ids]
