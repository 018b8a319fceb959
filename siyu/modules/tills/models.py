"""Tables of receipts, of the files they came in, and of how those are read."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

receipt = tenant_table(
    "receipt",
    "tills",
    Column("id", UUID, primary_key=True),
    Column("source", Text, nullable=False),
    Column("store_id", UUID, nullable=False),
    # Digest of source, store and what identifies it there: its number, or member and day, or the
    # day; `part` tells apart the purchases of one day that have neither number nor member.
    Column("identity", LargeBinary, nullable=False),
    Column("part", Integer, nullable=False),
    Column("receipt_no", Text(collation="C")),
    Column("at", _Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("till", Text),
    Column("guide_id", UUID),
    Column("customer_id", UUID),
    Column("kind", Text, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("returned_minor", BigInteger, nullable=False),
    Column("discount_minor", BigInteger, nullable=False),
    Column("recorded_at", _Instant, nullable=False),
    Column("run_id", UUID),
    CheckConstraint("kind in ('sale', 'return')", name="kind"),
    Index("receipt_identity_ix", "tenant_id", "identity", "part", unique=True),
    Index("receipt_at_ix", "tenant_id", "at", "id"),
    Index("receipt_store_ix", "tenant_id", "store_id", "at", "id"),
    Index(
        "receipt_customer_ix",
        "tenant_id",
        "customer_id",
        "at",
        postgresql_where=text("customer_id is not null"),
    ),
    Index(
        "receipt_guide_ix",
        "tenant_id",
        "guide_id",
        "at",
        postgresql_where=text("guide_id is not null"),
    ),
    Index(
        "receipt_no_ix",
        "tenant_id",
        "receipt_no",
        postgresql_where=text("receipt_no is not null"),
    ),
)

line = tenant_table(
    "line",
    "tills",
    Column("receipt_id", UUID, primary_key=True),
    Column("line_no", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("sku_id", UUID),
    Column("sku_text", Text),
    Column("quantity_milli", BigInteger, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("discount_minor", BigInteger, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("customer_id", UUID),
    # Of what the till wrote; equal for an equal line, to know it again in a copy.
    Column("digest", LargeBinary, nullable=False),
    Column("returns_no", Text),
    Column("returns_receipt_id", UUID),
    Column("returns_line_no", Integer),
    Column("run_id", UUID),
    CheckConstraint(
        "kind = 'sale' and amount_minor >= 0 and quantity_milli >= 0"
        " or kind = 'return' and amount_minor <= 0 and quantity_milli <= 0",
        name="sign",
    ),
    Index(
        "line_sold_ix",
        "tenant_id",
        "customer_id",
        "sku_text",
        "amount_minor",
        "at",
        postgresql_where=text("kind = 'sale' and customer_id is not null and sku_text is not null"),
    ),
    Index(
        "line_returns_ix",
        "tenant_id",
        "returns_receipt_id",
        postgresql_where=text("returns_receipt_id is not null"),
    ),
    Index(
        "line_unlinked_ix",
        "tenant_id",
        "run_id",
        postgresql_where=text("kind = 'return' and returns_receipt_id is null"),
    ),
)

means = tenant_table(
    "means",
    "tills",
    Column("receipt_id", UUID, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("amount_minor", BigInteger, nullable=False),
)

# Sums over a customer's receipts, kept with them: what lists of customers show and sort by.
customer_figures = tenant_table(
    "customer_figures",
    "tills",
    Column("customer_id", UUID, primary_key=True),
    Column("receipts", Integer, nullable=False),
    Column("returns", Integer, nullable=False),
    Column("spent_minor", BigInteger, nullable=False),
    Column("first_at", _Instant),
    Column("last_at", _Instant),
    Index("customer_figures_last_ix", "tenant_id", text("last_at desc"), "customer_id"),
    Index("customer_figures_spent_ix", "tenant_id", text("spent_minor desc"), "customer_id"),
)

import_file = tenant_table(
    "import_file",
    "tills",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("shape", JSONB, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("uploaded_at", _Instant, nullable=False),
    Column("uploaded_by", UUID),
    Column("dropped_at", _Instant),
    Index(
        "import_file_kept_ix",
        "tenant_id",
        "uploaded_at",
        postgresql_where=text("dropped_at is null"),
    ),
)

import_run = tenant_table(
    "import_run",
    "tills",
    Column("id", UUID, primary_key=True),
    Column("file_id", UUID, nullable=False),
    Column("mapping", JSONB, nullable=False),
    Column("source", Text, nullable=False),
    Column("asked_at", _Instant, nullable=False),
    Column("asked_by", UUID),
    # Each start takes the next number; an earlier one that still runs then can't write any more.
    Column("attempt", Integer, nullable=False),
    Column("started_at", _Instant),
    Column("ended_at", _Instant),
    Column("stopped_by", Text),
    Column("rows", Integer, nullable=False),
    Column("read", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
    Column("returns", Integer, nullable=False),
    Column("without_member", Integer, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Index("import_run_asked_ix", "tenant_id", "asked_at"),
)

import_problem = tenant_table(
    "import_problem",
    "tills",
    Column("run_id", UUID, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("slots", JSONB, nullable=False),
)

saved_mapping = tenant_table(
    "saved_mapping",
    "tills",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("mapping", JSONB, nullable=False),
    Column("saved_at", _Instant, nullable=False),
    Column("saved_by", UUID),
    Index("saved_mapping_name_ix", "tenant_id", "name", unique=True),
    Index("saved_mapping_fingerprint_ix", "tenant_id", "fingerprint", "saved_at"),
)

alias = tenant_table(
    "alias",
    "tills",
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    # Null: this value is known to stand for nothing.
    Column("target_id", UUID),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", UUID),
    CheckConstraint("kind in ('store', 'sku', 'guide')", name="kind"),
)
