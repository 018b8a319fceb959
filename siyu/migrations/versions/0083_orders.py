"""Carts, orders with lines and steps, and what of them goes back."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table orders.cart (
  tenant_id integer not null, customer_id uuid not null, sku_id uuid not null,
  quantity integer not null, picked boolean not null, at timestamptz not null,
  constraint cart_pk primary key (tenant_id, customer_id, sku_id),
  constraint cart_quantity_ck check (quantity > 0));

create table orders.order (
  tenant_id integer not null, id uuid not null, no text not null, key text not null,
  customer_id uuid not null, belonging_store_id uuid, selling_store_id uuid not null,
  shipping_store_id uuid not null, guide_id uuid, channel text not null, via_id uuid,
  wallet_id uuid, goods_minor bigint not null, discount_minor bigint not null,
  freight_minor bigint not null, payable_minor bigint not null, quote jsonb not null,
  state text not null, placed_at timestamptz not null, expires_at timestamptz not null,
  note text not null default '',
  constraint order_pk primary key (tenant_id, id),
  constraint order_state_ck check (
    state in ('unpaid', 'paid', 'redeemed', 'closed', 'expired', 'cancelled')),
  constraint order_payable_ck check (payable_minor >= 0),
  constraint order_sum_ck check (payable_minor = goods_minor - discount_minor + freight_minor));
create unique index order_no_ix on orders.order (tenant_id, no text_pattern_ops);
create index order_placed_ix on orders.order (tenant_id, placed_at, id);
create index order_customer_ix on orders.order (tenant_id, customer_id, placed_at);
create index order_due_ix on orders.order (tenant_id, expires_at) where state = 'unpaid';

create table orders.line (
  tenant_id integer not null, order_id uuid not null, n smallint not null, sku_id uuid not null,
  product_id uuid not null, name text not null, sku_name text not null, picture text,
  unit_minor bigint not null, quantity integer not null, discount_minor bigint not null,
  payable_minor bigint not null, refunded_quantity integer not null default 0,
  refunded_minor bigint not null default 0, gift boolean not null,
  constraint line_pk primary key (tenant_id, order_id, n),
  constraint line_quantity_ck check (quantity > 0 and unit_minor >= 0),
  constraint line_sum_ck check (discount_minor >= 0 and payable_minor >= 0
    and payable_minor = unit_minor * quantity - discount_minor),
  constraint line_gift_ck check (not gift or payable_minor = 0),
  constraint line_refunded_ck check (refunded_quantity between 0 and quantity
    and refunded_minor between 0 and payable_minor));
create index line_sku_ix on orders.line (tenant_id, sku_id);

create table orders.refund (
  tenant_id integer not null, id uuid not null, order_id uuid not null, parts jsonb not null,
  amount_minor bigint not null, freight_minor bigint not null default 0, why text not null,
  goods_back boolean not null,
  state text not null, asked_at timestamptz not null, ended_at timestamptz,
  constraint refund_pk primary key (tenant_id, id),
  constraint refund_amount_ck check (freight_minor >= 0 and amount_minor >= freight_minor),
  constraint refund_state_ck check (state in ('asked', 'paid_back', 'failed')));
create index refund_order_ix on orders.refund (tenant_id, order_id, asked_at);

create table orders.price_change (
  tenant_id integer not null, order_id uuid not null, turn smallint not null, off jsonb not null,
  before_minor bigint not null, after_minor bigint not null, why text not null,
  at timestamptz not null, by text not null,
  constraint price_change_pk primary key (tenant_id, order_id, turn),
  constraint price_change_price_ck check (before_minor >= 0 and after_minor >= 0));

create table orders.price_limit (
  tenant_id integer not null, version integer not null, most_bp integer not null,
  set_at timestamptz not null, set_by text not null,
  constraint price_limit_pk primary key (tenant_id, version),
  constraint price_limit_most_ck check (most_bp between 0 and 10000));

create table orders.remark (
  tenant_id integer not null, id uuid not null, order_id uuid not null, words text not null,
  at timestamptz not null, by text not null,
  constraint remark_pk primary key (tenant_id, id));
create index remark_order_ix on orders.remark (tenant_id, order_id, at);

create table orders.step (
  tenant_id integer not null, of uuid not null, turn smallint not null, state text not null,
  at timestamptz not null, by text not null, why text not null,
  constraint step_pk primary key (tenant_id, of, turn));
"""


def upgrade() -> None:
    make_schema("orders")
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    tenant_wall("orders.cart")
    for table in ("order", "line", "refund"):
        tenant_wall(f"orders.{table}", may="select, insert, update")
    for table in ("step", "price_limit"):
        tenant_wall(f"orders.{table}", may="select, insert")
    tenant_wall("orders.price_change", may="select, insert, update")
    tenant_wall("orders.remark", may="select, insert, update")
