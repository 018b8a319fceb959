"""Tables of group buys."""

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
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

offer = tenant_table(
    "offer",
    "groups",
    Column("id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sku_id", UUID, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("since", _Instant, nullable=False),
    Column("until", _Instant, nullable=False),
    Column("cap", Integer),
    Column("newcomers", Boolean, nullable=False),
    Column("stores", ARRAY(UUID)),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    CheckConstraint("state in ('draft', 'open', 'closed')", name="state"),
    CheckConstraint("since < until", name="span"),
    CheckConstraint("price_minor >= 0 and size >= 2 and hours > 0 and cap > 0", name="counts"),
    Index("offer_made_ix", "tenant_id", "made_at", "id"),
    Index("offer_sku_ix", "tenant_id", "sku_id", postgresql_where=text("state = 'open'")),
)

group = tenant_table(
    "group",
    "groups",
    Column("id", UUID, primary_key=True),
    Column("offer_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("starter_id", UUID, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("begun_at", _Instant, nullable=False),
    Column("until", _Instant, nullable=False),
    Column("ended_at", _Instant),
    CheckConstraint("state in ('begun', 'open', 'full', 'failed', 'void')", name="state"),
    Index("group_offer_ix", "tenant_id", "offer_id", "begun_at"),
    Index("group_due_ix", "tenant_id", "until", postgresql_where=text("state = 'open'")),
)

seat = tenant_table(
    "seat",
    "groups",
    Column("order_id", UUID, primary_key=True),
    Column("group_id", UUID, nullable=False),
    Column("offer_id", UUID, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("cap", Integer),
    Column("starts", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("state in ('held', 'paid', 'gone', 'back')", name="state"),
    Index("seat_group_ix", "tenant_id", "group_id", "at"),
    Index("seat_customer_ix", "tenant_id", "customer_id", "at"),
)
