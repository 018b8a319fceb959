"""Tables of tasks: what was proposed is worked out anew each time; how it ended is kept."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import tenant_table

ended = tenant_table(
    "ended",
    "tasks",
    Column("key", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("guide_id", UUID, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "kind in ('pickup_waiting', 'coupon_expiring', 'birthday', 'greeting', 'repurchase_due')",
        name="kind",
    ),
    CheckConstraint(
        "state = 'done' and reason is null or state = 'dismissed' and reason is not null"
        " and reason in ('in_touch', 'not_fitting', 'asked_not_to', 'other')",
        name="state",
    ),
    Index("ended_guide_ix", "tenant_id", "guide_id", "at"),
    Index("ended_customer_ix", "tenant_id", "customer_id", "at"),
)
