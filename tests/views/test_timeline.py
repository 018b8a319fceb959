"""What happened, in sentences."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.facts.envelope import Fact, declared, fact
from siyu.modules import customers
from siyu.views import words
from siyu.views.timeline import PAGE, get_timeline
from tests.house.merchant import Merchant, buy

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
PHONE = "13800138001"


@fact("customers.kettle_lent")
class KettleLent(Fact, frozen=True, kw_only=True):
    """A fact that nobody has found words for."""


async def titles(work: Work, customer: UUID, **more: Any) -> list[str]:
    return [item.title for item in (await get_timeline(work, customer, "zh", **more)).items]


async def test_a_life_is_told_in_the_language_asked_for(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant, actor=Actor("staff", merchant.lin)) as work:
        anna = await buy(work, merchant, PHONE, NOON, 1_234_50)
        await buy(work, merchant, PHONE, NOON + timedelta(minutes=1), -10_00)
    async with works.look(merchant.tenant) as work:
        assert await titles(work, anna) == ["退货 ¥10.00", "消费 ¥1,234.50", "第一次认识"]
        page = await get_timeline(work, anna, "en")
    returned, bought, met = page.items
    assert (returned.title, returned.tone) == ("Returned goods for ¥10.00", "return")
    assert bought.title == "Bought for ¥1,234.50"
    assert bought.link is not None
    assert bought.link.kind == "receipt"
    assert "东门店 · 林静" in bought.lines
    assert met.lines == ["Member number 1", "Through a till, by phone", "东门店 · 林静"]
    assert met.actor == "林静"


async def test_a_fact_without_words_is_shown_by_its_name(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
        work.tell(KettleLent(), subject=anna)
    async with works.look(merchant.tenant) as work:
        assert (await titles(work, anna))[0] == "customers.kettle_lent"


async def test_a_timeline_goes_on_where_the_page_before_ended(
    works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
        for _ in range(PAGE + 5):
            work.tell(KettleLent(), subject=anna)
    async with works.look(merchant.tenant) as work:
        first = await get_timeline(work, anna, "zh")
        assert first.next is not None
        second = await get_timeline(work, anna, "zh", before=first.next)
    ids = [item.id for item in (*first.items, *second.items)]
    assert (len(first.items), second.next) == (PAGE, None)
    assert len(set(ids)) == len(ids) == PAGE + 7


async def test_a_timeline_can_be_narrowed_to_some_facts(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
    async with works.look(merchant.tenant) as work:
        names = ["customers.customer_met"]
        assert await titles(work, anna, names=names) == ["第一次认识"]
        assert await titles(work, anna, before="no such place") != []


def test_every_fact_of_the_room_of_customers_has_words() -> None:
    told = {name for name, _ in declared() if name.startswith("customers.")}
    assert told - {KettleLent.NAME} <= set(words.RENDERERS)


async def test_every_change_of_a_customer_has_its_sentence(
    works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant, actor=Actor("staff", merchant.lin)) as work:
        anna = await buy(work, merchant, PHONE, NOON, 100)
        remark = customers.ProfileChange(fields=frozenset({"remark"}), remark="对奶粉过敏")
        await customers.change_profile(work, anna, remark)
        await customers.reveal_phone(work, anna)
        await customers.assign(work, anna, store=merchant.west, guide=None, reason="搬家")
        await customers.agree(work, anna, "marketing_sms", granted=True, source="storefront")
    async with works.look(merchant.tenant) as work:
        said = await titles(work, anna)
        lines = [line for i in (await get_timeline(work, anna, "zh")).items for line in i.lines]
    assert set(said) >= {
        "资料修改：备注",
        "查看了完整手机号",
        "归属 西门店",
        "同意短信优惠通知",
    }
    assert "原归属：东门店 · 林静" in lines
    assert not any("过敏" in text for text in (*said, *lines))
