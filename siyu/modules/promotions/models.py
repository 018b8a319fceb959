"""Tables of promotions."""

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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

coupon = tenant_table(
    "coupon",
    "promotions",
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False),
    # The newest; a version itself never changes.
    Column("version", Integer, nullable=False),
    # Nobody claims it from then on; who has it keeps it.
    Column("closed_at", _Instant),
    Index("coupon_code_ix", "tenant_id", "code", unique=True),
)

coupon_version = tenant_table(
    "coupon_version",
    "promotions",
    Column("coupon_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("off_bp", Integer, nullable=False),
    Column("most_minor", BigInteger, nullable=False),
    Column("threshold_minor", BigInteger, nullable=False),
    Column("valid_from", _Instant),
    Column("valid_until", _Instant),
    Column("valid_days", Integer),
    Column("quota", BigInteger, nullable=False),
    Column("per_person", Integer, nullable=False),
    Column("stores", ARRAY(UUID)),
    Column("goods", ARRAY(UUID)),
    Column("categories", ARRAY(UUID)),
    Column("how", Text, nullable=False),
    Column("welcome", Boolean, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by_id", UUID),
    # How many one guide may give in a period of the merchant's calendar; null: no limit.
    Column("per_guide", Integer),
    Column("guide_period", Text),
    CheckConstraint(
        "(per_guide is null) = (guide_period is null) and per_guide > 0"
        " and guide_period in ('day', 'week', 'month')",
        name="guide",
    ),
    CheckConstraint(
        "amount_minor >= 0 and most_minor >= 0 and threshold_minor >= 0", name="amounts"
    ),
    CheckConstraint(
        "case kind when 'amount' then amount_minor > 0 and off_bp = 0"
        " when 'percent' then amount_minor = 0 and off_bp between 1 and 10000"
        " when 'freight' then off_bp = 0 else false end",
        name="offer",
    ),
    CheckConstraint("how in ('claimed', 'sent', 'guide', 'code')", name="how"),
    CheckConstraint("quota > 0 and per_person > 0", name="counts"),
    CheckConstraint("(valid_until is null) <> (valid_days is null)", name="end"),
)

wallet = tenant_table(
    "wallet",
    "promotions",
    Column("id", UUID, primary_key=True),
    Column("coupon_id", UUID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("claimed_at", _Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("valid_from", _Instant, nullable=False),
    Column("valid_until", _Instant, nullable=False),
    Column("used_at", _Instant),
    Column("used_by", UUID),
    Column("returned_at", _Instant),
    Column("expired_at", _Instant),
    CheckConstraint("(used_at is null) = (used_by is null)", name="used"),
    CheckConstraint("used_at is null or expired_at is null", name="expired"),
    Index("wallet_customer_ix", "tenant_id", "customer_id", "claimed_at"),
    Index("wallet_coupon_ix", "tenant_id", "coupon_id", "claimed_at"),
    Index(
        "wallet_used_ix",
        "tenant_id",
        "used_by",
        unique=True,
        postgresql_where=text("used_by is not null"),
    ),
    Index(
        "wallet_open_ix",
        "tenant_id",
        "valid_until",
        postgresql_where=text("used_at is null and expired_at is null"),
    ),
)

# Codes that were typed and that there are not, so that nobody finds one by trying.
guess = tenant_table(
    "guess",
    "promotions",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Index("guess_customer_ix", "tenant_id", "customer_id", "at"),
)

promotion = tenant_table(
    "promotion",
    "promotions",
    Column("id", UUID, primary_key=True),
    # The newest; a version itself never changes.
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("state_at", _Instant, nullable=False),
    Column("state_by", Text, nullable=False),
    CheckConstraint("state in ('draft', 'running', 'paused', 'ended')", name="state"),
    Index("promotion_running_ix", "tenant_id", postgresql_where=text("state = 'running'")),
)

promotion_version = tenant_table(
    "promotion_version",
    "promotions",
    Column("promotion_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("wording", JSONB, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
)

# Another id with every change of what runs: whoever knows it knows all running versions.
edition = tenant_table("edition", "promotions", Column("id", UUID, nullable=False))
