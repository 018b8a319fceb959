"""Where she wants things sent: sealed, bounded, one the default, and gone with her key."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from siyu.kernel.db import Scalar, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from siyu.modules.customers.errors import TooManyAddresses, UnknownProvince, UnreadablePhone
from siyu.modules.customers.rules.addresses import MOST_ADDRESSES, reachable

Newcomer = Callable[..., Awaitable[UUID]]
SEALED = Scalar("select sealed from customers.address where tenant_id = $1 and id = $2")


def given(**more: str) -> customers.AddressGiven:
    said = {
        "name": "王小明",
        "phone": "138 0013 8000",
        "province": "33",
        "city": "杭州市",
        "district": "西湖区",
        "detail": "文三路 1 号 2 幢 301",
    }
    return customers.AddressGiven(**said | more)


async def test_the_first_is_the_default_and_a_change_is_a_new_row(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    her = await newcomer()
    async with works.open(tenant) as work:
        home = await customers.add_address(work, her, given())
        mother = await customers.add_address(work, her, given(name="妈妈", phone="0571-88886666"))
        assert (home.is_default, mother.is_default, home.phone) == (True, False, "13800138000")
        moved = await customers.change_address(work, her, home.id, given(detail="文三路 9 号"))
        assert (moved.is_default, moved.id == home.id) == (True, False)
        # What was sent there before still says where it went.
        kept = await customers.addresses_of(work, [home.id])
        assert kept[home.id].detail == "文三路 1 号 2 幢 301"
        await customers.prefer_address(work, her, mother.id)
        assert [one.id for one in await customers.list_addresses(work, her)] == [
            mother.id,
            moved.id,
        ]
        await customers.remove_address(work, her, mother.id)
        [left] = await customers.list_addresses(work, her)
        assert (left.id, left.is_default) == (moved.id, True)
        sealed = await SEALED.get(work, work.tenant, left.id)
        assert "文三路".encode() not in sealed


async def test_what_no_courier_could_use_is_refused_and_their_number_is_bounded(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    her, other = await newcomer(), await newcomer("13900139000")
    async with works.open(tenant) as work:
        with pytest.raises(UnreadablePhone):
            await customers.add_address(work, her, given(phone="12345"))
        with pytest.raises(UnknownProvince):
            await customers.add_address(work, her, given(province="99"))
        made = [await customers.add_address(work, her, given()) for _ in range(MOST_ADDRESSES)]
        with pytest.raises(TooManyAddresses):
            await customers.add_address(work, her, given())
        for verb in (customers.prefer_address, customers.remove_address):
            with pytest.raises(NotFound):
                await verb(work, other, made[0].id)


async def test_forgotten_nobody_can_read_where_she_lived(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    her = await newcomer()
    async with works.open(tenant) as work:
        home = await customers.add_address(work, her, given())
        await customers.forget(work, her, reason="asked")
        assert await customers.addresses_of(work, [home.id]) == {}
        assert await SEALED.get(work, work.tenant, home.id) == b""


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("010-62770334", "010-62770334"),
        ("0571 88886666", "057188886666"),
        ("10086", None),
        ("", None),
    ],
)
def test_phones_that_can_be_called(said: str, read: str | None) -> None:
    assert reachable(said) == read
