"""Gifts once the goods come to a threshold, or again for every full one."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules.promotions.pricing.kinds import Effect
from siyu.modules.promotions.pricing.values import Gift, Rule


class Given(Struct, frozen=True, order=True):
    sku: UUID
    pieces: Annotated[int, Meta(ge=1, le=100)]


class Arguments(Struct, frozen=True):
    threshold_minor: Annotated[int, Meta(ge=1, le=10**13, extra={"draw": "money"})]
    gifts: Annotated[tuple[Given, ...], Meta(min_length=1, max_length=20)]
    times: Literal["once", "every"] = "once"


BLOCK = Block(
    code="gift",
    group="order",
    sentence=Words(
        "满 {threshold_minor} 送 {gifts}，{times}", "{gifts} free with {threshold_minor}, {times}"
    ),
    arguments=Arguments,
    slots={
        "threshold_minor": Slot(Words("门槛", "Threshold")),
        "gifts": Slot(
            Words("赠品", "Gifts"),
            columns={
                "sku": Slot(Words("规格", "SKU"), source="skus"),
                "pieces": Slot(Words("件数", "Pieces")),
            },
        ),
        "times": Slot(
            Words("次数", "How often"),
            options={
                "once": Words("一次", "once"),
                "every": Words("每满都送", "for every full threshold"),
            },
        ),
    },
)


def gifts(asked: Arguments, counts: int) -> tuple[Gift, ...]:
    full = counts // asked.threshold_minor
    times = full if asked.times == "every" else min(full, 1)
    if not times:
        return ()
    return tuple(Gift(sku=one.sku, quantity=one.pieces * times) for one in asked.gifts)


def missing(asked: Arguments, counts: int) -> int:
    if asked.times == "every":
        return asked.threshold_minor - counts % asked.threshold_minor
    return max(0, asked.threshold_minor - counts)


EFFECT = Effect(block=BLOCK, phase="order", gifts=gifts, missing=missing)


def gifts_of(rules: Iterable[Rule]) -> frozenset[UUID]:
    """Every SKU that one of these might give."""
    args: list[Any] = [r.terms.effect.args for r in rules if r.terms.effect.block == BLOCK.code]
    return frozenset(one.sku for asked in args for one in asked.gifts)
