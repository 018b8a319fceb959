"""Tables of deals."""

from sqlalchemy import (
    BigInteger,
    Boolean,
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

sale = tenant_table(
    "sale",
    "deals",
    Column("id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", _Instant, nullable=False),
    Column("until", _Instant, nullable=False),
    Column("with_coupons", Boolean, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("confirmed_at", _Instant),
    Column("ended_at", _Instant),
    Column("ended_why", Text),
    CheckConstraint("state in ('draft', 'confirmed', 'ended')", name="state"),
    CheckConstraint("since < until", name="span"),
    Index("sale_since_ix", "tenant_id", "since", "id"),
    Index("sale_due_ix", "tenant_id", "until", postgresql_where=text("state = 'confirmed'")),
)

good = tenant_table(
    "good",
    "deals",
    Column("id", UUID, primary_key=True),
    Column("sale_id", UUID, nullable=False),
    Column("n", SmallInteger, nullable=False),
    Column("sku_id", UUID, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("split", Text, nullable=False),
    # How many one person may have; null is no limit.
    Column("cap", Integer),
    CheckConstraint("price_minor >= 0 and pieces > 0 and cap > 0", name="counts"),
    CheckConstraint("split in ('each', 'in_all')", name="split"),
    Index("good_sale_ix", "tenant_id", "sale_id", "n"),
)

pool = tenant_table(
    "pool",
    "deals",
    Column("good_id", UUID, primary_key=True),
    Column("store_id", UUID, primary_key=True),
    Column("pieces", Integer, nullable=False),
    # What went back to the shelf when the sale ended.
    Column("returned", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("pieces > 0 and returned between 0 and pieces", name="pieces"),
)

# What an order took of a pool; whether it holds it still the order and the ledger say.
taking = tenant_table(
    "taking",
    "deals",
    Column("order_id", UUID, primary_key=True),
    Column("good_id", UUID, primary_key=True),
    Column("sku_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("cap", Integer),
    Column("at", _Instant, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    Index("taking_good_ix", "tenant_id", "good_id", "at"),
)

# Who came in vain, counted: a row for each batch and reason, so that nobody waits for a counter.
turned = tenant_table(
    "turned",
    "deals",
    Column("id", UUID, primary_key=True),
    Column("good_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("count > 0", name="count"),
    CheckConstraint("reason in ('sold_out', 'too_few', 'cap', 'ended')", name="reason"),
    Index("turned_good_ix", "tenant_id", "good_id", "at"),
)
