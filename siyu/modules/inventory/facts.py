"""What inventory tells."""

from uuid import UUID

import msgspec

from siyu.kernel.facts.envelope import Fact, fact


class ReceivedLine(msgspec.Struct, frozen=True):
    sku: UUID
    quantity: int


class CountedLine(msgspec.Struct, frozen=True):
    sku: UUID
    counted: int
    change: int
    """What was found beyond the books; below zero what was missing."""


@fact("inventory.goods_received")
class GoodsReceived(Fact, frozen=True, kw_only=True):
    """Goods came into a store."""

    document: UUID
    store: UUID
    lines: tuple[ReceivedLine, ...]


@fact("inventory.goods_counted")
class GoodsCounted(Fact, frozen=True, kw_only=True):
    """A store's goods were counted, and the books follow the shelf."""

    document: UUID
    store: UUID
    lines: tuple[CountedLine, ...]


class ArrivedLine(msgspec.Struct, frozen=True):
    sku: UUID
    sent: int
    arrived: int


@fact("inventory.level_set")
class LevelSet(Fact, frozen=True, kw_only=True):
    """A place is to have so many of a SKU; None: nobody cares any more."""

    sku: UUID
    store: UUID
    least: int | None
    fill: int | None


@fact("inventory.goods_sent")
class GoodsSent(Fact, frozen=True, kw_only=True):
    """Goods left a place for another."""

    transfer: UUID
    source: UUID
    target: UUID
    lines: tuple[ReceivedLine, ...]


@fact("inventory.goods_arrived")
class GoodsArrived(Fact, frozen=True, kw_only=True):
    """It was said what of a transfer arrived; the rest is missing."""

    transfer: UUID
    source: UUID
    target: UUID
    lines: tuple[ArrivedLine, ...]


@fact("inventory.stock_dropped")
class StockDropped(Fact, frozen=True, kw_only=True):
    """A place has fewer of a SKU than it should, with what is on its way there.

    Told once, until it had enough again.
    """

    sku: UUID
    store: UUID
    free: int
    coming: int
    least: int
