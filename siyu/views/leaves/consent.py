"""She agreed to a purpose, and has not taken it back."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.kernel.db import Scalar
from siyu.modules import customers
from siyu.modules.audiences import Asking

Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]


class Arguments(Struct, frozen=True):
    purpose: Code


BLOCK = Block(
    code="consent",
    group="profile",
    sentence=Words("已同意 {purpose}", "agreed to {purpose}"),
    arguments=Arguments,
    slots={
        "purpose": Slot(
            Words("授权", "Consent"),
            options={p.code: Words(p.title_zh, p.title_en) for p in customers.PURPOSES},
        )
    },
)
# The last word to a purpose counts.
_MEMBERS = Scalar(
    """
    select coalesce(array_agg(c.member_no), '{}')
    from (
      select distinct on (customer_id) customer_id, state from customers.consent
      where tenant_id = $1 and purpose = $2 order by customer_id, turn desc
    ) said
    join customers.customer c on c.tenant_id = $1 and c.id = said.customer_id
    where said.state = 'granted'
    """
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    async with asking.works.look(asking.tenant) as work:
        return await _MEMBERS.get(work, asking.tenant, asked.purpose)
