"""What the staff note about orders for each other, and she for them; gone with her."""

from uuid import uuid4

import msgspec
import pytest

from siyu.api import shipping_doors
from siyu.flows import ready_pickups
from siyu.flows.reactions import orders as reacting
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import customers, orders
from tests.house.post import Post, open_post


@pytest.fixture
async def post(works: Works, tenant: TenantId) -> Post:
    return await open_post(works, tenant)


async def words_of(post: Post, order: orders.Order) -> list[str]:
    async with post.works.look(post.tenant) as work:
        return [one.words for one in (await orders.remarks_of(work, [order.id]))[order.id]]


async def test_a_remark_is_noted_once_and_empties_with_her(post: Post) -> None:
    order = await post.ordered((post.cup, 1), her=post.her)
    name = uuid4()
    for _ in range(2):
        async with post.works.open(post.tenant) as work:
            await orders.remark(work, name, order.id, "她要礼盒包装")
    assert await words_of(post, order) == ["她要礼盒包装"]
    async with post.works.open(post.tenant) as work:
        await customers.forget(work, post.her, reason="她本人的要求")
    told = await post._told(("customers.customer_forgotten",))
    async with post.works.open(post.tenant) as work:
        await reacting.forget(work, told)
    assert await words_of(post, order) == []


async def test_what_she_says_with_an_order_is_kept_with_it_and_empties_with_her(post: Post) -> None:
    asked = post.mails((post.cup, 1), note="放在门口，勿按门铃")
    [made] = await post.places(asked)
    assert isinstance(made, orders.Order)
    # The same key again is the same order, whatever is said with it.
    [again] = await post.places(msgspec.structs.replace(asked, note="别的"))
    assert isinstance(again, orders.Order)
    assert (again.id, again.note) == (made.id, "放在门口，勿按门铃")
    await post.pays(made.id)
    async with post.works.open(post.tenant) as work:
        await ready_pickups.make_ready(work, [made.id])
    async with post.works.look(post.tenant) as work:
        [packed] = await shipping_doors.waiting(work, [post.store])
    assert packed.note == made.note
    async with post.works.open(post.tenant) as work:
        await customers.forget(work, post.her, reason="她本人的要求")
    told = await post._told(("customers.customer_forgotten",))
    async with post.works.open(post.tenant) as work:
        await reacting.forget(work, told)
    async with post.works.look(post.tenant) as work:
        assert (await orders.get_order(work, made.id)).note == ""
