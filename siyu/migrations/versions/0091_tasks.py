"""How guides' tasks ended."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("tasks")
    op.execute(
        """
        create table tasks.ended (
          tenant_id integer not null, key uuid not null, kind text not null,
          customer_id uuid not null, guide_id uuid not null, state text not null, reason text,
          at timestamptz not null,
          constraint ended_pk primary key (tenant_id, key),
          constraint ended_kind_ck check (kind in
            ('pickup_waiting', 'coupon_expiring', 'birthday', 'greeting', 'repurchase_due')),
          constraint ended_state_ck check (
            state = 'done' and reason is null or state = 'dismissed' and reason is not null
            and reason in ('in_touch', 'not_fitting', 'asked_not_to', 'other')))
        """
    )
    op.execute("create index ended_guide_ix on tasks.ended (tenant_id, guide_id, at)")
    op.execute("create index ended_customer_ix on tasks.ended (tenant_id, customer_id, at)")
    tenant_wall("tasks.ended", may="select, insert")
