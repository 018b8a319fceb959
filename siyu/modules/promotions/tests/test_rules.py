"""Refusals say what is in the way of a coupon."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

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
    assert rules.are_sound(terms) is sound


def test_days_count_from_the_claim_or_from_the_beginning_whichever_is_later() -> None:
    week = timedelta(days=7)
    assert rules.validity(NOW, None, None, 7) == (NOW, NOW + week)
    later = NOW + week
    assert rules.validity(NOW, later, None, 7) == (later, later + week)
    assert rules.validity(later, NOW, None, 7) == (later, later + week)
    assert rules.validity(NOW, None, later, None) == (NOW, later)
