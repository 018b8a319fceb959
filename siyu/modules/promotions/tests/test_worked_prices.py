"""The tables of docs/algorithms/prices.md, row by row."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from siyu.modules.promotions import Item, Off, price

PAGE = Path(__file__).parents[4] / "docs/algorithms/prices.md"
LINE = re.compile(r"(\w): (\d+) × (\d+)")
COUPON = re.compile(r"(\d+) off (\d+)(?: for (\w))?")


def rows() -> Iterator[list[str]]:
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and LINE.match(cells[0]):
            yield cells


def named(name: str) -> UUID:
    return UUID(int=ord(name))


@pytest.mark.parametrize("row", list(rows()), ids=" | ".join)
def test_a_worked_price_comes_out(row: list[str]) -> None:
    lines, said, *expected = row
    items = [
        Item(sku=named(n), product=named(n), unit_minor=int(unit), quantity=int(count))
        for n, unit, count in LINE.findall(lines)
    ]
    coupon = None
    if found := COUPON.fullmatch(said):
        amount, threshold, only = found.groups()
        goods = (named(only),) if only else None
        coupon = Off(amount_minor=int(amount), threshold_minor=int(threshold), goods=goods)
    quote = price(items, coupon)
    shares = " · ".join(str(line.discount_minor) for line in quote.lines)
    assert [str(quote.discount_minor), shares, str(quote.payable_minor)] == expected


def test_the_page_has_rows() -> None:
    assert len(list(rows())) == 12
