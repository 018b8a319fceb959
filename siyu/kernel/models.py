"""Tables of the kernel's own: audit, jobs, leases, inbox, idempotency, the sandbox's clock."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import metadata, tenant_table

_Instant = DateTime(timezone=True)

audit = tenant_table(
    "audit",
    "kernel",
    Column("id", UUID, primary_key=True),
    Column("at", _Instant, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", UUID),
    Column("request_id", Text),
    Column("verb", Text, nullable=False),
    Column("object_kind", Text, nullable=False),
    Column("object_id", UUID),
    Column("before", JSONB),
    Column("after", JSONB),
    Index("audit_object_ix", "tenant_id", "object_kind", "object_id", "at"),
    Index("audit_at_ix", "tenant_id", "at"),
)

job = tenant_table(
    "job",
    "kernel",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("args", JSONB, nullable=False),
    Column("run_at", _Instant, nullable=False),
    Column("once", Text),
    Column("made_at", _Instant, nullable=False),
    Column("claimed_by", Text),
    Column("claimed_until", _Instant),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("error", Text),
    Column("failed_at", _Instant),
    Column("ended_at", _Instant),
    Index("job_due_ix", "run_at", postgresql_where=text("ended_at is null and failed_at is null")),
    Index(
        "job_once_ix",
        "tenant_id",
        "name",
        "once",
        unique=True,
        postgresql_where=text("once is not null and ended_at is null"),
    ),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("until", _Instant, nullable=False),
    schema="kernel",
)

inbox = tenant_table(
    "inbox",
    "kernel",
    Column("id", UUID, primary_key=True),
    Column("vendor", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("received_at", _Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("error", Text),
    Column("handled_at", _Instant),
    Column("parked_at", _Instant),
    Index("inbox_message_ix", "tenant_id", "vendor", "account", "message", unique=True),
    Index(
        "inbox_open_ix",
        "received_at",
        postgresql_where=text("handled_at is null and parked_at is null"),
    ),
)

idempotency = tenant_table(
    "idempotency",
    "kernel",
    Column("caller", UUID, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", _Instant, nullable=False),
    Index("idempotency_at_ix", "at"),
)

schedule = Table(
    "schedule",
    metadata,
    Column("name", Text, primary_key=True),
    Column("ran_at", _Instant, nullable=False),
    Column("fence", BigInteger, nullable=False),
    schema="kernel",
)

world = Table(
    "world",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("ahead_s", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    schema="kernel",
)
