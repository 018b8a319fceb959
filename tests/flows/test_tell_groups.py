"""Letters to everybody in a group: that it is full, or that it failed and what goes back."""

from uuid import uuid4

from siyu.flows import tell_groups
from siyu.kernel.facts import log
from siyu.modules import customers, groups, messaging
from tests.flows.test_group_buys import Town, town

__all__ = ["town"]

NEWS = (groups.GroupFilled.NAME, groups.GroupFailed.NAME)


async def known(town: Town, *names: str) -> None:
    """They are customers, so that there is somebody to write to."""
    for name in names:
        async with town.shop.works.open(town.shop.tenant) as work:
            token, _ = await customers.begin_session(work, f"139{uuid4().int % 10**8:08d}", [])
        town.people[name] = token.customer


async def letters(town: Town, name: str) -> list[str]:
    async with town.shop.works.look(town.shop.tenant) as work:
        rows, _ = await log.read(work, log.START, limit=10_000)
    async with town.shop.works.open(town.shop.tenant) as work:
        await tell_groups.tell(work, [row.told() for row in rows if row.name in NEWS])
    async with town.shop.works.look(town.shop.tenant) as work:
        found, _ = await messaging.list_letters(work, town.people[name], limit=9)
    return [one.words for one in found]


async def test_a_full_group_is_told_to_each_and_to_nobody_else(town: Town) -> None:
    names = ("anna", "berta", "carla")[: town.offer.size]
    await known(town, *names, "dora")
    for name in names:
        await town.step(f"{name} {'starts' if name == names[0] else 'joins'}")
        await town.step(f"{name} pays")
    for name in names:
        words = await letters(town, name)
        assert any("拼团成功" in one and town.orders[name].no in one for one in words)
    assert await letters(town, "dora") == []


async def test_a_failed_group_says_how_much_goes_back(town: Town) -> None:
    await known(town, "anna")
    await town.step("anna starts")
    await town.step("anna pays")
    await town.step("day")
    order = town.orders["anna"]
    [said] = await letters(town, "anna")
    assert "没有成功" in said
    assert f"{order.payable_minor / 100:.2f} 元按原路退回" in said
    assert order.no in said
