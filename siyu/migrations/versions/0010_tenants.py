"""Merchants with their addresses, regions and stores."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, open_to_search, prefix, search_function, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("tenants")
    op.create_table(
        "merchant",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default=sa.text("'zh'"), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ways", ARRAY(sa.Text()), server_default=sa.text("'{pickup}'"), nullable=False),
        sa.CheckConstraint("language in ('zh', 'en')", name="merchant_language_ck"),
        sa.PrimaryKeyConstraint("tenant_id", name="merchant_pk"),
        schema="tenants",
    )
    op.create_index("merchant_code_ix", "merchant", ["code"], unique=True, schema="tenants")
    op.create_table(
        "host",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "host", name="host_pk"),
        schema="tenants",
    )
    op.create_index("host_host_ix", "host", ["host"], unique=True, schema="tenants")
    op.create_table(
        "region",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="region_pk"),
        schema="tenants",
    )
    op.create_index(
        "region_name_ix", "region", ["tenant_id", "name"], unique=True, schema="tenants"
    )
    _stores()
    _walls()
    _before_a_tenant_is_known()


def _stores() -> None:
    op.create_table(
        "store",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region_id", sa.UUID(), nullable=True),
        sa.Column("city", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("address", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=True),
        sa.Column("ways", ARRAY(sa.Text()), nullable=True),
        sa.CheckConstraint(
            "kind in ('own', 'franchise', 'online', 'warehouse')", name=op.f("store_kind_ck")
        ),
        sa.CheckConstraint(
            "(closed_on is null) = (closed_by is null)", name=op.f("store_closing_ck")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="store_pk"),
        schema="tenants",
    )
    op.create_index("store_code_ix", "store", ["tenant_id", "code"], unique=True, schema="tenants")
    op.create_index("store_region_ix", "store", ["tenant_id", "region_id"], schema="tenants")
    op.create_index(
        "store_searched_ix",
        "store",
        ["searched"],
        schema="tenants",
        postgresql_using="gin",
        postgresql_ops={"searched": "gin_trgm_ops"},
    )


def _walls() -> None:
    for table in ("merchant", "host", "region", "store"):
        tenant_wall(f"tenants.{table}")
    for table in ("merchant", "host", "store"):
        open_to_search(f"tenants.{table}")
    search_function(
        "tenants.search_stores(pattern text)",
        "setof uuid",
        "select id from tenants.store "
        "where tenant_id = current_setting('siyu.tenant')::int4 and searched like pattern",
    )


def _before_a_tenant_is_known() -> None:
    """An exact name in, at most one number out: nothing can be listed through these."""
    op.execute("create sequence tenants.number as int4")
    op.execute(f"grant usage on sequence tenants.number to {prefix()}_app")
    search_function(
        "tenants.tenant_of_host(asked text)",
        "int4",
        "select coalesce((select tenant_id from tenants.host where host = asked), "
        "(select max(tenant_id) from tenants.merchant having count(*) = 1))",
    )
    search_function(
        "tenants.tenant_of_code(asked text)",
        "int4",
        "select tenant_id from tenants.merchant where code = asked",
    )
