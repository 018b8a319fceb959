"""She has one of some tags."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.kernel.db import Scalar
from siyu.modules.audiences import Asking


class Arguments(Struct, frozen=True):
    tags: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=200)]


BLOCK = Block(
    code="tag",
    group="tags",
    sentence=Words("有标签 {tags}", "has a tag of {tags}"),
    arguments=Arguments,
    slots={"tags": Slot(Words("标签", "Tags"), source="tags")},
)
_MEMBERS = Scalar(
    """
    select coalesce(array_agg(distinct c.member_no), '{}')
    from customers.tagging x join customers.customer c on c.tenant_id = $1 and c.id = x.customer_id
    where x.tenant_id = $1 and x.tag_id = any($2) and x.ended_at is null
    """
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    async with asking.works.look(asking.tenant) as work:
        return await _MEMBERS.get(work, asking.tenant, list(asked.tags))
