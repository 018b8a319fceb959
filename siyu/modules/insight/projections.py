"""Which columnar tables of sales and people insight asks, and how facts fill them."""

from collections.abc import Iterable, Sequence
from typing import Any

from siyu.kernel.columns import Projection, Table
from siyu.kernel.facts.envelope import Told
from siyu.modules.insight.ways import NOBODY, WAYS

PIECE_MILLI = 1000

# A sale is a receipt of a till or a paid order of the mall: `channel` keeps them apart. `store` and
# `guide` sold it. Of an order its own fact says whose customer she was; of a receipt the belonging
# of its moment does, which is looked up when it is asked for. `on` is the merchant's day of a
# receipt; of an order it is UTC's, and a question turns `at` into the merchant's.
SALE_LINE = Table(
    name="insight_sale_line",
    columns={
        "on": "Date",
        "channel": "LowCardinality(String)",
        "store": "UUID",
        "guide": "UUID",
        "belonging_store": "UUID",
        "belonging_guide": "UUID",
        "customer": "UUID",
        "sale": "UUID",
        "line_no": "UInt32",
        "returns": "UUID",
        "is_return": "UInt8",
        "sku": "UUID",
        "quantity_milli": "Int64",
        "amount_minor": "Int64",
    },
    order=("on", "store", "sale"),
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


BOND = Table(
    name="insight_bond",
    columns={"customer": "UUID", "store": "UUID", "guide": "UUID"},
    order=("customer", "at"),
)

FORGOTTEN = Table(name="insight_forgotten", columns={"customer": "UUID"}, key=("customer",))


def sale_lines(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """One row per recorded line; a line is told once, so nothing is ever taken back here."""
    receipt = told.fact
    who = (receipt.store, receipt.guide or NOBODY, NOBODY, NOBODY, receipt.customer or NOBODY)
    for line in receipt.lines:
        yield (
            receipt.on,
            "store",
            *who,
            receipt.receipt,
            line.line_no,
            line.returns or NOBODY,
            int(line.kind == "return"),
            line.sku or NOBODY,
            line.quantity_milli,
            line.amount_minor,
        )


def order_lines(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """What was bought, on the day it was paid."""
    for number, line in enumerate(told.fact.lines, 1):
        what = (NOBODY, 0, line.sku, line.quantity * PIECE_MILLI, line.payable_minor)
        yield (*_ordered(told), told.fact.order, number, *what)


def refund_lines(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """What went back, on the day the money did, out of its order; money alone was no sale."""
    order = told.fact.order
    for number, line in enumerate(told.fact.lines, 1):
        what = (order, 1, line.sku, -line.quantity * PIECE_MILLI, -line.payable_minor)
        yield (*_ordered(told), told.fact.refund, number, *what)


def _ordered(told: Told[Any]) -> Sequence[Any]:
    order = told.fact
    guide = order.guide or NOBODY
    hers = (order.belonging_store or NOBODY, guide)
    return (told.at.date(), "mall", order.selling_store, guide, *hers, told.subject)


def return_links(told: Told[Any]) -> Iterable[Sequence[Any]]:
    yield told.fact.receipt, told.fact.line_no, told.fact.returns


def persons(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """To which store and guide a person belongs; the latest fact counts."""
    yield told.subject, told.fact.store or NOBODY, told.fact.guide or NOBODY


def members(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """A member number is given once."""
    yield told.subject, told.fact.member_no


def bonds(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """Who looked after her since when; of two that hold at a moment, the one told later counts."""
    if told.fact.store is not None:
        yield told.subject, told.fact.store, told.fact.guide or NOBODY


def forgotten(told: Told[Any]) -> Iterable[Sequence[Any]]:
    yield (told.subject,)


NEWCOMER = Table(name="insight_newcomer", columns={"customer": "UUID", "store": "UUID"})


def newcomers(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """Once in a life: the row's `at` is the moment she was met."""
    yield told.subject, told.fact.store or NOBODY


BELONGS = ("customers.customer_met", "customers.bound", "customers.released")

PROJECTIONS = [
    Projection(
        table=SALE_LINE,
        by={
            "tills.receipt_recorded": sale_lines,
            "orders.order_paid": order_lines,
            "orders.order_refunded": refund_lines,
        },
    ),
    Projection(table=RETURN_LINK, by={"tills.return_linked": return_links}),
    Projection(table=NEWCOMER, by={"customers.customer_met": newcomers}),
    Projection(table=PERSON, by=dict.fromkeys(BELONGS, persons)),
    Projection(table=BOND, by=dict.fromkeys(BELONGS, bonds)),
    Projection(table=FORGOTTEN, by={"customers.customer_forgotten": forgotten}),
    Projection(table=MEMBER, by={"customers.customer_met": members}),
    *WAYS,
]
