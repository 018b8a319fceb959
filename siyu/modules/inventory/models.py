"""Tables of inventory: documents, which nobody changes, transfers, and levels to keep."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import tenant_table

document = tenant_table(
    "document",
    "inventory",
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by_id", UUID),
    CheckConstraint("kind in ('received', 'counted')", name="kind"),
    Index("document_at_ix", "tenant_id", "at", "id"),
    Index("document_store_ix", "tenant_id", "store_id", "at", "id"),
)

line = tenant_table(
    "line",
    "inventory",
    Column("document_id", UUID, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sku_id", UUID, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("before", BigInteger),
    Column("change", BigInteger, nullable=False),
    CheckConstraint("quantity >= 0", name="quantity"),
    CheckConstraint("change = quantity - coalesce(before, 0)", name="change"),
    Index("line_sku_ix", "tenant_id", "sku_id"),
)

# Goods on their way from one place to another: ended once, by who received them.
transfer = tenant_table(
    "transfer",
    "inventory",
    Column("id", UUID, primary_key=True),
    Column("from_id", UUID, nullable=False),
    Column("to_id", UUID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("sent_by", UUID),
    Column("received_at", DateTime(timezone=True)),
    Column("received_by", UUID),
    Column("missing_why", Text, nullable=False, server_default=text("''")),
    CheckConstraint("from_id <> to_id", name="places"),
    Index("transfer_at_ix", "tenant_id", "sent_at", "id"),
    Index("transfer_coming_ix", "tenant_id", "to_id", postgresql_where=text("received_at is null")),
)

transfer_line = tenant_table(
    "transfer_line",
    "inventory",
    Column("transfer_id", UUID, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sku_id", UUID, nullable=False),
    Column("sent", BigInteger, nullable=False),
    Column("received", BigInteger),
    CheckConstraint("sent > 0 and received between 0 and sent", name="many"),
    Index("transfer_line_sku_ix", "tenant_id", "sku_id"),
)

# How much of a SKU a place should have: below `least` it is to be filled up to `fill`.
level = tenant_table(
    "level",
    "inventory",
    Column("sku_id", UUID, primary_key=True),
    Column("store_id", UUID, primary_key=True),
    Column("least", BigInteger, nullable=False),
    Column("fill", BigInteger, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", UUID),
    CheckConstraint("least > 0 and fill >= least", name="fill"),
    Index("level_store_ix", "tenant_id", "store_id"),
)

# Since when a place has fewer than its level, with what is on its way; ended when it has enough.
fall = tenant_table(
    "fall",
    "inventory",
    Column("id", UUID, primary_key=True),
    Column("sku_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("free", BigInteger, nullable=False),
    Column("coming", BigInteger, nullable=False),
    Column("least", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Index(
        "fall_open_ix",
        "tenant_id",
        "sku_id",
        "store_id",
        unique=True,
        postgresql_where=text("ended_at is null"),
    ),
)
