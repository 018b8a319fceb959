"""Pure: names of orders, which state may follow which, and what of a line goes back.

Worked in docs/algorithms/orders.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from siyu.kernel.errors import Refusal
from siyu.kernel.ids import swift_uuid
from siyu.modules.orders.errors import NothingToRefund, NotPaid, RefundTooMuch
from siyu.modules.orders.values import Line, Part, State

FROM: Mapping[State, tuple[State, ...]] = {
    "paid": ("unpaid", "expired", "cancelled"),
    "expired": ("unpaid",),
    "cancelled": ("unpaid",),
    "redeemed": ("paid",),
    "closed": ("paid", "redeemed"),
}
"""What may become each state; `paid` of an ended order is money that came late."""

REFUNDABLE: tuple[State, ...] = ("paid", "redeemed", "closed")


def order_id(customer: UUID, key: str) -> UUID:
    """The same customer's same key is the same order, whoever writes it down first."""
    return swift_uuid(uuid5(customer, key).bytes)


def number(order: UUID, on: date) -> str:
    """What people read to each other: the day, and digits that tell nobody how many there were."""
    return f"{on:%y%m%d}{order.int % 10**12:012d}"


def refund_parts(
    lines: Sequence[Line],
    state: State,
    quantities: Mapping[int, int],
    amounts: Mapping[int, int] = MappingProxyType({}),
) -> list[Part] | Refusal:
    """What goes back, line by line, or why it can't; `amounts` where the pieces do not say it."""
    if state not in REFUNDABLE:
        return NotPaid()
    if not quantities or any(q < 1 for n, q in quantities.items() if n not in amounts):
        return NothingToRefund()
    by_number = {line.n: line for line in lines}
    parts = []
    for n, quantity in sorted(quantities.items()):
        line = by_number.get(n)
        left = line.quantity - line.refunded_quantity if line else 0
        if line is None or quantity > left:
            return RefundTooMuch(n=n, left=left)
        amount = amounts[n] if n in amounts else back_of(line, quantity)
        if amount > line.payable_minor - line.refunded_minor:
            return RefundTooMuch(n=n, left=left)
        parts.append(Part(n=n, quantity=quantity, amount_minor=amount))
    return parts


def back_of(line: Line, quantity: int) -> int:
    """What `quantity` more pieces come to: each step rounds the whole that went back so far, so
    that the last piece brings what is left of the line."""
    gone = line.refunded_quantity
    return _worth(line, gone + quantity) - _worth(line, gone)


def _worth(line: Line, pieces: int) -> int:
    return line.payable_minor * pieces // line.quantity
