"""What the staff note about orders: once each, for each other, and gone with her."""

from uuid import uuid4

import pytest

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
