"""Tables of the room."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

audience = tenant_table(
    "audience",
    "audiences",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("ended_at", _Instant),
    Column("ended_by", Text),
    Index(
        "audience_name_ix",
        "tenant_id",
        "name",
        unique=True,
        postgresql_where=text("ended_at is null"),
    ),
)

# Rows are added, never changed.
version = tenant_table(
    "version",
    "audiences",
    Column("audience_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("tree", JSONB, nullable=False),
    # Of the canonical form: equal for versions that mean the same people.
    Column("digest", Text, nullable=False),
    Column("people", BigInteger, nullable=False),
    Column("saved_at", _Instant, nullable=False),
    Column("saved_by", Text, nullable=False),
)
