"""Which guide looks after her."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.kernel.db import Scalar
from siyu.modules.audiences import Asking


class Arguments(Struct, frozen=True):
    guides: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]


BLOCK = Block(
    code="guide",
    group="belonging",
    sentence=Words("归属导购是 {guides}", "looked after by {guides}"),
    arguments=Arguments,
    slots={"guides": Slot(Words("导购", "Guides"), source="guides")},
)
_MEMBERS = Scalar(
    """
    select coalesce(array_agg(member_no), '{}') from customers.customer
    where tenant_id = $1 and guide_id = any($2)
    """
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    async with asking.works.look(asking.tenant) as work:
        return await _MEMBERS.get(work, asking.tenant, list(asked.guides))
