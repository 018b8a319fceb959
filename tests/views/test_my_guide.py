"""Whose she is and why, in her own words."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.modules import customers
from siyu.modules.customers import BondEvent, Meet
from siyu.views.my_guide import get_my_guide
from tests.house.merchant import Merchant

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


async def met(works: Works, merchant: Merchant) -> UUID:
    seen = Meet(identity=customers.read_identity("13800138001"), source="storefront", at=NOON)
    async with works.open(merchant.tenant) as work:
        [one] = await customers.meet(work, [seen])
    assert one.customer is not None
    return one.customer


async def test_whoever_belongs_to_nobody_is_told_nothing(works: Works, merchant: Merchant) -> None:
    her = await met(works, merchant)
    async with works.look(merchant.tenant) as work:
        mine = await get_my_guide(work, her, "zh")
    assert (mine.store, mine.guide, mine.why) == (None, None, None)


async def test_she_hears_by_what_she_came_and_why_she_stays(
    works: Works, merchant: Merchant, clock: StoppedClock
) -> None:
    her = await met(works, merchant)

    async def add(store: UUID, guide: UUID) -> None:
        async with works.open(merchant.tenant) as work:
            await customers.bind(
                work, [BondEvent(customer=her, what="add", store=store, guide=guide, via="code:x")]
            )

    await add(merchant.east, merchant.lin)
    async with works.look(merchant.tenant) as work:
        zh, en = [await get_my_guide(work, her, said) for said in ("zh", "en")]
    assert zh.guide is not None
    assert zh.guide.name == "林静"
    assert "扫码认识了林静" in (zh.why or "")
    assert (en.why or "").startswith("You came by 林静's code")
    # Decisions of one instant have no order.
    clock.move(timedelta(minutes=1))
    await add(merchant.west, merchant.zhao)
    async with works.look(merchant.tenant) as work:
        stayed = await get_my_guide(work, her, "zh")
    assert stayed.guide == zh.guide
    assert (stayed.why or "").startswith("您仍由林静服务")


async def test_a_store_without_a_guide_is_named(works: Works, merchant: Merchant) -> None:
    her = await met(works, merchant)
    async with works.open(merchant.tenant) as work:
        event = BondEvent(customer=her, what="hand", store=merchant.east, guide=None, words="—")
        await customers.bind(work, [event])
    async with works.look(merchant.tenant) as work:
        mine = await get_my_guide(work, her, "zh")
    assert mine.guide is None
    assert mine.why == "您归属东门店，到店时店员会为您服务。"
