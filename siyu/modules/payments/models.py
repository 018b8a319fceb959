"""Tables of payments."""

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
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)
_LIVING = text("state in ('asked', 'prepared')")
_DUE = text("next_at is not null")

attempt = tenant_table(
    "attempt",
    "payments",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("customer_id", UUID),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("return_to", Text, nullable=False),
    Column("vendor", Text, nullable=False),
    Column("account", Text),
    Column("state", Text, nullable=False),
    Column("pay_by", _Instant),
    Column("prepay", Text),
    Column("pay_path", Text),
    Column("payable_until", _Instant),
    Column("vendor_no", Text),
    Column("asked_at", _Instant, nullable=False),
    Column("close_asked_at", _Instant),
    Column("ended_at", _Instant),
    # How often the vendor was asked what became of it, and when next; no instant: never again.
    Column("asks", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_at", _Instant),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("state in ('asked', 'prepared', 'paid', 'closed')", name="state"),
    CheckConstraint("(state = 'paid') = (vendor_no is not null)", name="paid"),
    Index("attempt_living_ix", "tenant_id", "order_id", unique=True, postgresql_where=_LIVING),
    Index("attempt_order_ix", "tenant_id", "order_id"),
    Index("attempt_asked_ix", "tenant_id", "asked_at", "id"),
    Index("attempt_vendor_no_ix", "tenant_id", "vendor_no"),
    Index("attempt_next_ix", "tenant_id", "next_at", postgresql_where=_DUE),
)

refund = tenant_table(
    "refund",
    "payments",
    Column("id", UUID, primary_key=True),
    Column("attempt_id", UUID, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("vendor_no", Text),
    Column("failure", Text),
    Column("asked_at", _Instant, nullable=False),
    Column("ended_at", _Instant),
    Column("asks", Integer, nullable=False, server_default=text("0")),
    Column("next_at", _Instant),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("state in ('asked', 'paid_back', 'failed')", name="state"),
    Index("refund_attempt_ix", "tenant_id", "attempt_id"),
    Index("refund_next_ix", "tenant_id", "next_at", postgresql_where=_DUE),
)

# Of attempts and of refunds: every change of state, who made it and why.
step = tenant_table(
    "step",
    "payments",
    Column("of", UUID, primary_key=True),
    Column("turn", SmallInteger, primary_key=True),
    Column("state", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
)

quarantine = tenant_table(
    "quarantine",
    "payments",
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("vendor", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("vendor_no", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("said_at", _Instant),
    Column("reason", Text, nullable=False),
    Column("attempt_id", UUID),
    Column("first_at", _Instant, nullable=False),
    Column("last_at", _Instant, nullable=False),
    Column("times", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("kind in ('payment', 'refund')", name="kind"),
    Index(
        "quarantine_said_ix",
        "tenant_id",
        "vendor",
        "number",
        "vendor_no",
        "kind",
        "reason",
        unique=True,
    ),
    Index("quarantine_last_ix", "tenant_id", "last_at", "id"),
)

# What has been signed once may not be shown twice: random words of call-backs, for minutes.
nonce = tenant_table(
    "nonce",
    "payments",
    Column("vendor", Text, primary_key=True),
    Column("nonce", Text, primary_key=True),
    Column("at", _Instant, nullable=False),
    Index("nonce_at_ix", "tenant_id", "at"),
)
