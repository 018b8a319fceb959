"""Tables of the sandbox's world: fault plans, and what residents saw and did."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import tenant_table

fault = tenant_table(
    "fault",
    "sandbox",
    Column("resident", Text, primary_key=True),
    Column("lose_bp", Integer, nullable=False),
    Column("delay_s", Integer, nullable=False),
    Column("double_bp", Integer, nullable=False),
    Column("disorder_bp", Integer, nullable=False),
    Column("refuse_bp", Integer, nullable=False),
)

happening = tenant_table(
    "happening",
    "sandbox",
    Column("id", UUID, primary_key=True),
    Column("resident", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("key", LargeBinary),
    Column("body", LargeBinary, nullable=False),
    Index("happening_at_ix", "tenant_id", "resident", "kind", "at"),
    Index("happening_key_ix", "tenant_id", "resident", "kind", "key", "at"),
)
