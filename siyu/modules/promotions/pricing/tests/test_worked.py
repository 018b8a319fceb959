"""The tables of docs/algorithms/prices.md, row by row."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing import EFFECTS, Buyer, Cart, Line, Moment, Points, Said
from siyu.modules.promotions.pricing.registry import CONDITIONS

PAGE = Path(__file__).parents[5] / "docs/algorithms/prices.md"
LINE = re.compile(r"(\w): (\d+) × (\d+)")
RULE = re.compile(r"(\w+)\(([^)]*)\)(?: if (\w+)\(([^)]*)\))?((?: \w+)*)")
NOW = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)


def rows() -> Iterator[list[str]]:
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and LINE.match(cells[0]):
            yield cells


def named(name: str) -> UUID:
    return UUID(int=ord(name))


def value(text: str) -> Any:
    if re.fullmatch(r"[A-Z]", text):
        return str(named(text))
    return int(text) if text.isdecimal() else text


def arguments(struct: type[msgspec.Struct], said: str) -> dict[str, Any]:
    """`rungs=100→10 200→30, n=2` as a screen would send it."""
    given: dict[str, Any] = {}
    for name, text in (part.split("=") for part in said.split(", ") if part):
        shape: Any = msgspec.inspect.type_info(struct)
        [kind] = [field.type for field in shape.fields if field.name == name]
        while isinstance(kind, msgspec.inspect.Metadata):
            kind = kind.type
        if not isinstance(kind, msgspec.inspect.VarTupleType):
            given[name] = value(text)
        elif "→" in text:
            row_shape: Any = kind.item_type
            columns = [field.name for field in row_shape.fields]
            pairs = [row.split("→") for row in text.split()]
            given[name] = [dict(zip(columns, map(value, row), strict=True)) for row in pairs]
        else:
            given[name] = [value(one) for one in text.split()]
    return given


def rules(said: str) -> Iterator[pricing.Rule]:
    for n, text in enumerate(part.strip() for part in said.split(";") if part.strip()):
        match = RULE.fullmatch(text)
        assert match, text
        block, args, condition, wanted, more = match.groups()
        when = []
        if condition:
            asked = CONDITIONS[condition].block.arguments
            when = [Said(block=condition, args=arguments(asked, wanted))]
        asked = EFFECTS[block].block.arguments
        effect, conditions = pricing.read(
            Said(block=block, args=arguments(asked, args)), when, "en"
        )
        terms = pricing.Terms(
            name=text,
            effect=effect,
            conditions=conditions,
            groups=tuple(re.findall(r"group (\w+)", more)),
            exclusive="alone" in more,
            with_coupons="bare" not in more,
        )
        wallet = UUID(int=1000 + n) if "coupon" in more else None
        yield pricing.Rule(id=UUID(int=n + 1), version=1, terms=terms, wallet=wallet)


def cart(said: str) -> Cart:
    points = re.search(r"(\d+) points", said)
    return Cart(
        lines=tuple(
            Line(sku=named(n), product=named(n), unit_minor=int(unit), quantity=int(count))
            for n, unit, count in LINE.findall(said)
        ),
        store=UUID(int=1),
        moment=Moment(at=NOW, day=NOW.date(), minute=870),
        buyer=Buyer(tiers=(named("T"),), is_member=True, is_new=True),
        freight_minor=800 if "freight" in said else 0,
        points=Points(offered=int(points[1]), per_hundred=100) if points else None,
    )


def took(step: pricing.Step) -> str:
    gifts = [f"{chr(gift.sku.int)} × {gift.quantity}" for gift in step.gifts]
    return " · ".join([f"−{-step.amount_minor}"] * bool(step.amount_minor) + gifts)


@pytest.mark.parametrize("row", list(rows()), ids=" | ".join)
def test_a_worked_price_comes_out(row: list[str]) -> None:
    lines, offered, *expected = row
    quote = pricing.quote(cart(lines), rules(offered))
    taken = " · ".join(took(step) for step in quote.steps if step.code == "rule")
    shares = " · ".join(str(line.discount_minor) for line in quote.lines)
    assert [taken, shares, str(quote.payable_minor)] == expected


def test_every_effect_is_worked() -> None:
    worked = {match[0] for row in rows() for match in re.findall(r"(\w+)\(()", row[1])}
    assert worked >= EFFECTS.keys()
