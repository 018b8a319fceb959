"""What PostgreSQL knows about the columns: who feeds them, which fillings exist, what was sent."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import metadata

_Instant = DateTime(timezone=True)

# One row: the fence of the feeder that took over last. Every write of a feeder holds it.
columns_feed = Table(
    "columns_feed",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("fence", BigInteger, nullable=False),
    schema="facts",
)

# One row per filling of a table ("generation"); the one served last is what readers see.
columns_table = Table(
    "columns_table",
    metadata,
    Column("generation", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("served_at", _Instant),
    Column("place", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    schema="facts",
)

# A batch is every fact after one position up to another, both fixed before anything is sent.
columns_batch = Table(
    "columns_batch",
    metadata,
    Column(
        "generation",
        Text,
        ForeignKey("facts.columns_table.generation", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("after_epoch", Integer, nullable=False),
    Column("after_xid", BigInteger, nullable=False),
    Column("after_id", UUID, nullable=False),
    Column("to_epoch", Integer, nullable=False),
    Column("to_xid", BigInteger, nullable=False),
    Column("to_id", UUID, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("planned_at", _Instant, nullable=False),
    Column("sent_at", _Instant),
    Index(
        "columns_batch_open_ix", "generation", unique=True, postgresql_where=text("sent_at is null")
    ),
    schema="facts",
)
