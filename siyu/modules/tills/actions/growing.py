"""A receipt that lines are added to, before it is written."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from siyu.modules.tills.rules import Group
from siyu.modules.tills.values import Kind, RecordLine


class Known(msgspec.Struct, frozen=True):
    """A receipt as it was recorded."""

    identity: bytes
    part: int
    id: UUID
    customer_id: UUID | None
    guide_id: UUID | None
    till: str | None
    kind: Kind
    amount_minor: int


class Added(NamedTuple):
    """A line that is new, with where it goes."""

    command: RecordLine
    line_no: int
    digest: bytes


class Growing:
    """A receipt that lines are added to, new or known; sums are of the added lines."""

    __slots__ = (
        "added", "amount_minor", "customer", "discount_minor", "first", "group", "guide", "id",
        "kind", "known", "part", "returned_minor", "till",
    )  # fmt: skip

    def __init__(self, receipt: UUID, group: Group, part: int, known: Known | None) -> None:
        self.id = receipt
        self.group = group
        self.part = part
        self.known = known
        self.added: list[Added] = []
        self.amount_minor = self.returned_minor = self.discount_minor = 0
        self.kind: Kind = known.kind if known else "return"
        self.till = known.till if known else None
        self.guide = known.guide_id if known else None
        self.customer = known.customer_id if known else None

    def add(self, line: RecordLine, line_no: int, digest: bytes) -> None:
        if not self.added or line.at < self.first.at:
            self.first = line
        self.added.append(Added(line, line_no, digest))
        self.amount_minor += line.amount_minor
        self.discount_minor += line.discount_minor
        if line.kind == "sale":
            self.kind = "sale"
        else:
            self.returned_minor += line.amount_minor
        # What the receipt does not say yet, the first line that says it does.
        self.till = self.till or line.till
        self.guide = self.guide or line.guide
        self.customer = self.customer or line.customer
