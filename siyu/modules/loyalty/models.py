"""Tables of loyalty. Views over them are in the migration: SQL is what they are."""

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

points_money = tenant_table(
    "points_money",
    "loyalty",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("terms", JSONB, nullable=False),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", Text, nullable=False),
)

balance_offer = tenant_table(
    "balance_offer",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("pay_minor", BigInteger, nullable=False),
    Column("bonus_minor", BigInteger, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("ended_at", _Instant),
    CheckConstraint("pay_minor > 0 and bonus_minor >= 0", name="amount"),
)

balance_rule = tenant_table(
    "balance_rule",
    "loyalty",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("order", Text, nullable=False),
    Column("ceiling_minor", BigInteger, nullable=False),
    Column("earns", Text, nullable=False),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", Text, nullable=False),
    CheckConstraint(
        "\"order\" in ('principal_first', 'bonus_first', 'in_proportion')", name="order"
    ),
    CheckConstraint("earns in ('spending', 'top_up')", name="earns"),
    CheckConstraint("ceiling_minor between 1 and 500000", name="ceiling"),
)

top_up = tenant_table(
    "top_up",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("offer_id", UUID, nullable=False),
    Column("pay_minor", BigInteger, nullable=False),
    Column("bonus_minor", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt_id", UUID),
    Column("asked_at", _Instant, nullable=False),
    Column("paid_at", _Instant),
    # Whether somebody earned when it was bought or earns when it is spent; said once it is paid.
    Column("earns", Text),
    CheckConstraint("(earns is null) = (paid_at is null)", name="earns"),
    CheckConstraint("state in ('asked', 'paid', 'lapsed')", name="state"),
    CheckConstraint("(state = 'paid') = (paid_at is not null)", name="paid"),
    Index("top_up_customer_ix", "tenant_id", "customer_id", "asked_at"),
)

# Everything that happened to balances; the sum of it is what the ledger says of each.
balance_movement = tenant_table(
    "balance_movement",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("what", Text, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("bonus", BigInteger, nullable=False),
    Column("pieces", JSONB, nullable=False),
    Column("ref", UUID, nullable=False),
    Column("by", Text, nullable=False),
    CheckConstraint("what in ('topped_up', 'spent', 'given_back', 'refunded')", name="what"),
    Index("balance_movement_customer_ix", "tenant_id", "customer_id", "at", "id"),
    Index("balance_movement_at_ix", "tenant_id", "at"),
)

balance_pay = tenant_table(
    "balance_pay",
    "loyalty",
    Column("order_id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("bonus", BigInteger, nullable=False),
    Column("pieces", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("principal >= 0 and bonus >= 0 and principal + bonus > 0", name="amount"),
    CheckConstraint("state in ('held', 'spent', 'void')", name="state"),
)

# Of each refund of an order that a balance helped to pay for: how much goes back where.
balance_share = tenant_table(
    "balance_share",
    "loyalty",
    Column("refund_id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("cash", BigInteger, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("bonus", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    CheckConstraint("cash >= 0 and principal >= 0 and bonus >= 0", name="amount"),
    CheckConstraint("state in ('asked', 'done', 'void')", name="state"),
    Index("balance_share_order_ix", "tenant_id", "order_id"),
)

top_up_refund = tenant_table(
    "top_up_refund",
    "loyalty",
    Column("id", UUID, primary_key=True),
    Column("top_up_id", UUID, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("basis", Text, nullable=False),
    Column("pay_back_minor", BigInteger, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("bonus", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", _Instant, nullable=False),
    Column("decided_at", _Instant),
    Column("decided_by", Text),
    Column("ended_at", _Instant),
    CheckConstraint("basis in ('in_time', 'own_wish', 'not_hers')", name="basis"),
    CheckConstraint(
        "state in ('asked', 'approved', 'paid_back', 'refused', 'failed')", name="state"
    ),
    CheckConstraint("pay_back_minor > 0 and principal >= 0 and bonus >= 0", name="amount"),
    Index("top_up_refund_asked_ix", "tenant_id", "state", "asked_at"),
    Index(
        "top_up_refund_living_ix",
        "tenant_id",
        "top_up_id",
        unique=True,
        postgresql_where=text("state in ('asked', 'approved')"),
    ),
)

balance_password = tenant_table(
    "balance_password",
    "loyalty",
    Column("customer_id", UUID, primary_key=True),
    Column("hashed", Text, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("tried_at", _Instant),
    Column("set_at", _Instant, nullable=False),
)

programme = tenant_table(
    "programme",
    "loyalty",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("since", _Instant, nullable=False),
    Column("ladder", JSONB, nullable=False),
    Column("set_by", Text, nullable=False),
)

# What an order or a receipt brought, less what of it went back since.
growth = tenant_table(
    "growth",
    "loyalty",
    Column("source_id", UUID, primary_key=True),
    Column("source", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    # Less than nothing only by returns of a till whose sale nobody knows.
    CheckConstraint("amount >= 0 or source = 'receipt'", name="amount"),
    CheckConstraint("source in ('order', 'receipt')", name="source"),
    Index("growth_customer_ix", "tenant_id", "customer_id", "at"),
)

# How somebody stood when she was last looked at: it can be computed again from her growth.
membership = tenant_table(
    "membership",
    "loyalty",
    Column("customer_id", UUID, primary_key=True),
    Column("tier", UUID),
    Column("since", _Instant),
    Column("until", _Instant),
    Column("climb", BigInteger, nullable=False),
    Column("kept", BigInteger, nullable=False),
    Column("next_at", _Instant),
    CheckConstraint("(tier is null) = (until is null)", name="until"),
    Index("membership_tier_ix", "tenant_id", "tier", "until"),
    Index(
        "membership_next_ix", "tenant_id", "next_at", postgresql_where=text("next_at is not null")
    ),
)
