"""RFM: scores by the same cuts as the plot of insight."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.modules import insight
from siyu.modules.audiences import Asking

Score = Annotated[int, Meta(ge=1, le=5)]
Scores = Annotated[tuple[Score, ...], Meta(min_length=1, max_length=5)]
ANY = (1, 2, 3, 4, 5)


class Arguments(Struct, frozen=True):
    r: Scores = ANY
    f: Scores = ANY
    m: Scores = ANY


_OPTIONS = {score: Words(str(score), str(score)) for score in ANY}
_SLOTS = {
    "r": Slot(Words("最近一次消费 R", "Recency R"), options=_OPTIONS),
    "f": Slot(Words("消费频次 F", "Frequency F"), options=_OPTIONS),
    "m": Slot(Words("消费金额 M", "Money M"), options=_OPTIONS),
}
BLOCK = Block(
    code="rfm",
    group="purchases",
    sentence=Words(
        "RFM 得分 R 为 {r}、F 为 {f}、M 为 {m}", "RFM scores: R is {r}, F is {f}, M is {m}"
    ),
    arguments=Arguments,
    slots=_SLOTS,
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    merchant = insight.Merchant(asking.tenant, asking.zone)
    return await insight.members_scored(
        asking.columns, merchant, asking.today, r=asked.r, f=asked.f, m=asked.m
    )
