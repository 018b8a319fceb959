"""Letters through the gate: what reaches a person, what waits, what doesn't, and why."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from siyu.flows.reactions.messaging import reactions
from siyu.flows.send_letters import send_letters, send_waiting
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Scalar, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.facts.reactor import Reactor
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import catalog, content, customers, messaging, staff
from siyu.modules.messaging import Card, Letter
from siyu.views.letters import letter_items
from siyu.views.timeline import get_timeline
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit

_JOBS = Scalar(
    "select count(*) from kernel.job where tenant_id = $1 and name = 'messaging.send_waiting'"
)
_WORDS = Scalar("select words from messaging.letter where tenant_id = $1 and customer_id = $2")


class Shop(Struct, frozen=True):
    """A merchant with one customer who agreed to letters, and one product."""

    works: Works
    merchant: Merchant
    her: UUID
    product: UUID

    async def write(self, *letters: Letter) -> list[messaging.Verdict]:
        async with self.works.open(self.merchant.tenant) as work:
            return await send_letters(work, letters)

    async def inbox(self) -> list[messaging.Arrived]:
        async with self.works.look(self.merchant.tenant) as work:
            return (await messaging.list_letters(work, self.her, limit=100))[0]


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    merchant = await furnish(works, tenant)
    goods = catalog.NewProduct(
        code="P1",
        name="奶粉",
        category_id=None,
        skus=[catalog.NewSku(code="S1", name="", price_minor=100)],
    )
    async with works.open(tenant) as work:
        her = await meet(work, "13800138001")
        await customers.agree(work, her, "marketing_in_app", granted=True, source="storefront")
        await catalog.list_new(work, [goods])
        [product] = (await catalog.list_products(work, limit=1, offset=0))[0]
    return Shop(works, merchant, her, product.id)


async def meet(work: Any, phone: str, *, asked: bool = True) -> UUID:
    identity = customers.read_identity(phone)
    [met] = await customers.meet(
        work, [customers.Meet(identity=identity, source="storefront", at=work.now, asked=asked)]
    )
    assert met.customer is not None
    return met.customer


@pytest.fixture
def kit(database: Database, keyring: Keyring) -> Kit:
    return made_kit(database, keyring, Settings(), Columns.embedded("127.0.0.1", 9, "nobody"))


@pytest.fixture
async def at_ten(clock: StoppedClock) -> StoppedClock:
    """Ten in the morning in Shanghai, of a day that begins here."""
    now = clock.now()
    ten = now.replace(hour=2, minute=0, second=0, microsecond=0)
    clock.move(ten + timedelta(days=now > ten) - now)
    return clock


def marketing(shop: Shop, words: str, **more: Any) -> Letter:
    return Letter(customer=shop.her, purpose="marketing", words=words, **more)


async def test_a_letter_reaches_her_with_its_card_and_her_guide(
    shop: Shop, at_ten: StoppedClock
) -> None:
    card = Card("product", shop.product)
    [verdict] = await shop.write(marketing(shop, "新品到店", card=card, guide=shop.merchant.lin))
    assert (verdict.allowed, verdict.reason) == (True, None)
    [found] = await shop.inbox()
    assert (found.words, found.guide, found.card_id) == (
        "新品到店",
        shop.merchant.lin,
        shop.product,
    )
    assert found.id == verdict.letter


async def test_what_may_not_be_praised_is_offered_to_nobody(
    shop: Shop, at_ten: StoppedClock
) -> None:
    """That it has come may be said, by a service letter."""
    goods = catalog.NewProduct(
        code="M1",
        name="婴儿配方奶粉 1段",
        category_id=None,
        skus=[catalog.NewSku(code="M1-1", name="", price_minor=298_00)],
    )
    async with shop.works.open(shop.merchant.tenant) as work:
        [milk] = await catalog.list_new(work, [goods])
    for letter in (
        marketing(shop, "奶粉 1 段买二送一"),
        marketing(shop, "新品到店", card=Card("product", milk)),
    ):
        with pytest.raises(content.FirstFormula):
            await shop.write(letter)
    told = Letter(customer=shop.her, purpose="service", words="您订的奶粉 1 段到店了")
    [verdict] = await shop.write(told)
    assert verdict.allowed


async def test_an_article_that_is_out_is_a_card_with_its_title(
    shop: Shop, at_ten: StoppedClock
) -> None:
    new = content.Write(title="辅食怎么加", parts=[content.Part(text="从一勺米粉开始。")])
    async with shop.works.open(shop.merchant.tenant) as work:
        article = await content.write(work, new)
    letter = marketing(shop, "给您看一篇文章", card=Card("article", article))
    with pytest.raises(NotFound):
        await shop.write(letter)
    async with shop.works.open(shop.merchant.tenant) as work:
        await content.publish(work, article, [], acknowledged=False)
    await shop.write(letter)
    async with shop.works.look(shop.merchant.tenant) as work:
        [item] = await letter_items(work, await shop.inbox())
    assert item.card is not None
    assert (item.card.kind, item.card.title) == ("article", "辅食怎么加")


async def test_reading_and_opening_are_told_once(shop: Shop, at_ten: StoppedClock) -> None:
    card = Card("product", shop.product)
    [verdict] = await shop.write(marketing(shop, "新品到店", card=card))
    assert verdict.letter is not None
    at_ten.move(timedelta(minutes=1))
    for _ in range(2):
        async with shop.works.open(shop.merchant.tenant) as work:
            opened = await messaging.open_card(work, shop.her, verdict.letter)
    assert opened.read_at == opened.opened_at == at_ten.now()
    async with shop.works.look(shop.merchant.tenant) as work:
        timeline = await get_timeline(work, shop.her, "zh")
        assert await messaging.count_unread(work, shop.her) == 0
    told = [item.name for item in timeline.items if item.name.startswith("messaging.")]
    assert told == ["messaging.card_opened", "messaging.letter_read", "messaging.letter_sent"]
    assert timeline.items[0].title == "打开了消息里的商品"


async def test_somebody_elses_letter_is_not_there(shop: Shop, at_ten: StoppedClock) -> None:
    [verdict] = await shop.write(Letter(customer=shop.her, purpose="service", words="您的货到了"))
    assert verdict.letter is not None
    async with shop.works.open(shop.merchant.tenant) as work:
        other = await meet(work, "13800138002")
    async with shop.works.open(shop.merchant.tenant) as work:
        with pytest.raises(NotFound):
            await messaging.read_letter(work, other, verdict.letter)
        with pytest.raises(NotFound):  # It has no card.
            await messaging.open_card(work, shop.her, verdict.letter)


async def test_who_is_not_the_merchants_is_refused_and_nobody_is_written_to(
    shop: Shop, at_ten: StoppedClock
) -> None:
    stranger = Letter(customer=uuid4(), purpose="service", words="您的货到了")
    for wrong in (stranger, marketing(shop, "新品到店", guide=uuid4())):
        with pytest.raises(messaging.NobodyThere) as refused:
            await shop.write(marketing(shop, "新品到店"), wrong)
        assert refused.value.slots == {"number": 2}
    assert await shop.inbox() == []


async def test_every_reason_is_kept_and_shown(shop: Shop, at_ten: StoppedClock) -> None:
    tenant, lin = shop.merchant.tenant, shop.merchant.lin
    async with shop.works.open(tenant) as work:
        imported = await meet(work, "13800138003", asked=False)
        silent = await meet(work, "13800138004")
        gone = await meet(work, "13800138005")
        await customers.forget(work, gone, reason="她要求")
        await staff.depart(work, lin, "搬家")
    ruled = await shop.write(
        Letter(customer=gone, purpose="service", words="1"),
        Letter(customer=shop.her, purpose="survey", words="2"),
        Letter(customer=imported, purpose="marketing", words="3"),
        Letter(customer=imported, purpose="service", words="3"),
        Letter(customer=silent, purpose="marketing", words="4"),
        marketing(shop, "5"),
        marketing(shop, " 5\n"),
        marketing(shop, "6", guide=lin),
        marketing(shop, "7"),
        marketing(shop, "8"),
    )
    assert [v.reason for v in ruled] == [
        "erased",
        "purpose_unknown",
        "legacy",
        None,
        "no_consent",
        None,
        "said_before",
        "guide_departed",
        None,
        "daily_cap",
    ]
    async with shop.works.look(tenant) as work:
        kept, count = await messaging.list_verdicts(work, shop.her, limit=100)
    assert (count, {v.id for v in kept}) == (6, {v.id for v in ruled if v.customer == shop.her})


async def test_marketing_in_quiet_hours_waits_and_is_asked_again(
    shop: Shop, at_ten: StoppedClock
) -> None:
    at_ten.move(timedelta(hours=12))
    ruled = await shop.write(marketing(shop, "早上好"), marketing(shop, "另一件事"))
    assert [(v.allowed, v.waits, v.reason) for v in ruled] == [(False, True, "quiet_hours")] * 2
    assert ruled[0].until == at_ten.now() + timedelta(hours=11)
    async with shop.works.look(shop.merchant.tenant) as work:
        assert await _JOBS.get(work, shop.merchant.tenant) == 1
    assert await send_waiting(shop.works, shop.merchant.tenant) == 0
    at_ten.move(timedelta(hours=11))
    # One is told by hand meanwhile: the gate knows it when the other two are asked about.
    await shop.write(marketing(shop, "手写的一句"))
    assert await send_waiting(shop.works, shop.merchant.tenant) == 2
    assert await send_waiting(shop.works, shop.merchant.tenant) == 0
    assert sorted(one.words for one in await shop.inbox()) == ["手写的一句", "早上好"]


async def test_two_senders_at_once_do_not_pass_the_cap_together(
    shop: Shop, at_ten: StoppedClock
) -> None:
    ruled = await asyncio.gather(*(shop.write(marketing(shop, f"第{n}条")) for n in range(6)))
    assert sum(verdict.allowed for [verdict] in ruled) == messaging.Policy().daily


async def test_the_merchants_own_rules_hold(shop: Shop, at_ten: StoppedClock) -> None:
    async with shop.works.open(shop.merchant.tenant) as work:
        await messaging.set_policy(work, messaging.Policy(daily=1))
    ruled = await shop.write(marketing(shop, "1"), marketing(shop, "2"))
    assert [v.reason for v in ruled] == [None, "daily_cap"]


async def test_a_card_that_leads_nowhere_is_refused(shop: Shop) -> None:
    for card in (Card("product", uuid4()), Card("article", uuid4())):
        with pytest.raises(NotFound):
            await shop.write(marketing(shop, "看看", card=card))


async def test_whoever_is_forgotten_leaves_no_words(
    shop: Shop, at_ten: StoppedClock, kit: Kit
) -> None:
    tenant = shop.merchant.tenant
    await shop.write(marketing(shop, "给您留了一罐"))
    at_ten.move(timedelta(hours=12))
    await shop.write(marketing(shop, "等到早上"))
    async with shop.works.open(tenant) as work:
        await customers.forget(work, shop.her, reason="她要求")
    reactor = Reactor(shop.works, reactions(kit))
    while await reactor.run(tenant):
        pass
    at_ten.move(timedelta(hours=12))
    assert await send_waiting(shop.works, tenant) == 0
    async with shop.works.look(tenant) as work:
        assert await _WORDS.get(work, tenant, shop.her) == ""
