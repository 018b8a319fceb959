"""Tables of the catalog."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import tenant_table

category = tenant_table(
    "category",
    "catalog",
    Column("id", UUID, primary_key=True),
    Column("parent_id", UUID),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Integer, nullable=False, server_default=text("0")),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("category_code_ix", "tenant_id", "code", unique=True),
)

product = tenant_table(
    "product",
    "catalog",
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("category_id", UUID),
    Column("picture", Text),
    Column("description", Text, nullable=False, server_default=text("''")),
    Column("listed_at", DateTime(timezone=True), nullable=False),
    Index("product_code_ix", "tenant_id", "code", unique=True),
    Index("product_category_ix", "tenant_id", "category_id"),
    Index(
        "product_words_ix",
        "code",
        "name",
        postgresql_using="gin",
        postgresql_ops={"code": "gin_trgm_ops", "name": "gin_trgm_ops"},
    ),
)

sku = tenant_table(
    "sku",
    "catalog",
    Column("id", UUID, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("barcode", Text),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("sku_code_ix", "tenant_id", "code", unique=True),
    Index("sku_product_ix", "tenant_id", "product_id"),
    Index(
        "sku_barcode_ix",
        "tenant_id",
        "barcode",
        unique=True,
        postgresql_where=text("barcode is not null"),
    ),
)
