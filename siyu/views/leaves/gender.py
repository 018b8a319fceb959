"""What she said of her gender; who said nothing is not meant."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from siyu.kernel.blocks import Block, Slot, Words
from siyu.kernel.db import Scalar
from siyu.modules.audiences import Asking


class Arguments(Struct, frozen=True):
    gender: Literal["female", "male"]


BLOCK = Block(
    code="gender",
    group="profile",
    sentence=Words("性别是 {gender}", "is {gender}"),
    arguments=Arguments,
    slots={
        "gender": Slot(
            Words("性别", "Gender"),
            options={"female": Words("女", "female"), "male": Words("男", "male")},
        )
    },
)
_MEMBERS = Scalar(
    """
    select coalesce(array_agg(member_no), '{}') from customers.customer
    where tenant_id = $1 and gender = $2
    """
)


async def members(asking: Asking, asked: Arguments) -> Iterable[int]:
    async with asking.works.look(asking.tenant) as work:
        return await _MEMBERS.get(work, asking.tenant, asked.gender)
