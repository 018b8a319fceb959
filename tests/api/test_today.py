"""A guide's day at her desk: what to do, why, and how it ended."""

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from tests.api.test_commissions import House
from tests.house.market import open_market


@pytest.fixture
async def house(works: Works, tenant: TenantId, clock: StoppedClock, kit: Kit) -> House:
    return House(kit, await open_market(works, tenant, clock))


async def test_she_reads_why_ends_it_and_finds_it_in_what_she_ended(house: House) -> None:
    market = house.market
    anan = await house.hires("anan", "guide", market.shop.store)
    await market.gives_her_to(anan)
    await market.shop.gives(market.anna, valid_days=2)
    desk = await house.signs_in("anan", "guide")
    today = await desk.gets("/today")
    [task] = today["tasks"]
    assert (task["kind"], task["title"]) == ("coupon_expiring", "提醒用券")
    assert task["customer"]["id"] == str(market.anna)
    assert task["suggested"]["words"].startswith("您好！您的“减 50”优惠券")
    place = f"/tasks/{task['id']}"
    await desk.puts(f"{place}/dismissal", {"reason": "boredom"}, status=400)
    after = await desk.puts(f"{place}/completion", None)
    assert [(one["kind"], after["done"]) for one in after["tasks"]] == [("greeting", 1)]
    refused = await desk.puts(f"{place}/dismissal", {"reason": "in_touch"}, status=409)
    assert refused["code"] == "tasks.task_ended"
    [greeting] = after["tasks"]
    place = f"/tasks/{greeting['id']}"
    after = await desk.puts(f"{place}/dismissal", {"reason": "asked_not_to"})
    assert (after["tasks"], after["dismissed"]) == ([], 1)
    ended = (await desk.gets("/tasks/ended"))["items"]
    assert {(one["title"], one["state"], one["reason_word"]) for one in ended} == {
        ("提醒用券", "done", None),
        ("问候新客", "dismissed", "客户不希望被打扰"),
    }


async def test_a_task_that_is_nobodys_is_told_in_her_words(house: House) -> None:
    await house.hires("anan", "guide", house.market.shop.store)
    desk = await house.signs_in("anan", "guide")
    strange = "00000000-0000-0000-0000-00000000002a"
    answer = await desk.puts(f"/tasks/{strange}/completion", None, status=404)
    assert answer["code"] == "tasks.task_gone"
