"""One spelling for each identity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.customers import Identity, normal_phone, read_identity
from siyu.modules.customers.rules.identities import MAX_LENGTH, masked, normal

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
FULL_WIDTH = str.maketrans("0123456789+", "０１２３４５６７８９＋")


@given(
    mobile=MOBILES,
    prefix=st.sampled_from(["", "+86", "86", "0086", "+86 ", "(+86)", "＋８６"]),
    gap=st.sampled_from(["", " ", "-", "\u00a0", "\u3000", "–"]),
    wide=st.booleans(),
)
def test_a_mobile_number_is_the_same_however_it_is_written(
    mobile: str, prefix: str, gap: str, wide: bool
) -> None:
    written = f" {prefix}{gap}{mobile[:3]}{gap}{mobile[3:7]}{gap}{mobile[7:]} "
    assert normal_phone(written.translate(FULL_WIDTH) if wide else written) == mobile


@given(st.text(max_size=80))
def test_whatever_is_read_reads_the_same_again(text: str) -> None:
    for kind in ("phone", "pos_card", "member_no", "email", "openid"):
        value = normal(kind, text)
        if value is not None and len(value) <= MAX_LENGTH:
            assert normal(kind, value) == value


@given(MOBILES)
def test_a_mask_hides_four_digits(mobile: str) -> None:
    assert masked("phone", mobile) == f"{mobile[:3]}****{mobile[-4:]}"


@pytest.mark.parametrize(
    "text", ["", "12345", "23800138000", "+8612345678901", "138001380001", "abc", "1380013800a"]
)
def test_what_is_no_phone_is_not_taken_for_one(text: str) -> None:
    assert normal_phone(text) is None


def test_a_foreign_phone_keeps_its_country() -> None:
    assert normal_phone("00852 9123-4567") == "+85291234567"


def test_a_till_prints_phones_and_cards_in_one_column() -> None:
    assert read_identity("+86 138-0013-8000") == Identity("phone", "13800138000")
    assert read_identity("8600000017").kind == "pos_card"
    assert read_identity("00852 9123 4567").kind == "pos_card"
