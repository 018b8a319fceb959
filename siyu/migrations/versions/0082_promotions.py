"""Coupons, their versions, and what customers have of them."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table promotions.coupon (
  tenant_id integer not null, id uuid not null, code text not null, version integer not null,
  closed_at timestamptz,
  constraint coupon_pk primary key (tenant_id, id));
create unique index coupon_code_ix on promotions.coupon (tenant_id, code);

create table promotions.coupon_version (
  tenant_id integer not null, coupon_id uuid not null, version integer not null,
  name text not null, kind text not null, amount_minor bigint not null, off_bp integer not null,
  most_minor bigint not null, threshold_minor bigint not null,
  valid_from timestamptz, valid_until timestamptz, valid_days integer, quota bigint not null,
  per_person integer not null, stores uuid[], goods uuid[], categories uuid[],
  how text not null, welcome boolean not null,
  at timestamptz not null, by_id uuid, per_guide integer, guide_period text,
  constraint coupon_version_pk primary key (tenant_id, coupon_id, version),
  constraint coupon_version_amounts_ck check (amount_minor >= 0 and most_minor >= 0
    and threshold_minor >= 0),
  constraint coupon_version_offer_ck check (case kind
    when 'amount' then amount_minor > 0 and off_bp = 0
    when 'percent' then amount_minor = 0 and off_bp between 1 and 10000
    when 'freight' then off_bp = 0 else false end),
  constraint coupon_version_how_ck check (how in ('claimed', 'sent', 'guide', 'code')),
  constraint coupon_version_counts_ck check (quota > 0 and per_person > 0),
  constraint coupon_version_guide_ck check ((per_guide is null) = (guide_period is null)
    and per_guide > 0 and guide_period in ('day', 'week', 'month')),
  constraint coupon_version_end_ck check ((valid_until is null) <> (valid_days is null)));

create table promotions.wallet (
  tenant_id integer not null, id uuid not null, coupon_id uuid not null, version integer not null,
  customer_id uuid not null, claimed_at timestamptz not null, source text not null,
  valid_from timestamptz not null, valid_until timestamptz not null, used_at timestamptz,
  used_by uuid, returned_at timestamptz, expired_at timestamptz,
  constraint wallet_pk primary key (tenant_id, id),
  constraint wallet_used_ck check ((used_at is null) = (used_by is null)),
  constraint wallet_expired_ck check (used_at is null or expired_at is null));
create index wallet_customer_ix on promotions.wallet (tenant_id, customer_id, claimed_at);
create index wallet_coupon_ix on promotions.wallet (tenant_id, coupon_id, claimed_at);
create unique index wallet_used_ix on promotions.wallet (tenant_id, used_by)
  where used_by is not null;
create index wallet_open_ix on promotions.wallet (tenant_id, valid_until)
  where used_at is null and expired_at is null;

create table promotions.guess (
  tenant_id integer not null, id uuid not null, customer_id uuid not null,
  at timestamptz not null,
  constraint guess_pk primary key (tenant_id, id));
create index guess_customer_ix on promotions.guess (tenant_id, customer_id, at);

create table promotions.promotion (
  tenant_id integer not null, id uuid not null, version integer not null, state text not null,
  made_at timestamptz not null, state_at timestamptz not null, state_by text not null,
  constraint promotion_pk primary key (tenant_id, id),
  constraint promotion_state_ck check (state in ('draft', 'running', 'paused', 'ended')));
create index promotion_running_ix on promotions.promotion (tenant_id) where state = 'running';

create table promotions.promotion_version (
  tenant_id integer not null, promotion_id uuid not null, version integer not null,
  wording jsonb not null, at timestamptz not null, by text not null,
  constraint promotion_version_pk primary key (tenant_id, promotion_id, version));

create table promotions.edition (
  tenant_id integer not null, id uuid not null,
  constraint edition_pk primary key (tenant_id));
"""


def upgrade() -> None:
    make_schema("promotions")
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    tenant_wall("promotions.coupon", may="select, insert, update")
    tenant_wall("promotions.coupon_version", may="select, insert")
    tenant_wall("promotions.guess", may="select, insert, delete")
    tenant_wall("promotions.wallet", may="select, insert, update")
    tenant_wall("promotions.promotion", may="select, insert, update")
    tenant_wall("promotions.promotion_version", may="select, insert")
    tenant_wall("promotions.edition", may="select, insert, update")
