"""A price for a time: named SKUs cost so much a piece, if that is less."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Money, Slot, Words
from siyu.modules.promotions.pricing.kinds import Amounts, Effect
from siyu.modules.promotions.pricing.values import Line


class Price(Struct, frozen=True, order=True):
    sku: UUID
    price_minor: Money


class Arguments(Struct, frozen=True, dict=True):
    prices: Annotated[tuple[Price, ...], Meta(min_length=1, max_length=500)]

    @cached_property
    def of_sku(self) -> Mapping[UUID, int]:
        """Of a SKU that is named twice, the lower price: they come sorted."""
        return {one.sku: one.price_minor for one in reversed(self.prices)}


BLOCK = Block(
    code="sku_prices",
    group="unit",
    sentence=Words("指定商品特价 {prices}", "named goods at a price of {prices}"),
    arguments=Arguments,
    slots={
        "prices": Slot(
            Words("特价", "Prices"),
            columns={
                "sku": Slot(Words("规格", "SKU"), source="skus"),
                "price_minor": Slot(Words("单价", "Price each")),
            },
        )
    },
)


def each(asked: Arguments, lines: Sequence[Line], amounts: Amounts) -> list[int]:
    prices = asked.of_sku
    return [
        max(0, amount - prices[line.sku] * line.quantity)
        for line, amount in zip(lines, amounts, strict=True)
    ]


def covers(asked: Arguments, line: Line) -> bool:
    return line.sku in asked.of_sku


EFFECT = Effect(block=BLOCK, phase="unit", each=each, covers=covers)
