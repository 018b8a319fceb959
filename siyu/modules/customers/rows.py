"""Rows as they go into the room's tables many at a time: all columns, in the tables' order."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


class CustomerRow(NamedTuple):
    tenant_id: int
    id: UUID
    member_no: int
    name: str | None
    pinyin: str
    remark: str
    gender: str | None
    birthday: date | None
    source: str
    met_at: datetime
    store_id: UUID | None
    guide_id: UUID | None
    searched: str
    grams: list[str]
    forgotten_at: None
    language: None = None


class KeyRow(NamedTuple):
    tenant_id: int
    customer_id: UUID
    wrapped: bytes
    made_at: datetime


class IdentityRow(NamedTuple):
    tenant_id: int
    customer_id: UUID
    id: UUID
    kind: str
    sealed: bytes
    blind: bytes
    tail: bytes | None
    source: str
    since: datetime
    ended_at: None = None
    ended_by: None = None
    ended_why: None = None


class BelongingRow(NamedTuple):
    tenant_id: int
    customer_id: UUID
    turn: int
    store_id: UUID
    guide_id: UUID | None
    rule: str
    since: datetime
    by: str
    reason: str = ""
    ended_at: None = None
    ended_by: None = None
    ended_why: None = None
    active_at: None = None


class ConsentRow(NamedTuple):
    tenant_id: int
    customer_id: UUID
    turn: int
    purpose: str
    channel: str | None
    state: str
    source: str
    text_version: str | None
    guardian: str | None
    store_id: UUID | None
    by: str
    at: datetime
