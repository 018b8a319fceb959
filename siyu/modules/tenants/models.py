"""Tables of the room."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from siyu.kernel.db import tenant_table

_Instant = DateTime(timezone=True)

merchant = tenant_table(
    "merchant",
    "tenants",
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("language", Text, nullable=False, server_default=text("'zh'")),
    Column("founded_at", _Instant, nullable=False),
    # How an order comes to whoever bought, where its store says nothing else.
    Column("ways", ARRAY(Text), nullable=False, server_default=text("'{pickup}'")),
    CheckConstraint("language in ('zh', 'en')", name="language"),
    Index("merchant_code_ix", "code", unique=True),
)

# An address belongs to one merchant only, which is why its index is not led by the tenant.
host = tenant_table(
    "host",
    "tenants",
    Column("host", Text, primary_key=True),
    Column("added_at", _Instant, nullable=False),
    Index("host_host_ix", "host", unique=True),
)

region = tenant_table(
    "region",
    "tenants",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("pinyin", Text, nullable=False),
    Column("added_at", _Instant, nullable=False),
    Index("region_name_ix", "tenant_id", "name", unique=True),
)

store = tenant_table(
    "store",
    "tenants",
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("pinyin", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("region_id", UUID),
    Column("city", Text, nullable=False, server_default=text("''")),
    Column("address", Text, nullable=False, server_default=text("''")),
    # Code, name, city, pinyin and initials in one line: what a search looks through.
    Column("searched", Text, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("added_at", _Instant, nullable=False),
    Column("closed_on", Date),
    Column("closed_by", Text),
    Column("closed_why", Text),
    # Null: the merchant's.
    Column("ways", ARRAY(Text)),
    CheckConstraint("kind in ('own', 'franchise', 'online', 'warehouse')", name="kind"),
    CheckConstraint("(closed_on is null) = (closed_by is null)", name="closing"),
    Index("store_code_ix", "tenant_id", "code", unique=True),
    Index("store_region_ix", "tenant_id", "region_id"),
    Index(
        "store_searched_ix",
        "searched",
        postgresql_using="gin",
        postgresql_ops={"searched": "gin_trgm_ops"},
    ),
)
