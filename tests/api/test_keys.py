"""Keys at the open API's door: they stand while their maker may make them."""

from uuid import UUID

import httpx
import pytest

from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.kit import Kit
from siyu.modules import developers, staff
from tests.house.apps import lent
from tests.house.knocking import Doors
from tests.house.merchant import Merchant, hire

STORES = "/open/v1/stores"
READ = frozenset({"tenants.read"})


@pytest.fixture
async def bosses(works: Works, merchant: Merchant) -> tuple[UUID, UUID]:
    async with works.open(merchant.tenant) as work:
        return await hire(work, "boss", "owner"), await hire(work, "partner", "owner")


async def cut(work: Work) -> str:
    new = developers.NewKey(name="报表", permits=READ)
    return (await developers.make_key(work, new, most=staff.EVERY))[1]


async def shown(kit: Kit, key: str) -> httpx.Response:
    doors = Doors(lent(kit))
    return await doors.send("GET", STORES, {"authorization": f"Bearer {key}"})


async def test_a_key_opens_what_it_is_for_and_nothing_else(
    kit: Kit, works: Works, merchant: Merchant, bosses: tuple[UUID, UUID]
) -> None:
    async with works.open(merchant.tenant, actor=Actor("staff", bosses[0])) as work:
        key = await cut(work)
    assert (await shown(kit, key)).json()["total"] == 2


async def test_a_key_opens_nothing_once_its_maker_has_left(
    kit: Kit, works: Works, merchant: Merchant, bosses: tuple[UUID, UUID]
) -> None:
    async with works.open(merchant.tenant, actor=Actor("staff", bosses[0])) as work:
        key = await cut(work)
        await staff.depart(work, bosses[0], "退休")
    assert (await shown(kit, key)).status_code == 401


async def test_a_key_opens_nothing_once_its_maker_may_make_none(
    kit: Kit, works: Works, merchant: Merchant, bosses: tuple[UUID, UUID]
) -> None:
    async with works.open(merchant.tenant, actor=Actor("staff", bosses[0])) as work:
        key = await cut(work)
        lesser = staff.Change(name="某人", role="store_manager", store_id=merchant.east)
        await staff.change(work, bosses[0], lesser)
    assert (await shown(kit, key)).status_code == 401


async def test_a_key_of_the_installation_has_no_maker_to_lose(
    kit: Kit, works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant) as work:
        key = await cut(work)
    assert (await shown(kit, key)).is_success
