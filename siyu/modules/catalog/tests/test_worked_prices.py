"""The tables of docs/algorithms/price-books.md and crossed-out-price.md, row by row."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import catalog
from siyu.modules.catalog import rules
from siyu.modules.catalog.values import BookPrice, BookTerms, Deal, NewPrice, Offer, Paid

PAGES = Path(__file__).parents[4] / "docs/algorithms"
DAWN = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = UUID(int=9)
LIST = 1000
SKU = UUID(int=1)


def rows(page: str, title: str = "") -> list[list[str]]:
    text = (PAGES / page).read_text()
    _, _, after = text.partition(f"## {title}\n") if title else ("", "", text)
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def named(text: str) -> tuple[UUID, ...] | None:
    return None if text == "-" else tuple(uuid5(NAMES, one) for one in text.split())


def at(day: str) -> datetime:
    return DAWN + timedelta(days=int(day))


def prices(text: str) -> list[tuple[int, int]]:
    found = re.findall(r"(\d+)(?: from (\d+))?(?:,|$)", text)
    return [(int(pieces or 1), int(minor)) for minor, pieces in found]


def book(text: str) -> list[BookPrice]:
    found = re.fullmatch(r"(\w): (.+) @ (.+) since (\d+): (.+)", text)
    assert found, text
    code, tiers, stores, since, said = found.groups()
    return [
        BookPrice(
            book=uuid5(NAMES, code),
            code=code,
            version=1,
            stores=named(stores),
            tiers=named(tiers),
            valid_from=at(since),
            from_quantity=pieces,
            unit_minor=minor,
            since=at(since),
        )
        for pieces, minor in prices(said)
    ]


def offer(found: list[BookPrice]) -> Offer:
    return Offer(
        id=SKU,
        product_id=UUID(int=2),
        name="杯",
        sku_name="",
        picture=None,
        price_minor=LIST,
        price_since=DAWN,
        prices=found,
    )


DECIDED = rows("price-books.md", "Which book decides")
DECIDED += rows("price-books.md", "From so many pieces on")


@pytest.mark.parametrize("row", DECIDED, ids=" | ".join)
def test_the_book_that_decides(row: list[str]) -> None:
    books, store, tiers, pieces, expected = row
    said = [] if books == "none" else [one for text in books.split("; ") for one in book(text)]
    for found in (said, said[::-1]):
        unit = rules.unit_price(
            offer(found),
            store=uuid5(NAMES, store),
            tiers=named(tiers) or (),
            quantity=int(pieces),
        )
        assert unit.unit_minor == int(expected)


@pytest.mark.parametrize("row", rows("price-books.md", "What can't be written"), ids=" | ".join)
def test_what_cannot_be_written(row: list[str]) -> None:
    said, until, expected = row
    terms = BookTerms(
        name="x",
        valid_from=at("1"),
        valid_until=None if until == "-" else at(until),
        prices=tuple(
            NewPrice(sku=SKU, from_quantity=pieces, unit_minor=minor)
            for pieces, minor in prices(said)
        ),
    )
    refused = rules.book_refusal(terms)
    assert (refused.code if refused else "-") == expected


@pytest.mark.parametrize("row", rows("price-books.md", "Which version speaks"), ids=" | ".join)
async def test_the_version_that_speaks(row: list[str], works: Works, tenant: TenantId) -> None:
    versions, closed, day, expected = row
    async with works.open(tenant) as work:
        new = catalog.NewSku(code="S", name="", price_minor=LIST)
        goods = catalog.NewProduct(code="P", name="杯", category_id=None, skus=[new])
        [product] = await catalog.list_new(work, [goods])
        _, [sku] = await catalog.get_product(work, product)
        dawn = work.now
        made = None
        for text in versions.split("; "):
            found = re.fullmatch(r"since (\d+)(?: until (\d+))?: (\d+)", text)
            assert found
            since, until, minor = found.groups()
            terms = BookTerms(
                name="x",
                valid_from=dawn + timedelta(days=int(since)),
                valid_until=dawn + timedelta(days=int(until)) if until else None,
                prices=(NewPrice(sku=sku.id, unit_minor=int(minor)),),
            )
            made = await catalog.define_book(work, "B", terms)
        assert made is not None
        if closed != "-":
            work.now = dawn + timedelta(days=int(closed))
            await catalog.close_book(work, made.id)
        work.now = dawn + timedelta(days=int(day))
        offers = await catalog.offers(work, [sku.id])
        unit = catalog.unit_price(offers[sku.id], store=UUID(int=3), tiers=(), quantity=1)
    assert unit.unit_minor == int(expected)


def deals(text: str) -> list[Deal]:
    found = []
    for one in [] if text == "-" else text.split(" · "):
        day, _, said = one.partition(": ")
        low, high, last = (re.findall(r"\d+", said) * 3)[:3]
        found.append(
            Deal(
                sku_id=SKU,
                store_id=SKU,
                day=at(day).date(),
                low_minor=int(low),
                high_minor=int(high),
                last_minor=int(last),
            )
        )
    return found


@pytest.mark.parametrize("row", rows("crossed-out-price.md"), ids=" | ".join)
def test_the_price_that_may_be_crossed_out(row: list[str]) -> None:
    price, since, today, said, expected, why = row
    found = rules.crossed_out(
        int(price), began=at(since).date(), today=at(today).date(), deals=deals(said)
    )
    assert (str(found.minor or "-"), found.why) == (expected, why)


@pytest.mark.parametrize("row", rows("crossed-out-price.md", "What was paid for one piece"))
def test_what_was_paid_for_one_piece(row: list[str]) -> None:
    came_in, pieces, expected = row
    milli = int(pieces.partition(".")[0]) * 1000 + int(f"{pieces.partition('.')[2]:0<3}")
    paid = Paid(
        sku=SKU,
        store=SKU,
        day=DAWN.date(),
        at=DAWN,
        quantity_milli=milli,
        amount_minor=int(came_in),
    )
    assert [str(unit) for _, unit in rules.deals_of([paid])] == ([expected] * (expected != "-"))


def test_the_pages_have_rows() -> None:
    titles = ("Which version speaks", "What can't be written")
    found = [len(rows("price-books.md", title)) for title in titles]
    assert [len(DECIDED), *found, len(rows("crossed-out-price.md"))] == [19, 8, 5, 15]


DAYS = st.integers(1, 60)
A_DEAL = st.builds(
    lambda day, low, more, last: Deal(
        sku_id=SKU,
        store_id=SKU,
        day=date(2026, 1, 1) + timedelta(days=day),
        low_minor=low,
        high_minor=low + more,
        last_minor=low + more * last // 2,
    ),
    DAYS,
    st.integers(1, 2000),
    st.integers(0, 500),
    st.integers(0, 2),
)


@given(st.lists(A_DEAL, unique_by=lambda one: one.day, max_size=30), DAYS, st.integers(0, 40), DAYS)
def test_nothing_is_crossed_out_that_nobody_paid(
    sold: list[Deal], began: int, later: int, price: int
) -> None:
    """And the seven latest days before say all: more of them change nothing."""
    first = date(2026, 1, 1) + timedelta(days=began)
    said = {"began": first, "today": first + timedelta(days=later)}
    found = rules.crossed_out(price * 30, deals=sold, **said)
    latest = sorted((one for one in sold if one.day < first), key=lambda one: one.day)[-7:]
    assert rules.crossed_out(price * 30, deals=latest, **said) == found
    if found.minor is not None:
        assert found.minor > price * 30
        assert any(
            one.low_minor <= found.minor <= one.high_minor and one.day < first for one in sold
        )


BOOKS = st.builds(
    lambda code, tiers, stores, since, pieces, minor: structs.replace(
        book(f"{code}: {tiers} @ {stores} since {since}: {minor} from {pieces}")[0], version=1
    ),
    st.sampled_from("ABC"),
    st.sampled_from(["-", "gold", "gold dealer"]),
    st.sampled_from(["-", "east", "east west"]),
    st.integers(1, 4),
    st.integers(1, 6),
    st.integers(1, 2000),
)


@given(
    st.lists(BOOKS, unique_by=lambda one: (one.code, one.from_quantity), max_size=6),
    st.permutations(range(6)),
    st.sampled_from(["-", "gold", "dealer"]),
    st.integers(1, 7),
)
def test_a_price_is_somebodys_word_whatever_the_order(
    said: list[BookPrice], order: list[int], tier: str, pieces: int
) -> None:
    mixed = [said[i] for i in order if i < len(said)]
    whose = {"store": uuid5(NAMES, "east"), "tiers": named(tier) or ()}
    one, other = (rules.unit_price(offer(x), quantity=pieces, **whose) for x in (said, mixed))
    if len({(b.code, b.tiers, b.stores, b.valid_from) for b in said}) == len(
        {b.code for b in said}
    ):
        assert one == other
    assert one.unit_minor in {LIST, *(b.unit_minor for b in said)}
    shown = dict(rules.steps(offer(said), **whose))
    reached = max(count for count in shown if count <= pieces)
    assert shown[reached] == one.unit_minor
