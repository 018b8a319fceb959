"""Articles from draft to reader."""

from datetime import timedelta
from uuid import UUID

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Scalar, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import content
from siyu.modules.content import Part, Write
from siyu.modules.content.rules import READ_AGAIN

HER, OTHER = UUID(int=1), UUID(int=2)
NAMES = Scalar("select name from facts.fact where tenant_id = $1 order by recorded_at, id")
PLAIN = Write(title="辅食怎么加", parts=[Part(text="从一勺米粉开始。")])
LOUD = Write(title="全国第一的米粉", parts=[Part(text="从一勺米粉开始。")])


async def written(works: Works, tenant: TenantId, new: Write) -> UUID:
    async with works.open(tenant) as work:
        return await content.write(work, new)


async def publish(
    works: Works, tenant: TenantId, id_: UUID, *names: str, acknowledged: bool = False
) -> None:
    async with works.open(tenant) as work:
        await content.publish(work, id_, names, acknowledged=acknowledged)


async def read(works: Works, tenant: TenantId, id_: UUID, her: UUID) -> None:
    async with works.open(tenant) as work:
        await content.read(work, id_, her)


async def test_a_draft_is_read_by_nobody_until_it_is_out(works: Works, tenant: TenantId) -> None:
    id_ = await written(works, tenant, PLAIN)
    with pytest.raises(NotFound):
        await read(works, tenant, id_, HER)
    await publish(works, tenant, id_)
    await read(works, tenant, id_, HER)
    async with works.open(tenant) as work:
        await content.unpublish(work, id_)
        await content.unpublish(work, id_)
    with pytest.raises(NotFound):
        await read(works, tenant, id_, HER)
    async with works.look(tenant) as work:
        assert await content.list_published(work, limit=5, offset=0) == ([], 0)
        names = await NAMES.column(work, tenant)
    assert sorted(names) == [
        "content.article_published",
        "content.article_read",
        "content.article_unpublished",
    ]


async def test_flagged_words_need_somebody_who_answers_for_them(
    works: Works, tenant: TenantId
) -> None:
    id_ = await written(works, tenant, LOUD)
    with pytest.raises(content.Flagged) as refused:
        await publish(works, tenant, id_)
    assert refused.value.slots == {"count": 1}
    await publish(works, tenant, id_, acknowledged=True)
    async with works.look(tenant) as work:
        assert (await content.get_published(work, id_)).state == "published"


@pytest.mark.parametrize(
    ("new", "names"),
    [
        (Write(title="羊奶粉 1 段上新", parts=[Part(text="到店领取。")]), ()),
        (Write(title="上新", parts=[Part(text="一段奶粉到了")]), ()),
        (Write(title="奶粉上新", parts=[Part(text="1 段到店领取")]), ()),
        (PLAIN, ("羊奶粉 1 段",)),
    ],
)
async def test_first_formula_is_refused_whoever_answers_for_it(
    works: Works, tenant: TenantId, new: Write, names: tuple[str, ...]
) -> None:
    id_ = await written(works, tenant, new)
    with pytest.raises(content.FirstFormula):
        await publish(works, tenant, id_, *names, acknowledged=True)


async def test_what_is_out_cannot_become_what_may_not_be(works: Works, tenant: TenantId) -> None:
    id_ = await written(works, tenant, PLAIN)
    await publish(works, tenant, id_)
    async with works.open(tenant) as work:
        with pytest.raises(content.FirstFormula):
            await content.rewrite(work, id_, PLAIN, ["羊奶粉 1 段"])
        with pytest.raises(content.NothingWritten):
            await content.rewrite(work, id_, Write(title="空", parts=[Part(text=" ")]), [])


async def test_new_flagged_words_of_what_is_out_need_somebody_too(
    works: Works, tenant: TenantId
) -> None:
    id_ = await written(works, tenant, PLAIN)
    await publish(works, tenant, id_)
    async with works.open(tenant) as work:
        with pytest.raises(content.Flagged):
            await content.rewrite(work, id_, LOUD, [])
        await content.rewrite(work, id_, LOUD, [], acknowledged=True)
        # Answered for already.
        await content.rewrite(work, id_, LOUD, [])


async def test_who_comes_back_soon_is_still_reading(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    id_ = await written(works, tenant, PLAIN)
    await publish(works, tenant, id_)
    await read(works, tenant, id_, HER)
    clock.move(READ_AGAIN - timedelta(seconds=1))
    await read(works, tenant, id_, HER)
    await read(works, tenant, id_, OTHER)
    clock.move(timedelta(seconds=1))
    await read(works, tenant, id_, HER)
    async with works.look(tenant) as work:
        read_by = (await content.count_readings(work, [id_]))[id_]
        names = await NAMES.column(work, tenant)
    assert read_by == content.Read(people=2, readings=3)
    assert names.count("content.article_read") == 3
