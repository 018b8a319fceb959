"""Refusals say what is in the way of a coupon."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from siyu.modules import promotions
from siyu.modules.promotions import Terms, refusal, rules
from siyu.modules.promotions.pricing import Line
from siyu.modules.promotions.values import Owned

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HER, STORE, SKU, PRODUCT = uuid4(), uuid4(), uuid4(), uuid4()

OWNED = Owned(
    id=uuid4(),
    coupon_id=uuid4(),
    version=1,
    customer_id=HER,
    code="C",
    name="满 300 减 30",
    kind="amount",
    amount_minor=3000,
    off_bp=0,
    most_minor=0,
    threshold_minor=30000,
    stores=None,
    goods=None,
    categories=None,
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
        items=[Line(sku=SKU, product=PRODUCT, unit_minor=unit_minor, quantity=1)],
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
    with nullcontext() if sound else pytest.raises(promotions.BadTerms):
        rules.must_be_sound(terms)


@pytest.mark.parametrize(
    ("offer", "sound"),
    [
        ({"amount_minor": 1}, True),
        ({"amount_minor": 0}, False),
        ({"amount_minor": 1, "off_bp": 1}, False),
        ({"kind": "percent", "off_bp": 1000, "most_minor": 500}, True),
        ({"kind": "percent", "off_bp": 10_000}, True),
        ({"kind": "percent"}, False),
        ({"kind": "percent", "off_bp": 1000, "amount_minor": 1}, False),
        ({"kind": "freight"}, True),
        ({"kind": "freight", "amount_minor": 500}, True),
        ({"kind": "freight", "most_minor": 500}, False),
    ],
)
def test_a_coupon_takes_one_thing_off(offer, sound: bool) -> None:
    terms = Terms(name="", quota=1, valid_days=1, **offer)
    with nullcontext() if sound else pytest.raises(promotions.BadOffer):
        rules.must_be_sound(terms)


def test_who_guesses_too_often_waits_until_the_oldest_is_an_hour_old() -> None:
    minute = timedelta(minutes=1)
    guesses = [NOW + n * minute for n in range(rules.WRONG)]
    assert rules.must_wait(guesses[:-1], NOW + 10 * minute) is None
    assert rules.must_wait(guesses, NOW + 10 * minute) == 50 * minute
    assert rules.must_wait(guesses, NOW + 60 * minute) is None


def test_days_count_from_the_claim_or_from_the_beginning_whichever_is_later() -> None:
    week = timedelta(days=7)
    assert rules.validity(NOW, None, None, 7) == (NOW, NOW + week)
    later = NOW + week
    assert rules.validity(NOW, later, None, 7) == (later, later + week)
    assert rules.validity(later, NOW, None, 7) == (later, later + week)
    assert rules.validity(NOW, None, later, None) == (NOW, later)
