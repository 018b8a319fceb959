"""Receipts and their lines, the files they came in, and how those are read."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = (
    "receipt",
    "line",
    "means",
    "customer_figures",
    "import_file",
    "import_run",
    "import_problem",
    "saved_mapping",
    "alias",
)


def upgrade() -> None:
    make_schema("tills")
    _receipts()
    _lines()
    _figures()
    _imports()
    _readings()
    for table in _TABLES:
        tenant_wall(f"tills.{table}")


def _receipts() -> None:
    op.create_table(
        "receipt",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("store_id", sa.UUID(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("receipt_no", sa.Text(collation="C"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("till", sa.Text(), nullable=True),
        sa.Column("guide_id", sa.UUID(), nullable=True),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("returned_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.CheckConstraint("kind in ('sale', 'return')", name=op.f("receipt_kind_ck")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("receipt_pk")),
        schema="tills",
    )
    op.create_index(
        "receipt_at_ix", "receipt", ["tenant_id", "at", "id"], unique=False, schema="tills"
    )
    op.create_index(
        "receipt_customer_ix",
        "receipt",
        ["tenant_id", "customer_id", "at"],
        unique=False,
        schema="tills",
        postgresql_where=sa.text("customer_id is not null"),
    )
    op.create_index(
        "receipt_guide_ix",
        "receipt",
        ["tenant_id", "guide_id", "at"],
        unique=False,
        schema="tills",
        postgresql_where=sa.text("guide_id is not null"),
    )
    op.create_index(
        "receipt_identity_ix",
        "receipt",
        ["tenant_id", "identity", "part"],
        unique=True,
        schema="tills",
    )
    op.create_index(
        "receipt_no_ix",
        "receipt",
        ["tenant_id", "receipt_no"],
        unique=False,
        schema="tills",
        postgresql_where=sa.text("receipt_no is not null"),
    )
    op.create_index(
        "receipt_store_ix",
        "receipt",
        ["tenant_id", "store_id", "at", "id"],
        unique=False,
        schema="tills",
    )


def _lines() -> None:
    op.create_table(
        "line",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("receipt_id", sa.UUID(), nullable=False),
        sa.Column("line_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=True),
        sa.Column("sku_text", sa.Text(), nullable=True),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("returns_no", sa.Text(), nullable=True),
        sa.Column("returns_receipt_id", sa.UUID(), nullable=True),
        sa.Column("returns_line_no", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "kind = 'sale' and amount_minor >= 0 and quantity_milli >= 0"
            " or kind = 'return' and amount_minor <= 0 and quantity_milli <= 0",
            name=op.f("line_sign_ck"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "receipt_id", "line_no", name=op.f("line_pk")),
        schema="tills",
    )
    op.create_index(
        "line_returns_ix",
        "line",
        ["tenant_id", "returns_receipt_id"],
        unique=False,
        schema="tills",
        postgresql_where=sa.text("returns_receipt_id is not null"),
    )
    op.create_index(
        "line_sold_ix",
        "line",
        ["tenant_id", "customer_id", "sku_text", "amount_minor", "at"],
        unique=False,
        schema="tills",
        postgresql_where=sa.text(
            "kind = 'sale' and customer_id is not null and sku_text is not null"
        ),
    )
    op.create_index(
        "line_unlinked_ix",
        "line",
        ["tenant_id", "run_id"],
        unique=False,
        schema="tills",
        postgresql_where=sa.text("kind = 'return' and returns_receipt_id is null"),
    )
    op.create_table(
        "means",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("receipt_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "receipt_id", "kind", name=op.f("means_pk")),
        schema="tills",
    )


def _figures() -> None:
    op.create_table(
        "customer_figures",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("spent_minor", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", name=op.f("customer_figures_pk")),
        schema="tills",
    )
    op.create_index(
        "customer_figures_last_ix",
        "customer_figures",
        ["tenant_id", sa.literal_column("last_at desc"), "customer_id"],
        unique=False,
        schema="tills",
    )
    op.create_index(
        "customer_figures_spent_ix",
        "customer_figures",
        ["tenant_id", sa.literal_column("spent_minor desc"), "customer_id"],
        unique=False,
        schema="tills",
    )


def _imports() -> None:
    op.create_table(
        "import_file",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("shape", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.UUID(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("import_file_pk")),
        schema="tills",
    )
    op.create_index(
        "import_file_kept_ix",
        "import_file",
        ["tenant_id", "uploaded_at"],
        unique=False,
        schema="tills",
        postgresql_where=sa.text("dropped_at is null"),
    )
    op.create_table(
        "import_run",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("without_member", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("import_run_pk")),
        schema="tills",
    )
    op.create_index(
        "import_run_asked_ix", "import_run", ["tenant_id", "asked_at"], unique=False, schema="tills"
    )
    op.create_table(
        "import_problem",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("slots", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "run_id", "line", name=op.f("import_problem_pk")),
        schema="tills",
    )


def _readings() -> None:
    op.create_table(
        "saved_mapping",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("saved_mapping_pk")),
        schema="tills",
    )
    op.create_index(
        "saved_mapping_fingerprint_ix",
        "saved_mapping",
        ["tenant_id", "fingerprint", "saved_at"],
        unique=False,
        schema="tills",
    )
    op.create_index(
        "saved_mapping_name_ix", "saved_mapping", ["tenant_id", "name"], unique=True, schema="tills"
    )
    op.create_table(
        "alias",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("target_id", sa.UUID(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.UUID(), nullable=True),
        sa.CheckConstraint("kind in ('store', 'sku', 'guide')", name=op.f("alias_kind_ck")),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "value", name=op.f("alias_pk")),
        schema="tills",
    )
