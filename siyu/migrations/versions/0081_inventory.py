"""Documents of goods received and counted."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_UNLIKE_TRANSIT = """
select t.tenant_id, t.id || ': ' || l.sku_id as subject,
  format('%s sent, %s, %s under way', l.sent,
         case when t.received_at is null then 'not received' else 'received' end,
         coalesce(b.posted, 0)) as said
from inventory.transfer t
join inventory.transfer_line l on l.tenant_id = t.tenant_id and l.transfer_id = t.id
left join ledger.account a on a.tenant_id = t.tenant_id and a.kind = 'transit'
  and a.owner = l.sku_id and a.place = t.id
left join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
where coalesce(b.posted, 0) <> case when t.received_at is null then l.sent else 0 end
  or (t.received_at is null) <> (l.received is null)
"""


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
    op.execute(
        """
        create table inventory.transfer (
          tenant_id integer not null, id uuid not null, from_id uuid not null, to_id uuid not null,
          reason text not null, sent_at timestamptz not null, sent_by uuid,
          received_at timestamptz, received_by uuid, missing_why text not null default '',
          constraint transfer_pk primary key (tenant_id, id),
          constraint transfer_places_ck check (from_id <> to_id))
        """
    )
    op.execute("create index transfer_at_ix on inventory.transfer (tenant_id, sent_at, id)")
    op.execute(
        "create index transfer_coming_ix on inventory.transfer (tenant_id, to_id) "
        "where received_at is null"
    )
    op.execute(
        """
        create table inventory.transfer_line (
          tenant_id integer not null, transfer_id uuid not null, number integer not null,
          sku_id uuid not null, sent bigint not null, received bigint,
          constraint transfer_line_pk primary key (tenant_id, transfer_id, number),
          constraint transfer_line_many_ck check (sent > 0 and received between 0 and sent))
        """
    )
    op.execute("create index transfer_line_sku_ix on inventory.transfer_line (tenant_id, sku_id)")
    op.execute(
        """
        create table inventory.level (
          tenant_id integer not null, sku_id uuid not null, store_id uuid not null,
          least bigint not null, fill bigint not null,
          set_at timestamptz not null, set_by uuid,
          constraint level_pk primary key (tenant_id, sku_id, store_id),
          constraint level_fill_ck check (least > 0 and fill >= least))
        """
    )
    op.execute("create index level_store_ix on inventory.level (tenant_id, store_id)")
    tenant_wall("inventory.level")
    op.execute(
        """
        create table inventory.fall (
          tenant_id integer not null, id uuid not null, sku_id uuid not null,
          store_id uuid not null, free bigint not null, coming bigint not null,
          least bigint not null, at timestamptz not null, ended_at timestamptz,
          constraint fall_pk primary key (tenant_id, id))
        """
    )
    op.execute(
        "create unique index fall_open_ix on inventory.fall (tenant_id, sku_id, store_id) "
        "where ended_at is null"
    )
    tenant_wall("inventory.fall", may="select, insert, update")
    op.execute(
        "create view inventory.invariant_transit with (security_invoker = true) as "
        + _UNLIKE_TRANSIT
    )
    op.execute(f"grant select on inventory.invariant_transit to {prefix()}_app")
    for table in ("transfer", "transfer_line"):
        tenant_wall(f"inventory.{table}", may="select, insert, update")
    for table in ("document", "line"):
        tenant_wall(f"inventory.{table}", may="select, insert")
