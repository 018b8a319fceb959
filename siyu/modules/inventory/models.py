"""Tables of inventory: documents, which nobody changes."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, Integer, Text
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
