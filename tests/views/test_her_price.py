"""Goods in letters and articles: at the price that is hers, where she would fetch them."""

from uuid import UUID, uuid4

import pytest

from siyu.api.article_shapes import read_as
from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, content, customers, messaging
from siyu.modules.content import Part, Write
from siyu.views.letters import letter_items
from siyu.views.prices import lowest_for
from tests.house.shop import MILK, Shop, open_shop

LESS = MILK - 1000


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    return await open_shop(works, tenant)


async def somebody(work: Work, phone: str, store: UUID | None) -> UUID:
    seen = customers.Meet(
        identity=customers.read_identity(phone), source="pos", at=work.now, store=store
    )
    [met] = await customers.meet(work, [seen])
    assert met.customer is not None
    return met.customer


async def dealer(work: Work, shop: Shop) -> UUID:
    """Somebody of the shop's with a tag for whom milk is cheaper."""
    her = await somebody(work, "13800138000", shop.store)
    tag = await customers.add_tag(work, await customers.add_tag_group(work, "等级"), "经销商")
    await customers.tag(work, [her], [tag])
    cheap = catalog.NewPrice(sku=shop.milk, unit_minor=LESS, from_quantity=1)
    terms = catalog.BookTerms(name="经销价", tiers=(tag,), valid_from=work.now, prices=(cheap,))
    await catalog.define_book(work, "DEALER", terms)
    return her


def letter(work: Work, her: UUID, product: UUID) -> messaging.Arrived:
    return messaging.Arrived(
        id=uuid4(), customer=her, guide=None, campaign=None, purpose="care", words="新到的奶粉",
        card_kind="product", card_id=product, sent_at=work.now, read_at=None, opened_at=None,
    )  # fmt: skip


async def test_a_letter_and_an_article_show_what_she_would_pay(shop: Shop) -> None:
    async with shop.works.open(shop.tenant) as work:
        her = await dealer(work, shop)
        other = await somebody(work, "13800138001", shop.store)
        lost = await somebody(work, "13800138002", None)
        milk = (await catalog.get_sku(work, shop.milk)).product_id
        id_ = await content.write(
            work, Write(title="怎么选奶粉", parts=[Part(text="看段位。")], products=[milk])
        )
        await content.publish(work, id_, [], acknowledged=False)
    async with shop.works.look(shop.tenant) as work:
        found = await lowest_for(work, [(her, milk), (other, milk), (lost, milk), (her, uuid4())])
        letters = await letter_items(work, [letter(work, one, milk) for one in (her, other, lost)])
        article = await content.get_published(work, id_)
        read = [await read_as(work, article, who) for who in (her, None)]
    assert found == {(her, milk): LESS, (other, milk): MILK}
    shown = [one.card.price_from_minor for one in letters if one.card]
    assert shown == [LESS, MILK, MILK]
    assert [one.products[0].price_from_minor for one in read] == [LESS, MILK]
