"""The tables of docs/algorithms/vouchers.md, row by row; and what holds of all of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.modules.vouchers import Voucher, rules

PAGE = Path(__file__).parents[4] / "docs/algorithms/vouchers.md"
DAWN = datetime(2026, 1, 1, tzinfo=UTC)
STORES = {"east": UUID(int=1), "west": UUID(int=2)}


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def voucher(used: int, back: int, *, void: bool = False) -> Voucher:
    return Voucher(
        id=UUID(int=3),
        order_id=UUID(int=4),
        n=1,
        piece=1,
        customer_id=UUID(int=5),
        store_id=UUID(int=1),
        sku_id=UUID(int=6),
        name="洗护 5 次卡",
        uses=5,
        used=used,
        back=back,
        paid_minor=50000,
        stores=[STORES["east"]],
        tail="0000",
        issued_at=DAWN,
        valid_until=DAWN + timedelta(days=10),
        expired_at=None,
        voided_at=DAWN if void else None,
        void_why=None,
    )


@pytest.mark.parametrize("row", rows("What each voucher cost"), ids=" | ".join)
def test_what_each_cost(row: list[str]) -> None:
    line, pieces, each = row
    assert " · ".join(map(str, rules.costs(int(line), int(pieces)))) == each


@pytest.mark.parametrize("row", rows("What unused uses bring back"), ids=" | ".join)
def test_what_comes_back(row: list[str]) -> None:
    cost, uses, back, brings = row
    gone, found = 0, []
    for step in map(int, back.split(" · ")):
        found.append(rules.worth(int(cost), int(uses), gone, step))
        gone += step
    assert " · ".join(map(str, found)) == brings


@pytest.mark.parametrize("row", rows("May it be used"), ids=" | ".join)
def test_whether_it_may_be_used(row: list[str]) -> None:
    used, back, void, day, store, wanted, answer = row
    one = voucher(int(used), int(back), void=void == "void")
    refused = rules.refusal(one, STORES[store], int(wanted), DAWN + timedelta(days=int(day)))
    assert (refused.code if refused else "-") == answer


def test_the_page_has_rows() -> None:
    titles = ("What each voucher cost", "What unused uses bring back", "May it be used")
    assert [len(rows(title)) for title in titles] == [4, 6, 13]


@given(st.integers(0, 10**6), st.integers(1, 50), st.integers(1, 20), st.data())
def test_all_parts_together_are_exactly_what_was_paid(
    payable: int, pieces: int, uses: int, data: st.DataObject
) -> None:
    each = rules.costs(payable, pieces)
    assert sum(each) == payable
    assert max(each) - min(each) <= 1
    gone = brought = 0
    while gone < uses:
        step = data.draw(st.integers(1, uses - gone))
        worth = rules.worth(each[0], uses, gone, step)
        assert worth >= 0
        gone, brought = gone + step, brought + worth
    assert brought == each[0]
