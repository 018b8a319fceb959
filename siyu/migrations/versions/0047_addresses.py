"""Where customers want things sent."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    op.execute(
        """
        create table customers.address (
          tenant_id integer not null, id uuid not null, customer_id uuid not null,
          province text not null, sealed bytea not null, added_at timestamptz not null,
          default_at timestamptz, ended_at timestamptz,
          constraint address_pk primary key (tenant_id, id),
          constraint address_default_ck check (default_at is null or ended_at is null))
        """
    )
    op.execute(
        "create index address_customer_ix on customers.address (tenant_id, customer_id) "
        "where ended_at is null"
    )
    op.execute(
        "create unique index address_default_ix on customers.address (tenant_id, customer_id) "
        "where default_at is not null"
    )
    tenant_wall("customers.address", may="select, insert, update")
