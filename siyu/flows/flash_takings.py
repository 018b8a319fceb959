"""What an order takes of a sale's pool and of her cap, in the same chain as its other goods.

It goes back the way it came: to the pool while the sale runs, to the shelf afterwards.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import deals, ledger, orders

Takings = Mapping[UUID, Sequence[deals.Taking]]


def moves(takings: Sequence[deals.Taking]) -> list[ledger.Post]:
    """Out of the pool, and into what she has had."""
    goods = [
        ledger.Post(ledger.pool(t.good, t.store), ledger.stock_world(t.sku, t.store), t.quantity)
        for t in takings
    ]
    caps = [
        ledger.Post(ledger.quota_world(t.good), ledger.cap(t.good, t.customer, t.cap), t.quantity)
        for t in takings
        if t.cap is not None
    ]
    return goods + caps


def accounts(takings: Takings) -> list[ledger.Account]:
    """What is locked before any of it moves."""
    found = [one for of in takings.values() for one in of]
    pools = [ledger.pool(t.good, t.store) for t in found]
    return pools + [ledger.cap(t.good, t.customer, t.cap) for t in found if t.cap is not None]


async def running(work: Work, takings: Takings) -> frozenset[UUID]:
    """The goods of these whose sale runs still; ask under their lock."""
    return await deals.running_goods(work, [one.good for of in takings.values() for one in of])


async def shelved(work: Work, takings: Takings) -> dict[UUID, list[ledger.Post]]:
    """For each order, what goes on from pools of sales that are over to the shelf; noted there."""
    if not takings:
        return {}
    still = await running(work, takings)
    noted: dict[tuple[UUID, UUID], int] = {}
    for one in (one for of in takings.values() for one in of if one.good not in still):
        key = one.good, one.store
        noted[key] = noted.get(key, 0) + one.quantity
    await deals.give_back(work, noted)
    return {
        order: [
            ledger.Post(ledger.pool(t.good, t.store), ledger.stock(t.sku, t.store), t.quantity)
            for t in of
            if t.good not in still
        ]
        for order, of in takings.items()
    }


class Back(msgspec.Struct, frozen=True):
    """Where the pieces of a refund go: lines, what they took of sales, and which of those run."""

    lines: Sequence[orders.Line]
    takings: Sequence[deals.Taking]
    running: frozenset[UUID]

    def moves(self, refund: orders.Refund, store: UUID) -> list[ledger.Post]:
        """The goods if they come back; what is given back is nothing she has had."""
        skus = {line.n: line.sku for line in self.lines}
        gifts = {line.n for line in self.lines if line.gift}
        took = {one.sku: one for one in self.takings}
        found: list[ledger.Post] = []
        for part in refund.parts:
            sku = skus[part.n]
            if not part.quantity:
                continue
            one = None if part.n in gifts else took.get(sku)
            if pieces := _to_the_shelf(refund, part):
                shelf = self._shelf(sku, one, store)
                found.append(ledger.Post(ledger.stock_world(sku, store), shelf, pieces))
            if one is not None and one.cap is not None:
                had = ledger.cap(one.good, one.customer, one.cap)
                found.append(ledger.Post(had, ledger.quota_world(one.good), part.quantity))
        return found

    def _shelf(self, sku: UUID, took: deals.Taking | None, store: UUID) -> ledger.Account:
        if took is not None and took.good in self.running:
            return ledger.pool(took.good, store)
        return ledger.stock(sku, store)


def _to_the_shelf(refund: orders.Refund, part: orders.Part) -> int:
    """What never left lies there again; what had left, if it came back."""
    if refund.goods_back:
        return part.quantity
    sent = any(one.handed for one in refund.parts)
    return part.quantity - part.handed if sent else 0


def refusal(
    short: ledger.Short, names: Mapping[UUID, str], goods: Mapping[UUID, deals.Good]
) -> Refusal:
    """Why she doesn't get it: the pool has less, or she has had hers."""
    good = next(one for one in goods.values() if one.id == short.account.owner)
    said = {"name": names[good.sku], "sku": str(good.sku), "good": str(good.id)}
    if short.account.kind == "cap":
        return deals.CapReached(**said, most=good.cap, wanted=short.wanted, left=short.left)
    return deals.SoldOut(**said, wanted=short.wanted, left=short.left)
