"""Tables of developers."""

from sqlalchemy import Column, Date, DateTime, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

key = tenant_table(
    "key",
    "developers",
    Column("id", UUID, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("permits", ARRAY(Text), nullable=False),
    Column("made_by", UUID),
    Column("made_at", _Instant, nullable=False),
    Column("expires_on", Date),
    Column("until", _Instant),
    Column("last_used_at", _Instant),
    Column("revoked_at", _Instant),
    Column("revoked_by", UUID),
    Index("key_digest_ix", "tenant_id", "digest", unique=True),
)
