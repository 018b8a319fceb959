"""There is always an owner."""

import asyncio
from uuid import UUID

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import staff
from siyu.modules.staff import Change, Join

UNUSABLE = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"


async def test_of_two_owners_who_leave_at_once_one_stays(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        owners = [
            await staff.join(
                work, Join(account=name, name=name, role="owner", password_hash=UNUSABLE)
            )
            for name in ("zhou", "zheng")
        ]
    met = asyncio.Barrier(2)

    async def leave(person: UUID) -> None:
        async with works.open(tenant) as work:
            await staff.get_person(work, person)
            await met.wait()
            await staff.depart(work, person, "退休")

    ends = await asyncio.gather(*map(leave, owners), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["LastOwner", "NoneType"]


async def test_the_last_owner_takes_no_lesser_role(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        new = Join(account="zhou", name="周", role="owner", password_hash=UNUSABLE)
        owner = await staff.join(work, new)
    with pytest.raises(staff.LastOwner):
        async with works.open(tenant) as work:
            await staff.change(work, owner, Change(name="周", role="finance"))
