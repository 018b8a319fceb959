"""What the staff room speaks in."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Role = Literal[
    "owner", "headquarters", "finance", "region_manager", "store_manager", "guide", "service"
]
Audience = Literal["console", "guide"]
EndedWhy = Literal["signed_out", "ended", "password", "left"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for the merchant, with the post held now."""

    id: UUID
    account: str
    name: str
    role: Role
    employee_no: str | None
    region_id: UUID | None
    store_id: UUID | None
    phone_last4: str | None
    has_totp: bool
    joined_at: datetime
    left_at: datetime | None
    last_sign_in_at: datetime | None


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody works, or worked last, and when they left."""

    id: UUID
    left_at: datetime | None
    store_id: UUID | None


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """Who a session belongs to, with what is needed to know their scope."""

    session: UUID
    person: UUID
    name: str
    account: str
    role: Role
    has_totp: bool
    region_id: UUID | None
    store_id: UUID | None
    seen_at: datetime
    until: datetime


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's sign-in: with what, from where, and how it ended; `ended_by` is a person's id."""

    id: UUID
    person_id: UUID
    audience: Audience
    device: str
    place: str
    made_at: datetime
    seen_at: datetime
    until: datetime
    ended_at: datetime | None
    ended_by: UUID | None
    ended_why: EndedWhy | None


class Join(msgspec.Struct, frozen=True, kw_only=True):
    """A person to be taken on. The password is hashed by `hash_password` beforehand."""

    account: str
    name: str
    role: Role
    password_hash: str
    employee_no: str | None = None
    region_id: UUID | None = None
    store_id: UUID | None = None
    phone: str | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a person's name, role and post."""

    name: str
    role: Role
    region_id: UUID | None = None
    store_id: UUID | None = None
    employee_no: str | None = None


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which people are listed."""

    text: str = ""
    role: str = ""
    store: UUID | None = None
    state: str = ""
    places: list[UUID] | None = None


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who signs in shows, where from and with which device."""

    account: str
    password: str
    code: str | None
    address: str
    device: str = ""

    def __repr__(self) -> str:
        return "Credentials(…)"


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What an authenticator app needs, shown once."""

    secret: str
    uri: str
