"""Tables of the room."""

from sqlalchemy import Column, DateTime, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

article = tenant_table(
    "article",
    "content",
    Column("id", UUID, primary_key=True),
    Column("title", Text, nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("products", ARRAY(UUID), nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("changed_at", _Instant, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("published_at", _Instant),
    Column("published_by", Text),
    Column("unpublished_at", _Instant),
    Column("unpublished_by", Text),
    Index("article_changed_ix", "tenant_id", "changed_at"),
    Index(
        "article_published_ix",
        "tenant_id",
        "published_at",
        postgresql_where=text("published_at is not null and unpublished_at is null"),
    ),
)

# One row a reader, so that lists count people; each time is a fact.
reading = tenant_table(
    "reading",
    "content",
    Column("article_id", UUID, primary_key=True),
    Column("customer_id", UUID, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("first_at", _Instant, nullable=False),
    Column("last_at", _Instant, nullable=False),
)
