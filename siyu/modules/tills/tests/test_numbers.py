import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.kernel.money import Currency
from siyu.modules.tills.reading.numbers import read_amount, read_quantity
from siyu.modules.tills.reading.problems import Bad


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12.5", 1250), ("0", 0), (".5", 50), ("12.", 1200), ("+3", 300), ("-3.00", -300),
        ("1,234.50", 123450), ("1,234,567", 123456700), ("￥1，234.50", 123450), ("¥ 88", 8800),
        ("１２．３４", 1234), ("12.50元", 1250), ("(12.00)", -1200), ("12.00-", -1200),
        ("−5", -500), ("$2,500,315.63", 250031563), ("12.500", 1250), ("－３", -300),
    ],
)  # fmt: skip
def test_amounts_as_tills_write_them(text: str, minor: int) -> None:
    assert read_amount(text, "金额", 2) == minor


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12,50", "number_bad"), ("1,23,456", "number_bad"), ("abc", "number_bad"),
        ("1_000", "number_bad"), ("NaN", "number_bad"), ("inf", "number_bad"),
        ("--1", "number_bad"), ("1.2.3", "number_bad"), ("1e5", "mangled"), ("1.2E+11", "mangled"),
        ("=A1*2", "formula"), ("12.345", "too_fine"), ("9" * 14, "too_large"),
        ("9" * 60, "number_bad"),
    ],
)  # fmt: skip
def test_what_is_no_amount_says_why(text: str, code: str) -> None:
    with pytest.raises(Bad) as caught:
        read_amount(text, "金额", 2)
    assert caught.value.code == code


@given(minor=st.integers(-(10**12), 10**12), places=st.integers(0, 3), grouped=st.booleans())
def test_every_amount_is_read_as_it_was_written(minor: int, places: int, grouped: bool) -> None:
    text = Currency("XXX", places).text(minor)
    if grouped:
        whole, point, rest = text.partition(".")
        text = f"{int(whole):,}" if whole != "-0" else whole
        text += point + rest
    assert read_amount(text, "金额", places) == minor


def test_the_yen_has_no_decimals() -> None:
    assert read_amount("1,500", "金額", 0) == 1500
    with pytest.raises(Bad):
        read_amount("1500.5", "金額", 0)


def test_goods_are_weighed_in_thousandths() -> None:
    assert read_quantity("0.536", "数量") == 536
    with pytest.raises(Bad):
        read_quantity("0.5364", "数量")
