"""The sandbox's world."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("sandbox")
    op.execute(
        """
        create table sandbox.fault (
          tenant_id integer not null, resident text not null, lose_bp integer not null,
          delay_s integer not null, double_bp integer not null, disorder_bp integer not null,
          refuse_bp integer not null, constraint fault_pk primary key (tenant_id, resident))
        """
    )
    op.execute(
        """
        create table sandbox.happening (
          tenant_id integer not null, id uuid not null, resident text not null,
          kind text not null, at timestamptz not null, key bytea, body bytea not null,
          constraint happening_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index happening_at_ix on sandbox.happening (tenant_id, resident, kind, at)")
    op.execute(
        "create index happening_key_ix on sandbox.happening (tenant_id, resident, kind, key, at)"
    )
    tenant_wall("sandbox.fault")
    tenant_wall("sandbox.happening")
