"""Columnar tables of the ways by which people come: codes, letters, the storefront."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from siyu.kernel.columns import Projection, Table
from siyu.kernel.facts.envelope import Told

NOBODY = UUID(int=0)
"""Stands for a walk-in, a sale without a guide, a return whose receipt isn't known."""

CODE = Table(
    name="insight_code",
    columns={"code": "UUID", "store": "UUID", "guide": "UUID", "source": "String"},
    key=("code",),
)
COST = Table(
    name="insight_cost",
    columns={"code": "UUID", "month": "Date", "given": "UInt8", "amount_minor": "Int64"},
    key=("code", "month"),
)
SCAN = Table(
    name="insight_scan",
    columns={"code": "UUID", "visit": "UUID", "visitor": "UUID", "store": "UUID"},
    order=("code", "at"),
)
JOINED = Table(
    name="insight_joined",
    columns={
        "code": "UUID",
        "visit": "UUID",
        "visitor": "UUID",
        "customer": "UUID",
        "is_new": "UInt8",
        "is_bound": "UInt8",
    },
    order=("code", "at"),
)
LETTER = Table(
    name="insight_letter",
    columns={"customer": "UUID", "campaign": "UUID"},
    order=("customer", "at"),
)
CAME = Table(name="insight_came", columns={"customer": "UUID"}, order=("customer", "at"))

COMES = (
    "customers.signed_in",
    "channels.visit_joined",
    "content.article_read",
    "messaging.letter_read",
    "messaging.card_opened",
    "orders.cart_changed",
    "orders.order_placed",
)
"""What nobody can do who isn't in the storefront."""


def codes(told: Told[Any]) -> Iterable[Sequence[Any]]:
    made = told.fact
    yield made.code, made.store or NOBODY, made.guide or NOBODY, made.source


def costs(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """The latest that was said of a month; taken back is not given."""
    amount = told.fact.amount_minor
    yield told.fact.code, told.fact.month, int(amount is not None), amount or 0


def scans(told: Told[Any]) -> Iterable[Sequence[Any]]:
    scan = told.fact
    yield scan.code, scan.visit, scan.visitor, scan.store or NOBODY


def joins(told: Told[Any]) -> Iterable[Sequence[Any]]:
    join = told.fact
    yield join.code, join.visit, join.visitor, told.subject, int(join.new), int(join.bound)


def letters(told: Told[Any]) -> Iterable[Sequence[Any]]:
    yield told.subject, told.fact.campaign or NOBODY


def came(told: Told[Any]) -> Iterable[Sequence[Any]]:
    yield (told.subject,)


def opened(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """An opening by a browser that is nobody's yet says nothing of a customer."""
    if told.subject is not None:
        yield (told.subject,)


def bought(told: Told[Any]) -> Iterable[Sequence[Any]]:
    """Who bought at a till was in the store; who only brought something back doesn't count."""
    if told.fact.customer is not None and told.fact.kind == "sale":
        yield (told.fact.customer,)


WAYS = [
    Projection(table=CODE, by={"channels.code_made": codes}),
    Projection(table=COST, by={"channels.cost_set": costs}),
    Projection(table=SCAN, by={"channels.code_scanned": scans}),
    Projection(table=JOINED, by={"channels.visit_joined": joins}),
    Projection(table=LETTER, by={"messaging.letter_sent": letters}),
    Projection(
        table=CAME,
        by={
            **dict.fromkeys(COMES, came),
            "channels.link_opened": opened,
            "tills.receipt_recorded": bought,
        },
    ),
]
