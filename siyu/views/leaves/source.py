"""Where she was first met."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.kernel.db import Scalar
from siyu.modules.audiences import Asking
from siyu.views.words.customers import SOURCES

Source = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Arguments(Struct, frozen=True):
    sources: Annotated[tuple[Source, ...], Meta(min_length=1, max_length=50)]


BLOCK = Block(
    code="source",
    group="profile",
    sentence=Words("来源是 {sources}", "came through {sources}"),
    arguments=Arguments,
    slots={
        "sources": Slot(
            Words("来源", "Sources"),
            options={code: Words(*words) for code, words in SOURCES.items()},
        )
    },
)
_MEMBERS = Scalar(
    """
    select coalesce(array_agg(member_no), '{}') from customers.customer
    where tenant_id = $1 and source = any($2)
    """
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    async with asking.works.look(asking.tenant) as work:
        return await _MEMBERS.get(work, asking.tenant, list(asked.sources))
