"""Rows as they go into the room's tables many at a time: all columns, in the tables' order."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


class ReceiptRow(NamedTuple):
    tenant_id: int
    id: UUID
    source: str
    store_id: UUID
    identity: bytes
    part: int
    receipt_no: str | None
    at: datetime
    day: date
    till: str | None
    guide_id: UUID | None
    customer_id: UUID | None
    kind: str
    lines: int
    amount_minor: int
    returned_minor: int
    discount_minor: int
    recorded_at: datetime
    run_id: UUID | None


class LineRow(NamedTuple):
    """What a return takes back is found when all lines are written."""

    tenant_id: int
    receipt_id: UUID
    line_no: int
    kind: str
    sku_id: UUID | None
    sku_text: str | None
    quantity_milli: int
    amount_minor: int
    discount_minor: int
    at: datetime
    customer_id: UUID | None
    digest: bytes
    returns_no: str | None
    returns_receipt_id: None
    returns_line_no: None
    run_id: UUID | None


class MeansRow(NamedTuple):
    tenant_id: int
    receipt_id: UUID
    kind: str
    amount_minor: int


class FiguresRow(NamedTuple):
    """What is added to a customer's figures."""

    tenant_id: int
    customer_id: UUID
    receipts: int
    returns: int
    spent_minor: int
    first_at: datetime | None
    last_at: datetime | None
