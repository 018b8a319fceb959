"""The tables of docs/algorithms/flash-sale.md that need no database; and what holds of all."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from siyu.modules.deals import NewGood, Said, faults, rules

PAGE = Path(__file__).parents[4] / "docs/algorithms/flash-sale.md"
DAWN = datetime(2026, 1, 1, tzinfo=UTC)
SKU = UUID(int=99)


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def stores(count: int) -> tuple[UUID, ...]:
    return tuple(UUID(int=n) for n in range(1, count + 1))


@pytest.mark.parametrize(("pieces", "count", "split", "shares"), rows("How pieces are shared out"))
def test_pieces_are_shared_out(pieces: str, count: str, split: str, shares: str) -> None:
    how = "each" if split == "each" else "in_all"
    good = NewGood(sku=SKU, price_minor=1, pieces=int(pieces), split=how)
    found = rules.pools(good, stores(int(count)))
    assert " · ".join(str(one.pieces) for one in found) == shares


@given(st.integers(1, 500), st.integers(1, 30))
def test_what_is_shared_out_is_all_there_is_and_nobody_gets_two_more(
    pieces: int, count: int
) -> None:
    good = NewGood(sku=SKU, price_minor=1, pieces=pieces, split="in_all")
    found = [one.pieces for one in rules.pools(good, stores(count))]
    assert sum(found) == pieces
    assert max(found) - min(found) <= 1


SOUND = Said(
    name="周年秒杀",
    since=DAWN,
    until=DAWN + timedelta(hours=2),
    stores=stores(2),
    goods=(NewGood(sku=SKU, price_minor=100, pieces=5, cap=2),),
)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"until": DAWN}, "until"),
        ({"until": datetime(2026, 1, 2)}, "until"),  # noqa: DTZ001 - that is what is wrong
        ({"until": DAWN + timedelta(days=40)}, "until"),
        ({"stores": stores(2) + stores(1)}, "stores"),
        ({"goods": SOUND.goods * 2}, "goods[1].sku"),
        (
            {"goods": (structs.replace(SOUND.goods[0], split="in_all", pieces=1),)},
            "goods[0].pieces",
        ),
        ({"goods": (structs.replace(SOUND.goods[0], cap=11),)}, "goods[0].cap"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], at: str) -> None:
    assert faults(SOUND) == []
    assert [where for where, _ in faults(structs.replace(SOUND, **change))] == [at]
