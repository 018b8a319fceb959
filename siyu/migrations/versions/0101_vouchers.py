"""Vouchers: what was promised, what was issued, used and given back."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table vouchers.promise (
  tenant_id integer not null, order_id uuid not null, n smallint not null,
  customer_id uuid not null, store_id uuid not null, sku_id uuid not null, name text not null,
  pieces integer not null,
  payable_minor bigint not null, uses integer not null, days integer, until timestamptz,
  stores uuid[],
  constraint promise_pk primary key (tenant_id, order_id, n),
  constraint promise_until_ck check ((days is null) <> (until is null)));

create table vouchers.voucher (
  tenant_id integer not null, id uuid not null, order_id uuid not null, n smallint not null,
  piece integer not null, customer_id uuid not null, store_id uuid not null,
  sku_id uuid not null, name text not null,
  uses integer not null, used integer not null default 0, back integer not null default 0,
  paid_minor bigint not null, stores uuid[], sealed bytea not null, blind bytea not null,
  tail text not null, issued_at timestamptz not null, valid_until timestamptz not null,
  expired_at timestamptz, voided_at timestamptz, void_why text,
  constraint voucher_pk primary key (tenant_id, id),
  constraint voucher_uses_ck check (
    used >= 0 and back >= 0 and used + back <= uses and uses > 0),
  constraint voucher_paid_ck check (paid_minor >= 0));
create unique index voucher_line_ix on vouchers.voucher (tenant_id, order_id, n, piece);
create unique index voucher_blind_ix on vouchers.voucher (tenant_id, blind);
create index voucher_customer_ix on vouchers.voucher (tenant_id, customer_id, issued_at);
create index voucher_issued_ix on vouchers.voucher (tenant_id, issued_at, id);
create index voucher_due_ix on vouchers.voucher (tenant_id, valid_until)
  where expired_at is null and voided_at is null and used + back < uses;

create table vouchers.redemption (
  tenant_id integer not null, id uuid not null, voucher_id uuid not null, uses integer not null,
  at timestamptz not null, store_id uuid not null, by_id uuid not null,
  constraint redemption_pk primary key (tenant_id, id),
  constraint redemption_uses_ck check (uses > 0));
create index redemption_voucher_ix on vouchers.redemption (tenant_id, voucher_id, at);

create table vouchers.back (
  tenant_id integer not null, refund_id uuid not null, voucher_id uuid not null,
  uses integer not null, amount_minor bigint not null, at timestamptz not null,
  undone_at timestamptz,
  constraint back_pk primary key (tenant_id, refund_id, voucher_id),
  constraint back_uses_ck check (uses > 0 and amount_minor >= 0));

create table vouchers.guess (
  tenant_id integer not null, id uuid not null, person_id uuid not null, at timestamptz not null,
  constraint guess_pk primary key (tenant_id, id));
create index guess_person_ix on vouchers.guess (tenant_id, person_id, at);
"""


def upgrade() -> None:
    make_schema("vouchers")
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    tenant_wall("vouchers.promise", may="select, insert, update")
    for table in ("voucher", "back"):
        tenant_wall(f"vouchers.{table}", may="select, insert, update")
    for table in ("redemption", "guess"):
        tenant_wall(f"vouchers.{table}", may="select, insert, delete")
