"""What tasks speak in: what is known of a guide's customers, what she might do, how it ended."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["pickup_waiting", "coupon_expiring", "birthday", "greeting", "repurchase_due"]
Dismissal = Literal["in_touch", "not_fitting", "asked_not_to", "other"]
"""Why a task is put aside: she is in touch with her anyway, it does not fit, she asked not to be
written to, or something else. Codes only: words about a customer belong into her remark."""
State = Literal["done", "dismissed"]


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits at the guide's store since `ready_at`."""

    customer: UUID
    order: UUID
    order_no: str
    ready_at: datetime


class Expiring(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon she has not used; the last day on which she may."""

    customer: UUID
    wallet: UUID
    name: str
    until_on: date


class Birthday(msgspec.Struct, frozen=True, kw_only=True):
    """Her next birthday."""

    customer: UUID
    on: date


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom the guide looks after since `since_on`, in her bond number `turn`."""

    customer: UUID
    turn: int
    since_on: date
    greeted: bool


class Buyer(msgspec.Struct, frozen=True, kw_only=True):
    """The days on which she bought, each once, in any order."""

    customer: UUID
    days: tuple[date, ...]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a guide's customers today."""

    waiting: tuple[Waiting, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    birthdays: tuple[Birthday, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    buyers: tuple[Buyer, ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do for a customer; the same cause is the same `key`.

    `on` is the day that matters: until when, or since when. `days` are those to or from it.
    """

    key: UUID
    kind: Kind
    customer: UUID
    on: date
    days: int
    about: UUID | None = None
    name: str = ""
    usual_days: int | None = None


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How a task ended, as its row stands."""

    key: UUID
    kind: Kind
    customer_id: UUID
    guide_id: UUID
    state: State
    reason: Dismissal | None
    at: datetime


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many a guide ended since an instant."""

    done: int
    dismissed: int
