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
