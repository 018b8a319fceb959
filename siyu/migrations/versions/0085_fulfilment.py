"""Orders to be fetched, and codes that were guessed."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("fulfilment")
    op.execute(
        """
        create table fulfilment.pickup (
          tenant_id integer not null, id uuid not null, order_id uuid not null, customer_id uuid,
          store_id uuid not null, sealed bytea not null, blind bytea not null, tail text not null,
          ready_at timestamptz not null, redeemed_at timestamptz, redeemed_by uuid,
          redeemed_store uuid, voided_at timestamptz, void_why text, reminded_at timestamptz,
          overdue_at timestamptz,
          constraint pickup_pk primary key (tenant_id, id),
          constraint pickup_one_end_ck check (redeemed_at is null or voided_at is null),
          constraint pickup_redeemed_ck check ((redeemed_at is null) = (redeemed_by is null)))
        """
    )
    op.execute("create unique index pickup_order_ix on fulfilment.pickup (tenant_id, order_id)")
    op.execute(
        "create unique index pickup_open_ix on fulfilment.pickup (tenant_id, blind) "
        "where redeemed_at is null and voided_at is null"
    )
    op.execute("create index pickup_blind_ix on fulfilment.pickup (tenant_id, blind)")
    op.execute(
        "create index pickup_store_ix on fulfilment.pickup (tenant_id, store_id, ready_at) "
        "where redeemed_at is null and voided_at is null"
    )
    op.execute(
        """
        create table fulfilment.guess (
          tenant_id integer not null, id uuid not null, person_id uuid not null,
          at timestamptz not null, constraint guess_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index guess_person_ix on fulfilment.guess (tenant_id, person_id, at)")
    tenant_wall("fulfilment.pickup", may="select, insert, update")
    tenant_wall("fulfilment.guess", may="select, insert, delete")
