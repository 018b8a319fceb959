"""Documents of goods received and counted."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("inventory")
    op.execute(
        """
        create table inventory.document (
          tenant_id integer not null, id uuid not null, kind text not null, store_id uuid not null,
          reason text not null, at timestamptz not null, by_id uuid,
          constraint document_pk primary key (tenant_id, id),
          constraint document_kind_ck check (kind in ('received', 'counted')))
        """
    )
    op.execute("create index document_at_ix on inventory.document (tenant_id, at, id)")
    op.execute("create index document_store_ix on inventory.document (tenant_id, store_id, at, id)")
    op.execute(
        """
        create table inventory.line (
          tenant_id integer not null, document_id uuid not null, number integer not null,
          sku_id uuid not null, quantity bigint not null, before bigint, change bigint not null,
          constraint line_pk primary key (tenant_id, document_id, number),
          constraint line_quantity_ck check (quantity >= 0),
          constraint line_change_ck check (change = quantity - coalesce(before, 0)))
        """
    )
    op.execute("create index line_sku_ix on inventory.line (tenant_id, sku_id)")
    for table in ("document", "line"):
        tenant_wall(f"inventory.{table}", may="select, insert")
