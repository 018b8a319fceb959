"""Tables of the catalog."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

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
    # The first is the cover.
    Column("pictures", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("picture", Text, Computed("pictures[1]", persisted=True)),
    Column("description", Text, nullable=False, server_default=text("''")),
    Column("options", JSONB, nullable=False, server_default=text("'[]'")),
    Column("listed_at", DateTime(timezone=True), nullable=False),
    # Outside of these it is shown as coming or gone, and nobody can order it.
    Column("listed_from", DateTime(timezone=True)),
    Column("listed_until", DateTime(timezone=True)),
    # What it is found by: name, codes, categories, options; and their pieces of one and two.
    Column("words", Text, nullable=False, server_default=text("''")),
    Column("grams", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    CheckConstraint("listed_until > listed_from", name="listed"),
    Index("product_code_ix", "tenant_id", "code", unique=True),
    Index("product_category_ix", "tenant_id", "category_id"),
    Index(
        "product_grams_ix",
        "grams",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
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
    Column("price_since", DateTime(timezone=True), nullable=False),
    # What it becomes when it is paid for; null: goods.
    Column("voucher", JSONB),
    # A value of each of the product's options.
    Column("choice", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("withdrawn_at", DateTime(timezone=True)),
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

# A table of goods that was given in; its body goes when it has been worked through.
goods_import = tenant_table(
    "goods_import",
    "catalog",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("body", LargeBinary),
    Column("rows", Integer, nullable=False),
    Column("products", Integer, nullable=False),
    # So many of its products, in their order, are done.
    Column("done", Integer, nullable=False, server_default=text("0")),
    Column("added", Integer, nullable=False, server_default=text("0")),
    Column("changed", Integer, nullable=False, server_default=text("0")),
    Column("same", Integer, nullable=False, server_default=text("0")),
    Column("faults", JSONB, nullable=False, server_default=text("'[]'")),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Index("goods_import_asked_ix", "tenant_id", "asked_at"),
)

# Every list price there was, since when and by whom.
list_price = tenant_table(
    "list_price",
    "catalog",
    Column("sku_id", UUID, primary_key=True),
    Column("since", DateTime(timezone=True), primary_key=True),
    Column("price_minor", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# `version` is the newest; each is frozen in a row of its own with its prices.
price_book = tenant_table(
    "price_book",
    "catalog",
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Index("price_book_code_ix", "tenant_id", "code", unique=True),
)

price_book_version = tenant_table(
    "price_book_version",
    "catalog",
    Column("book_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    # Null: for every store, or for everybody.
    Column("stores", ARRAY(UUID)),
    Column("tiers", ARRAY(UUID)),
    Column("valid_from", DateTime(timezone=True), nullable=False),
    Column("valid_until", DateTime(timezone=True)),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    CheckConstraint("valid_until > valid_from", name="time"),
)

book_price = tenant_table(
    "book_price",
    "catalog",
    Column("book_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sku_id", UUID, primary_key=True),
    Column("from_quantity", Integer, primary_key=True, autoincrement=False),
    Column("unit_minor", BigInteger, nullable=False),
    # When this very price began, also under earlier versions of the book.
    Column("since", DateTime(timezone=True), nullable=False),
    CheckConstraint("from_quantity > 0 and unit_minor >= 0", name="price"),
    Index("book_price_sku_ix", "tenant_id", "sku_id", "book_id", "version"),
)

# What was really paid for one piece: per store and day the lowest, the highest and the last.
deal = tenant_table(
    "deal",
    "catalog",
    Column("sku_id", UUID, primary_key=True),
    Column("store_id", UUID, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("low_minor", BigInteger, nullable=False),
    Column("high_minor", BigInteger, nullable=False),
    Column("last_minor", BigInteger, nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "0 < low_minor and low_minor <= last_minor and last_minor <= high_minor", name="between"
    ),
)
