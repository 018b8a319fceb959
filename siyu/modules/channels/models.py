"""Tables of the room."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

code = tenant_table(
    "code",
    "channels",
    Column("id", UUID, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("store_id", UUID),
    Column("guide_id", UUID),
    Column("source", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("offer", Text, nullable=False),
    Column("welcome", UUID),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("closed_at", _Instant),
    Column("closed_by", Text),
    CheckConstraint("kind in ('link')", name="kind"),
    CheckConstraint("domain in ('public', 'commercial', 'private')", name="domain"),
    CheckConstraint("ends_on >= starts_on", name="days"),
    Index("code_slug_ix", "tenant_id", "slug", unique=True),
    Index("code_made_ix", "tenant_id", "made_at"),
)

cost = tenant_table(
    "cost",
    "channels",
    Column("code_id", UUID, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", Text, nullable=False),
    CheckConstraint("amount_minor >= 0", name="amount"),
    CheckConstraint("extract(day from month) = 1", name="month"),
)

# `joined_at`: its visitor signed in; `met_at`: and was new thereby; `bound_at`: and was given the
# code's guide. The address is a blind index under the day's own name: it limits, and leads nowhere.
visit = tenant_table(
    "visit",
    "channels",
    Column("id", UUID, primary_key=True),
    Column("code_id", UUID, nullable=False),
    Column("visitor", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("address_blind", LargeBinary, nullable=False),
    Column("customer_id", UUID),
    Column("joined_at", _Instant),
    Column("met_at", _Instant),
    Column("bound_at", _Instant),
    Index("visit_code_ix", "tenant_id", "code_id", "at"),
    Index("visit_address_ix", "tenant_id", "address_blind", "at"),
    Index(
        "visit_customer_ix",
        "tenant_id",
        "customer_id",
        "at",
        postgresql_where=text("customer_id is not null"),
    ),
)

link = tenant_table(
    "link",
    "channels",
    Column("id", UUID, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("guide_id", UUID, nullable=False),
    Column("store_id", UUID),
    Column("target", Text, nullable=False),
    Column("target_id", UUID, nullable=False),
    Column("made_at", _Instant, nullable=False),
    CheckConstraint("target in ('product', 'article')", name="target"),
    Index("link_slug_ix", "tenant_id", "slug", unique=True),
    Index("link_target_ix", "tenant_id", "guide_id", "target", "target_id", unique=True),
)

opening = tenant_table(
    "opening",
    "channels",
    Column("id", UUID, primary_key=True),
    Column("link_id", UUID, nullable=False),
    Column("visitor", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("address_blind", LargeBinary, nullable=False),
    Column("customer_id", UUID),
    Column("joined_at", _Instant),
    Index("opening_link_ix", "tenant_id", "link_id", "at"),
    Index("opening_address_ix", "tenant_id", "address_blind", "at"),
)
