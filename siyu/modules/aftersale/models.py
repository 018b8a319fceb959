"""Tables of after-sale."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

case = tenant_table(
    "case",
    "aftersale",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("freight_minor", BigInteger, nullable=False),
    Column("pays", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", _Instant, nullable=False),
    Column("due_at", _Instant),
    Column("return_to", JSONB),
    Column("back", JSONB),
    Column("replacement", JSONB),
    Column("refund_id", UUID),
    Column("fit", Boolean),
    Column("ended_at", _Instant),
    CheckConstraint("kind in ('refund', 'return', 'exchange')", name="kind"),
    CheckConstraint("amount_minor >= 0 and freight_minor >= 0", name="amount"),
    CheckConstraint(
        "(ended_at is null) = (state in ('asked', 'agreed', 'sent_back', 'arrived'))", name="ended"
    ),
    Index("case_order_ix", "tenant_id", "order_id", "asked_at"),
    Index("case_asked_ix", "tenant_id", "asked_at", "id"),
    Index("case_customer_ix", "tenant_id", "customer_id", "asked_at"),
    Index(
        "case_refund_ix",
        "tenant_id",
        "refund_id",
        postgresql_where=text("refund_id is not null"),
    ),
    Index("case_due_ix", "tenant_id", "due_at", postgresql_where=text("due_at is not null")),
    Index("case_open_ix", "tenant_id", "order_id", postgresql_where=text("ended_at is null")),
)

step = tenant_table(
    "step",
    "aftersale",
    Column("case_id", UUID, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
)

# What she shows of it; the picture lies sealed in a file that is named by the id.
picture = tenant_table(
    "picture",
    "aftersale",
    Column("id", UUID, primary_key=True),
    Column("case_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Index("picture_case_ix", "tenant_id", "case_id", "at"),
)

# The highest version counts.
rule = tenant_table(
    "rule",
    "aftersale",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("answer_hours", Integer, nullable=False),
    Column("send_back_hours", Integer, nullable=False),
    Column("arrive_hours", Integer, nullable=False),
    Column("fault_days", Integer, nullable=False),
    Column("return_to", JSONB),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    CheckConstraint("fault_days >= 7 and answer_hours between 1 and 240", name="spans"),
)

# What may not be returned without a reason; ended ones stay, for what was ordered while they held.
exemption = tenant_table(
    "exemption",
    "aftersale",
    Column("id", UUID, primary_key=True),
    Column("category_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("ended_at", _Instant),
    CheckConstraint(
        "kind in ('made_to_order', 'perishable', 'digital', 'press', 'confirmed')", name="kind"
    ),
    Index(
        "exemption_living_ix",
        "tenant_id",
        "category_id",
        unique=True,
        postgresql_where=text("ended_at is null"),
    ),
)

# She said before she paid that she knows of goods that are not returned without a reason.
knowing = tenant_table(
    "knowing",
    "aftersale",
    Column("order_id", UUID, primary_key=True),
    Column("at", _Instant, nullable=False),
)
