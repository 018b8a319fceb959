"""Sends."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("messaging")
    op.execute(
        """
        create table messaging.send (
          tenant_id integer not null, id uuid not null, channel text not null,
          template text not null, customer_id uuid, sealed bytea, vendor_id text,
          made_at timestamptz not null, handed_at timestamptz, failed_at timestamptz,
          delivered_at timestamptz, reason text,
          constraint send_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index send_made_ix on messaging.send (tenant_id, made_at)")
    op.execute("create index send_customer_ix on messaging.send (tenant_id, customer_id, made_at)")
    tenant_wall("messaging.send")
