"""Orders that are sent: what it costs, parcels, and the clock of what nobody receives."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table fulfilment.freight_template (
  tenant_id integer not null, id uuid not null, version integer not null, name text not null,
  terms jsonb not null, at timestamptz not null, by text not null,
  constraint freight_template_pk primary key (tenant_id, id, version));
create table fulfilment.freight_use (
  tenant_id integer not null, product_id uuid not null, template_id uuid not null,
  at timestamptz not null, by text not null,
  constraint freight_use_pk primary key (tenant_id, product_id));
create index freight_use_template_ix on fulfilment.freight_use (tenant_id, template_id);
create table fulfilment.delivery_rule (
  tenant_id integer not null, version integer not null, received_after_days integer not null,
  remind_after_days integer, unfetched_after_days integer, unfetched text not null,
  at timestamptz not null, by text not null,
  constraint delivery_rule_pk primary key (tenant_id, version),
  constraint delivery_rule_received_ck check (received_after_days between 1 and 60),
  constraint delivery_rule_unfetched_ck check (unfetched in ('keep', 'refund')));
create table fulfilment.shipment (
  tenant_id integer not null, order_id uuid not null, customer_id uuid not null,
  store_id uuid not null, address_id uuid not null, province text not null,
  promised_at timestamptz not null, ready_at timestamptz, done_at timestamptz,
  received_at timestamptz, voided_at timestamptz,
  constraint shipment_pk primary key (tenant_id, order_id));
create index shipment_waiting_ix on fulfilment.shipment (tenant_id, store_id, ready_at)
  where ready_at is not null and done_at is null and voided_at is null;
create index shipment_under_way_ix on fulfilment.shipment (tenant_id, store_id, ready_at)
  where done_at is not null and received_at is null and voided_at is null;
create table fulfilment.parcel (
  tenant_id integer not null, id uuid not null, order_id uuid not null, customer_id uuid not null,
  store_id uuid not null, carrier text not null, tracking text not null,
  sent_at timestamptz not null, sent_by text not null, due_at timestamptz not null,
  received_at timestamptz, received_by text,
  constraint parcel_pk primary key (tenant_id, id),
  constraint parcel_received_ck check ((received_at is null) = (received_by is null)));
create index parcel_order_ix on fulfilment.parcel (tenant_id, order_id, sent_at);
create index parcel_due_ix on fulfilment.parcel (tenant_id, due_at) where received_at is null;
create table fulfilment.parcel_line (
  tenant_id integer not null, parcel_id uuid not null, n smallint not null,
  quantity integer not null, constraint parcel_line_pk primary key (tenant_id, parcel_id, n),
  constraint parcel_line_quantity_ck check (quantity > 0));
"""


def upgrade() -> None:
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    for table in ("freight_template", "delivery_rule", "parcel_line"):
        tenant_wall(f"fulfilment.{table}", may="select, insert")
    for table in ("shipment", "parcel"):
        tenant_wall(f"fulfilment.{table}", may="select, insert, update")
    tenant_wall("fulfilment.freight_use")
