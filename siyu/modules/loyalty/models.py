"""Tables of loyalty. Views over them are in the migration: SQL is what they are."""

from sqlalchemy import (
    BigInteger,
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

points_kind = tenant_table(
    "points_kind",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("ended_at", _Instant),
    Index("points_kind_code_ix", "tenant_id", "code", unique=True),
)

points_rule = tenant_table(
    "points_rule",
    "loyalty",
    Column("kind_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("since", _Instant, nullable=False),
    Column("terms", JSONB, nullable=False),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", Text, nullable=False),
)

# How many are left the ledger says. `next_at` is when it is to be looked at for having ended, and
# `warn_at` when she is to be told that it will; no instant: never (again).
lot = tenant_table(
    "lot",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("kind_id", UUID, nullable=False),
    Column("expires_at", _Instant),
    Column("next_at", _Instant),
    Column("warn_at", _Instant),
    Column("made_at", _Instant, nullable=False),
    Index("lot_customer_ix", "tenant_id", "customer_id", "kind_id", "expires_at"),
    Index("lot_next_ix", "tenant_id", "next_at", postgresql_where=text("next_at is not null")),
    Index("lot_warn_ix", "tenant_id", "warn_at", postgresql_where=text("warn_at is not null")),
)

# Everything that happened to points; the sum of its parts per lot is what the ledger says of it.
points_entry = tenant_table(
    "points_entry",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("kind_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("what", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("ref", UUID),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("short", BigInteger, nullable=False),
    CheckConstraint(
        "what in ('earned', 'clawed_back', 'spent', 'given_back', 'expired', 'adjusted')",
        name="what",
    ),
    CheckConstraint("short >= 0", name="short"),
    Index("points_entry_customer_ix", "tenant_id", "customer_id", "kind_id", "at", "id"),
)

points_earning = tenant_table(
    "points_earning",
    "loyalty",
    Column("order_id", UUID, primary_key=True),
    Column("kind_id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("lot_id", UUID, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("let_go", BigInteger, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("amount >= 0 and let_go >= 0", name="amount"),
)

points_spend = tenant_table(
    "points_spend",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("kind_id", UUID, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("back", BigInteger, nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("ref", UUID),
    Column("why", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("amount > 0 and back between 0 and amount", name="amount"),
    CheckConstraint("state in ('held', 'spent', 'void')", name="state"),
    Index("points_spend_ref_ix", "tenant_id", "ref", postgresql_where=text("ref is not null")),
)
