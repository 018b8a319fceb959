"""What distribution speaks in: plans, who is meant by them, shares, and earnings."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Role = Literal["guide", "promoter_1", "promoter_2", "leader", "agent", "franchise"]
"""A place in the table of who earns; there is no third level to be named."""
Payer = Literal["merchant", "store"]
Reason = Literal["link", "bond", "left", "nobody"]
"""Why a guide is the one who earns; or why none is: who was meant had left, or nobody was."""
State = Literal["pending", "thawed", "void"]

MOST_DAYS = 180
MOST_RATES = 200


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What a place earns, of goods of a category or, without one, of all that none names."""

    role: Role
    rate_bp: int
    category: UUID | None = None


class NewPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan to be set; `since` is its first instant."""

    since: datetime
    after_sale_days: int
    ceiling_bp: int
    rates: tuple[Rate, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the plan: what counts for orders paid from `since` on; it never changes."""

    version: int
    since: datetime
    after_sale_days: int
    ceiling_bp: int
    rates: list[Rate]
    set_at: datetime
    set_by: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an order: what was paid for it, and what of that was a bonus on stored value.

    `categories` lead from the goods' own up to the root.
    """

    n: int
    paid_minor: int
    bonus_minor: int = 0
    categories: tuple[UUID, ...] = ()

    @property
    def base_minor(self) -> int:
        return self.paid_minor - self.bonus_minor


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody gets of a line; `tier` numbers those who earn from another's sale."""

    n: int
    role: Role
    earner: UUID
    payer: Payer
    tier: int | None
    category: UUID | None
    base_minor: int
    rate_bp: int
    amount_minor: int


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """What a share came from: the goods of the line."""

    sku: UUID
    product: UUID


class Earn(msgspec.Struct, frozen=True, kw_only=True):
    """An order that was paid, and how it is shared; without shares it says why there are none.

    `store` is where the guide worked when it was paid.
    """

    order: UUID
    customer: UUID
    at: datetime
    guide: UUID | None
    reason: Reason
    via: UUID | None
    store: UUID | None
    selling_store: UUID
    plan: int | None
    base_minor: int
    shares: tuple[Share, ...]
    sold: dict[int, Sold]


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """How an order was shared, or why it was not."""

    order_id: UUID
    customer_id: UUID
    at: datetime
    guide_id: UUID | None
    reason: Reason
    via_id: UUID | None
    plan: int | None
    base_minor: int
    shared_minor: int


class Earning(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody earned of a line. Of `amount_minor`, earned when it was paid, `kept_minor` is
    still hers; `clawed_minor` was taken back after it had thawed."""

    id: UUID
    order_id: UUID
    n: int
    sku_id: UUID
    product_id: UUID
    category_id: UUID | None
    role: Role
    tier: int | None
    earner_id: UUID
    store_id: UUID
    payer_store_id: UUID | None
    reason: Reason
    via_id: UUID | None
    plan: int
    base_minor: int
    rate_bp: int
    amount_minor: int
    returned_minor: int
    kept_minor: int
    clawed_minor: int
    state: State
    earned_at: datetime
    thaws_at: datetime | None
    thawed_at: datetime | None
    hold_id: UUID


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """So much of what was paid for a line went back."""

    n: int
    amount_minor: int


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """A refund of an order, line by line."""

    refund: UUID
    order: UUID
    parts: tuple[Part, ...]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a refund takes from an earning: `void_minor` of a share on hold, of which `rest_minor`
    goes on being held under `hold`; or `debt_minor` of one that had thawed."""

    earning: UUID
    refund: UUID
    order: UUID
    earner: UUID
    role: Role
    payer_store: UUID | None
    was_hold: UUID
    hold: UUID
    base_minor: int
    void_minor: int = 0
    rest_minor: int = 0
    debt_minor: int = 0


class ClawBack(msgspec.Struct, frozen=True, kw_only=True):
    """What a refund took from an earning, as its row stands."""

    earning_id: UUID
    refund_id: UUID
    at: datetime
    base_minor: int
    void_minor: int
    debt_minor: int


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which earnings are listed; `since` and `until` are of when they were earned.

    `clawed`: of which something was taken back after it had thawed.
    """

    stores: tuple[UUID, ...] | None = None
    earner: UUID | None = None
    order: UUID | None = None
    state: State | None = None
    clawed: bool = False
    since: datetime | None = None
    until: datetime | None = None


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody's earnings of a time come to. `earned_minor` was earned in it, of which
    `pending_minor` still waits. Whenever it was earned, `thawed_minor` thawed in it, `void_minor`
    went back in it before it had thawed, and `clawed_minor` after that."""

    earner_id: UUID
    earned_minor: int
    pending_minor: int
    thawed_minor: int
    void_minor: int
    clawed_minor: int
