"""After-sale: cases with their steps, the merchant's rule, and what may not be returned."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table aftersale.case (
  tenant_id integer not null, id uuid not null, order_id uuid not null,
  customer_id uuid not null, store_id uuid not null, kind text not null, reason text not null,
  words text not null, lines jsonb not null, amount_minor bigint not null,
  freight_minor bigint not null, pays text not null, state text not null,
  asked_at timestamptz not null, due_at timestamptz, return_to jsonb, back jsonb,
  replacement jsonb, refund_id uuid, fit boolean, ended_at timestamptz,
  constraint case_pk primary key (tenant_id, id),
  constraint case_kind_ck check (kind in ('refund', 'return', 'exchange')),
  constraint case_amount_ck check (amount_minor >= 0 and freight_minor >= 0),
  constraint case_ended_ck check (
    (ended_at is null) = (state in ('asked', 'agreed', 'sent_back', 'arrived'))));
create index case_order_ix on aftersale.case (tenant_id, order_id, asked_at);
create index case_asked_ix on aftersale.case (tenant_id, asked_at, id);
create index case_customer_ix on aftersale.case (tenant_id, customer_id, asked_at);
create index case_refund_ix on aftersale.case (tenant_id, refund_id) where refund_id is not null;
create index case_due_ix on aftersale.case (tenant_id, due_at) where due_at is not null;
create index case_open_ix on aftersale.case (tenant_id, order_id) where ended_at is null;
create table aftersale.step (
  tenant_id integer not null, case_id uuid not null, turn integer not null, state text not null,
  at timestamptz not null, by text not null, why text not null,
  constraint step_pk primary key (tenant_id, case_id, turn));
create table aftersale.picture (
  tenant_id integer not null, id uuid not null, case_id uuid not null, at timestamptz not null,
  constraint picture_pk primary key (tenant_id, id));
create index picture_case_ix on aftersale.picture (tenant_id, case_id, at);
create table aftersale.rule (
  tenant_id integer not null, version integer not null, answer_hours integer not null,
  send_back_hours integer not null, arrive_hours integer not null, fault_days integer not null,
  return_to jsonb, at timestamptz not null, by text not null,
  constraint rule_pk primary key (tenant_id, version),
  constraint rule_spans_ck check (fault_days >= 7 and answer_hours between 1 and 240));
create table aftersale.exemption (
  tenant_id integer not null, id uuid not null, category_id uuid not null, kind text not null,
  at timestamptz not null, by text not null, ended_at timestamptz,
  constraint exemption_pk primary key (tenant_id, id),
  constraint exemption_kind_ck check (
    kind in ('made_to_order', 'perishable', 'digital', 'press', 'confirmed')));
create unique index exemption_living_ix on aftersale.exemption (tenant_id, category_id)
  where ended_at is null;
create table aftersale.knowing (
  tenant_id integer not null, order_id uuid not null, at timestamptz not null,
  constraint knowing_pk primary key (tenant_id, order_id));
"""


def upgrade() -> None:
    make_schema("aftersale")
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    for table in ("rule", "knowing"):
        tenant_wall(f"aftersale.{table}", may="select, insert")
    tenant_wall("aftersale.picture", may="select, insert, delete")
    for table in ("case", "step", "exemption"):
        tenant_wall(f"aftersale.{table}", may="select, insert, update")
