"""Tables of the log of facts and of those who read it."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import metadata, tenant_table

# One row per life of the database: a restore or another cluster opens the next epoch, because
# transaction ids start anew there and a position without it would skip what comes after.
epoch = Table(
    "epoch",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("system", Text, nullable=False),
    Column("began_at", DateTime(timezone=True), nullable=False),
    schema="facts",
)

fact = tenant_table(
    "fact",
    "facts",
    Column("recorded_at", DateTime(timezone=True), primary_key=True),
    Column("id", UUID, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column(
        "xid",
        BigInteger,
        nullable=False,
        server_default=text("(pg_current_xact_id()::text)::bigint"),
    ),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("name", Text, nullable=False),
    Column("version", SmallInteger, nullable=False),
    Column("subject", UUID),
    Column("cause", UUID),
    Column("actor", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Index("fact_position_ix", "epoch", "xid", "id"),
    Index("fact_tenant_position_ix", "tenant_id", "epoch", "xid", "id"),
    Index("fact_timeline_ix", "tenant_id", "subject", "at", "id"),
    postgresql_partition_by="RANGE (recorded_at)",
)

cursor = tenant_table(
    "cursor",
    "facts",
    Column("consumer", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("xid", BigInteger, nullable=False),
    Column("fact_id", UUID, nullable=False),
    Column("moved_at", DateTime(timezone=True), nullable=False),
)

parked = tenant_table(
    "parked",
    "facts",
    Column("id", UUID, primary_key=True),
    Column("consumer", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("xid", BigInteger, nullable=False),
    Column("fact_id", UUID, nullable=False),
    Column("fact_recorded_at", DateTime(timezone=True), nullable=False),
    Column("subject", UUID),
    Column("error", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("parked_at", DateTime(timezone=True), nullable=False),
    Column("asked_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    Index(
        "parked_open_ix",
        "tenant_id",
        "consumer",
        "subject",
        postgresql_where=text("settled_at is null"),
    ),
)

# One row per month of facts that lies in files now; written as its partition is dropped.
archived = Table(
    "archived",
    metadata,
    Column("month", Date, primary_key=True),
    Column("generation", Text, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("checksum", Text, nullable=False),
    Column("first_epoch", Integer, nullable=False),
    Column("first_xid", BigInteger, nullable=False),
    Column("first_id", UUID, nullable=False),
    Column("last_epoch", Integer, nullable=False),
    Column("last_xid", BigInteger, nullable=False),
    Column("last_id", UUID, nullable=False),
    Column("oldest_at", DateTime(timezone=True), nullable=False),
    Column("latest_at", DateTime(timezone=True), nullable=False),
    Column("files", JSONB, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("archived_at", DateTime(timezone=True), nullable=False),
    schema="facts",
)
