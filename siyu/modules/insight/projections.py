"""Which columnar tables insight asks, and how facts fill them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from siyu.kernel.columns import Projection, Table
from siyu.kernel.facts.envelope import Told

NOBODY = UUID(int=0)
"""Stands for a walk-in, a sale without a guide, a return whose receipt isn't known."""

SALE_LINE = Table(
    name="insight_sale_line",
    columns={
        "on": "Date",
        "store": "UUID",
        "guide": "UUID",
        "customer": "UUID",
        "receipt": "UUID",
        "line_no": "UInt32",
        "returns": "UUID",
        "is_return": "UInt8",
        "sku": "UUID",
        "quantity_milli": "Int64",
        "amount_minor": "Int64",
        "discount_minor": "Int64",
    },
    order=("on", "store", "receipt"),
)

RETURN_LINK = Table(
    name="insight_return_link",
    columns={"receipt": "UUID", "line_no": "UInt32", "returns": "UUID"},
    key=("receipt", "line_no"),
)

PERSON = Table(
    name="insight_person",
    columns={"customer": "UUID", "store": "UUID", "guide": "UUID"},
    key=("customer",),
)

MEMBER = Table(
    name="insight_member",
    columns={"customer": "UUID", "member_no": "UInt32"},
    key=("customer",),
)


def sale_lines(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """One row per recorded line; a line is told once, so nothing is ever taken back here."""
    receipt = told.fact
    head = (receipt.on, receipt.store, receipt.guide or NOBODY, receipt.customer or NOBODY)
    for line in receipt.lines:
        yield (
            *head,
            receipt.receipt,
            line.line_no,
            line.returns or NOBODY,
            int(line.kind == "return"),
            line.sku or NOBODY,
            line.quantity_milli,
            line.amount_minor,
            line.discount_minor,
        )


def return_links(told: Told[Any]) -> Iterable[Sequence[Any]]:
    yield told.fact.receipt, told.fact.line_no, told.fact.returns


def persons(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """To which store and guide a person belongs; the latest fact counts."""
    yield told.subject, told.fact.store or NOBODY, told.fact.guide or NOBODY


def members(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """A member number is given once."""
    yield told.subject, told.fact.member_no


NEWCOMER = Table(name="insight_newcomer", columns={"customer": "UUID", "store": "UUID"})


def newcomers(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """Once in a life: the row's `at` is the moment she was met."""
    yield told.subject, told.fact.store or NOBODY


PROJECTIONS = [
    Projection(table=SALE_LINE, by={"tills.receipt_recorded": sale_lines}),
    Projection(table=RETURN_LINK, by={"tills.return_linked": return_links}),
    Projection(table=NEWCOMER, by={"customers.customer_met": newcomers}),
    Projection(
        table=PERSON,
        by={
            "customers.customer_met": persons,
            "customers.bound": persons,
            "customers.released": persons,
        },
    ),
    Projection(table=MEMBER, by={"customers.customer_met": members}),
]
