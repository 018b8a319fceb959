"""Whatever the lines and the coupon, the price adds up; and refusals say what is in the way."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from siyu.modules.promotions import Item, Off, Terms, price, refusal, rules
from siyu.modules.promotions.values import Owned

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HER, STORE, SKU, PRODUCT = uuid4(), uuid4(), uuid4(), uuid4()
PRODUCTS = [UUID(int=n) for n in range(4)]

items = st.lists(
    st.builds(
        Item,
        sku=st.uuids(),
        product=st.sampled_from(PRODUCTS),
        unit_minor=st.integers(0, 10**7),
        quantity=st.integers(1, 99),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda item: item.sku,
)
coupons = st.builds(
    Off,
    amount_minor=st.integers(1, 10**7),
    threshold_minor=st.integers(0, 10**7),
    goods=st.none() | st.lists(st.sampled_from(PRODUCTS)).map(tuple),
)


@given(items, coupons)
def test_no_line_goes_below_nothing_and_lines_add_up_to_the_order(given, coupon) -> None:
    quote = price(given, coupon, freight_minor=800)
    assert all(line.payable_minor >= 0 and line.discount_minor >= 0 for line in quote.lines)
    assert sum(line.payable_minor for line in quote.lines) + 800 == quote.payable_minor
    for line, item in zip(quote.lines, given, strict=True):
        assert (line.sku, line.goods_minor) == (item.sku, item.goods_minor)


@given(items, coupons, st.randoms(use_true_random=False))
def test_shares_add_up_to_the_discount_in_whatever_order_lines_come(
    given, coupon, dice: random.Random
) -> None:
    quote = price(given, coupon)
    assert sum(line.discount_minor for line in quote.lines) == quote.discount_minor
    shuffled = dice.sample(given, len(given))
    again = {line.sku: line for line in price(shuffled, coupon).lines}
    assert again == {line.sku: line for line in quote.lines}


@given(items, coupons)
def test_each_share_is_its_part_to_within_a_fen(given, coupon) -> None:
    quote = price(given, coupon)
    reached = [
        item.goods_minor if coupon.goods is None or item.product in coupon.goods else 0
        for item in given
    ]
    for line, base in zip(quote.lines, reached, strict=True):
        exact = quote.discount_minor * base
        assert abs(line.discount_minor * sum(reached) - exact) < max(sum(reached), 1)


@given(items, coupons)
def test_a_coupon_never_makes_it_dearer_and_taking_it_away_restores_the_price(
    given, coupon
) -> None:
    without = price(given)
    with_it = price(given, coupon)
    assert with_it.payable_minor <= without.payable_minor
    assert with_it.payable_minor + with_it.discount_minor == without.payable_minor
    assert price(given) == without


@given(items, coupons)
def test_the_explanation_recomputes_the_price(given, coupon) -> None:
    quote = price(given, coupon, freight_minor=600)
    assert sum(reason.amount_minor for reason in quote.why) == quote.payable_minor


def test_more_than_there_is_cannot_be_shared_out() -> None:
    with pytest.raises(ValueError, match="can't be taken"):
        rules.allocate(11, [4, 6], ["a", "b"])


OWNED = Owned(
    id=uuid4(),
    coupon_id=uuid4(),
    version=1,
    customer_id=HER,
    code="C",
    name="满 300 减 30",
    amount_minor=3000,
    threshold_minor=30000,
    stores=None,
    goods=None,
    claimed_at=NOW,
    source="storefront",
    valid_from=NOW,
    valid_until=NOW + timedelta(days=7),
    used_at=None,
    used_by=None,
    returned_at=None,
    expired_at=None,
)


@pytest.mark.parametrize(
    ("other", "unit_minor", "sentence"),
    [
        ({}, 30000, None),
        ({}, 29999, "还差 ¥0.01 才能使用这张优惠券。"),
        ({"customer_id": uuid4()}, 30000, "您的券包里没有这张优惠券。"),
        ({"used_at": NOW, "used_by": uuid4()}, 30000, "这张优惠券已于 3月2日 使用。"),
        ({"valid_from": NOW + timedelta(days=1)}, 30000, "这张优惠券从 3月3日 起才能使用。"),
        ({"valid_until": NOW}, 30000, "这张优惠券已于 3月2日 过期。"),
        ({"stores": [uuid4()]}, 30000, "这张优惠券不能在这家门店使用。"),
        ({"goods": [uuid4()]}, 30000, "这张优惠券不适用于所选的商品。"),
        ({"goods": [PRODUCT], "stores": [STORE]}, 30000, None),
    ],
)
def test_a_refusal_says_what_is_in_the_way(
    other: dict[str, Any], unit_minor: int, sentence: str | None
) -> None:
    found = refusal(
        structs.replace(OWNED, **other),
        customer=HER,
        store=STORE,
        items=[Item(sku=SKU, product=PRODUCT, unit_minor=unit_minor, quantity=1)],
        now=NOW,
        money=lambda minor: f"¥{minor / 100:.2f}",
        day=lambda at: f"{at.month}月{at.day}日",
    )
    assert (found.sentence("zh") if found else None) == sentence


@pytest.mark.parametrize(
    ("begins", "ends", "days", "sound"),
    [
        (None, NOW, None, True),
        (None, None, 7, True),
        (NOW, None, 7, True),
        (NOW, NOW + timedelta(days=1), None, True),
        (NOW, NOW, None, False),
        (None, None, None, False),
        (None, NOW, 7, False),
    ],
)
def test_one_can_tell_when_a_coupon_ends(begins, ends, days, sound: bool) -> None:
    terms = Terms(
        name="", amount_minor=1, quota=1, valid_from=begins, valid_until=ends, valid_days=days
    )
    assert rules.are_sound(terms) is sound


def test_days_count_from_the_claim_or_from_the_beginning_whichever_is_later() -> None:
    week = timedelta(days=7)
    assert rules.validity(NOW, None, None, 7) == (NOW, NOW + week)
    later = NOW + week
    assert rules.validity(NOW, later, None, 7) == (later, later + week)
    assert rules.validity(later, NOW, None, 7) == (later, later + week)
    assert rules.validity(NOW, None, later, None) == (NOW, later)
