"""Coupons of every kind, however they are got: priced by the one engine, each within its limits."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from siyu.flows import claim_coupon, quote_cart, recompute_price
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, promotions
from siyu.modules.promotions import Owned, Terms, rules
from tests.house.shop import CUP, MILK, Shop, open_shop

CODE = Terms(name="兑换", amount_minor=1000, valid_days=7, quota=2, how="code")


@pytest.fixture
async def shop(works: Works, tenant: TenantId) -> Shop:
    opened = await open_shop(works, tenant)
    await opened.receives((opened.milk, 50), (opened.cup, 50))
    return opened


async def quoted(shop: Shop, *lines: tuple[UUID, int], **more: Any) -> quote_cart.Quoted:
    async with shop.works.look(shop.tenant) as work:
        return await quote_cart.quote(work, shop.asks(*lines, **more))


async def typed(shop: Shop, her: UUID, code: str, key: str = "k") -> Owned | Refusal:
    async with shop.works.open(shop.tenant) as work:
        return await claim_coupon.claim_typed(work, code, her, key=key)


async def test_a_percentage_has_a_most_and_its_price_is_computed_again(shop: Shop) -> None:
    her = uuid4()
    said = {"kind": "percent", "amount_minor": 0, "off_bp": 1000, "most_minor": 5000}
    coupon = await shop.gives(her, **said)
    small = await quoted(shop, (shop.cup, 2), her=her, wallet=coupon.id)
    assert small.price.discount_minor == 2 * CUP // 10
    made = await shop.ordered((shop.milk, 2), her=her, wallet=coupon.id)
    assert made.payable_minor == 2 * MILK - 5000
    async with shop.works.look(shop.tenant) as work:
        assert (await recompute_price.recompute(work, made.id)).same
    await shop.all_well()


async def test_a_category_narrows_it_even_where_no_promotion_asks_for_categories(
    shop: Shop,
) -> None:
    async with shop.works.open(shop.tenant) as work:
        new = catalog.NewCategory(code="FOOD", name="辅食", parent_code=None)
        food = (await catalog.add_categories(work, [new]))["FOOD"]
        sku = catalog.NewSku(code="R1", name="", price_minor=9900)
        rice = catalog.NewProduct(code="R", name="米粉", category_id=food, skus=[sku])
        await catalog.list_new(work, [rice])
        rice_sku = (await catalog.find_skus_by_code(work, ["R1"]))["R1"]
    await shop.receives((rice_sku, 9))
    her = uuid4()
    coupon = await shop.gives(her, categories=(food,))
    both = await quoted(shop, (rice_sku, 1), (shop.cup, 1), her=her, wallet=coupon.id)
    assert [line.discount_minor for line in both.lines] == [5000, 0]
    other = await quoted(shop, (shop.cup, 2), her=her, wallet=coupon.id)
    assert isinstance(other.refused, promotions.OtherGoods)
    made = await shop.ordered((rice_sku, 1), her=her, wallet=coupon.id)
    assert made.payable_minor == 9900 - 5000


async def test_a_freight_coupon_stays_hers_where_there_is_no_freight(shop: Shop) -> None:
    her = uuid4()
    coupon = await shop.gives(her, kind="freight", amount_minor=0)
    [answer] = await shop.places(shop.asks((shop.milk, 1), her=her, wallet=coupon.id))
    assert isinstance(answer, promotions.NothingToTakeOff)
    assert not await shop.is_used(coupon.id)


async def test_a_code_brings_one_within_quota_and_limit_in_capitals_or_not(shop: Shop) -> None:
    async with shop.works.open(shop.tenant) as work:
        made = await claim_coupon.define(work, "AUTUMN24", CODE)
    her = uuid4()
    first = await typed(shop, her, " autumn24 ")
    assert isinstance(first, Owned)
    assert first.coupon_id == made.id
    assert await typed(shop, her, "AUTUMN24") == first
    assert isinstance(await typed(shop, her, "AUTUMN24", "other"), promotions.HadEnough)
    assert isinstance(await typed(shop, uuid4(), "AUTUMN24"), Owned)
    assert isinstance(await typed(shop, uuid4(), "AUTUMN24"), promotions.AllGone)


async def test_wrong_codes_count_and_then_she_waits(shop: Shop, clock: StoppedClock) -> None:
    async with shop.works.open(shop.tenant) as work:
        await claim_coupon.define(work, "WINTER24", CODE)
        await claim_coupon.define(work, "PLAIN", structs.replace(CODE, how="claimed"))
    her = uuid4()
    # What is got otherwise is no code, and sounds like any other that there is not.
    wrong = ["PLAIN", *(f"WINTER{n}" for n in range(rules.WRONG - 1))]
    for code in wrong:
        assert isinstance(await typed(shop, her, code), promotions.UnknownCode)
    assert isinstance(await typed(shop, her, "WINTER24"), promotions.TooManyGuesses)
    assert isinstance(await typed(shop, uuid4(), "WINTER24"), Owned)
    clock.move(rules.WITHIN)
    assert isinstance(await typed(shop, her, "WINTER24"), Owned)


async def test_what_is_sent_is_not_claimed_and_reaches_each_once(shop: Shop) -> None:
    async with shop.works.open(shop.tenant) as work:
        made = await claim_coupon.define(work, "SORRY", structs.replace(CODE, how="sent"))
    people = [uuid4() for _ in range(3)]
    with pytest.raises(promotions.NotToClaim):
        async with shop.works.open(shop.tenant) as work:
            await claim_coupon.claim_herself(work, made.id, people[0], key="k", source="storefront")
    for _ in range(2):
        async with shop.works.open(shop.tenant) as work:
            found = await claim_coupon.give(work, made.id, people, key="s", source="sent")
        kinds = [type(one).__name__ for one in found]
        assert kinds == ["Owned", "Owned", "AllGone"]
    async with shop.works.look(shop.tenant) as work:
        assert await promotions.offered_coupons(work) == []
        assert (await promotions.figures(work, [made.id]))[made.id].claimed == 2


async def test_a_guide_gives_what_is_for_guides_to_give_and_each_key_once(shop: Shop) -> None:
    async with shop.works.open(shop.tenant) as work:
        hers = await claim_coupon.define(work, "THANKS", structs.replace(CODE, how="guide"))
        theirs = await claim_coupon.define(work, "HOUSE", structs.replace(CODE, how="sent"))
    her = uuid4()
    async with shop.works.look(shop.tenant) as work:
        assert await promotions.offered_coupons(work) == []
        assert [one.id for one in await promotions.offered_coupons(work, how="guide")] == [hers.id]
    with pytest.raises(promotions.NotByGuides):
        async with shop.works.open(shop.tenant) as work:
            await claim_coupon.send_by_guide(work, theirs.id, her, uuid4(), key="k")
    given, guide = [], uuid4()
    for _ in range(2):
        async with shop.works.open(shop.tenant) as work:
            given.append(await claim_coupon.send_by_guide(work, hers.id, her, guide, key="k"))
    assert given[0] == given[1]
    assert given[0].source == "guide"
    with pytest.raises(promotions.HadEnough):
        async with shop.works.open(shop.tenant) as work:
            await claim_coupon.send_by_guide(work, hers.id, her, guide, key="again")
    with pytest.raises(promotions.NotToClaim):
        async with shop.works.open(shop.tenant) as work:
            await claim_coupon.claim_herself(work, hers.id, uuid4(), key="k", source="storefront")
