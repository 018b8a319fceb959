"""Tables of distribution. Views over them are in the migration: SQL is what they are."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

plan_version = tenant_table(
    "plan_version",
    "distribution",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("since", _Instant, nullable=False),
    Column("after_sale_days", Integer, nullable=False),
    Column("ceiling_bp", Integer, nullable=False),
    Column("rates", JSONB, nullable=False),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", Text, nullable=False),
    CheckConstraint("after_sale_days between 0 and 180", name="days"),
    CheckConstraint("ceiling_bp between 0 and 5000", name="ceiling"),
)

# One row for every order that was paid: also of those of which nobody earned, with the reason.
split = tenant_table(
    "split",
    "distribution",
    Column("order_id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("guide_id", UUID),
    Column("reason", Text, nullable=False),
    Column("via_id", UUID),
    Column("plan", Integer),
    Column("base_minor", BigInteger, nullable=False),
    Column("shared_minor", BigInteger, nullable=False),
    CheckConstraint("reason in ('link', 'bond', 'left', 'nobody')", name="reason"),
    CheckConstraint("(guide_id is null) = (reason in ('left', 'nobody'))", name="guide"),
)

earning = tenant_table(
    "earning",
    "distribution",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("n", SmallInteger, nullable=False),
    Column("sku_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("category_id", UUID),
    Column("role", Text, nullable=False),
    # Of those who earn because another sold: the first or the second. There is no third.
    Column("tier", SmallInteger),
    Column("earner_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("payer_store_id", UUID),
    Column("reason", Text, nullable=False),
    Column("via_id", UUID),
    Column("plan", Integer, nullable=False),
    Column("base_minor", BigInteger, nullable=False),
    Column("rate_bp", Integer, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("returned_minor", BigInteger, nullable=False, server_default=text("0")),
    Column("kept_minor", BigInteger, nullable=False),
    Column("clawed_minor", BigInteger, nullable=False, server_default=text("0")),
    Column("state", Text, nullable=False),
    Column("earned_at", _Instant, nullable=False),
    Column("thaws_at", _Instant),
    Column("thawed_at", _Instant),
    # The hold of the ledger in which it lies, on its first line.
    Column("hold_id", UUID, nullable=False),
    CheckConstraint(
        "role in ('guide', 'promoter_1', 'promoter_2', 'leader', 'agent', 'franchise')",
        name="role",
    ),
    CheckConstraint("tier in (1, 2)", name="tier"),
    CheckConstraint(
        "(tier is not null) = (role in ('promoter_1', 'promoter_2', 'leader', 'agent'))",
        name="tiered",
    ),
    CheckConstraint("state in ('pending', 'thawed', 'void')", name="state"),
    CheckConstraint("(state = 'thawed') = (thawed_at is not null)", name="thawed"),
    CheckConstraint(
        "amount_minor > 0 and amount_minor <= base_minor"
        " and kept_minor between 0 and amount_minor and returned_minor >= 0",
        name="amount",
    ),
    CheckConstraint(
        "clawed_minor between 0 and amount_minor - kept_minor"
        " and (clawed_minor = 0 or state = 'thawed')",
        name="clawed",
    ),
    CheckConstraint("(state = 'void') <= (kept_minor = 0)", name="void"),
    Index("earning_line_ix", "tenant_id", "order_id", "n", "role", unique=True),
    Index(
        "earning_tier_ix",
        "tenant_id",
        "order_id",
        "n",
        "tier",
        unique=True,
        postgresql_where=text("tier is not null"),
    ),
    Index("earning_earner_ix", "tenant_id", "earner_id", "earned_at"),
    Index("earning_store_ix", "tenant_id", "store_id", "earned_at"),
    Index("earning_earned_ix", "tenant_id", "earned_at"),
    Index(
        "earning_thawed_ix",
        "tenant_id",
        "thawed_at",
        postgresql_where=text("thawed_at is not null"),
    ),
    Index("earning_due_ix", "tenant_id", "thaws_at", postgresql_where=text("state = 'pending'")),
)

claw_back = tenant_table(
    "claw_back",
    "distribution",
    Column("earning_id", UUID, primary_key=True),
    Column("refund_id", UUID, primary_key=True),
    Column("at", _Instant, nullable=False),
    Column("base_minor", BigInteger, nullable=False),
    Column("void_minor", BigInteger, nullable=False),
    Column("debt_minor", BigInteger, nullable=False),
    CheckConstraint("base_minor >= 0 and void_minor >= 0 and debt_minor >= 0", name="amounts"),
    Index("claw_back_at_ix", "tenant_id", "at"),
    Index("claw_back_refund_ix", "tenant_id", "refund_id"),
)
