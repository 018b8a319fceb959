"""Channels: codes with what they cost, visits, tracked links and their openings."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("channels")
    _codes()
    _links()
    for table in ("code", "cost", "visit", "link", "opening"):
        tenant_wall(f"channels.{table}")


def _codes() -> None:
    op.execute(
        """
        create table channels.code (
          tenant_id integer not null, id uuid not null, slug text not null, name text not null,
          kind text not null, store_id uuid, guide_id uuid, source text not null,
          domain text not null, offer text not null, welcome uuid, starts_on date, ends_on date,
          made_at timestamptz not null, made_by text not null, closed_at timestamptz,
          closed_by text,
          constraint code_pk primary key (tenant_id, id),
          constraint code_kind_ck check (kind in ('link')),
          constraint code_domain_ck check (domain in ('public', 'commercial', 'private')),
          constraint code_days_ck check (ends_on >= starts_on))
        """
    )
    op.execute("create unique index code_slug_ix on channels.code (tenant_id, slug)")
    op.execute("create index code_made_ix on channels.code (tenant_id, made_at)")
    op.execute(
        """
        create table channels.cost (
          tenant_id integer not null, code_id uuid not null, month date not null,
          amount_minor bigint not null, set_at timestamptz not null, set_by text not null,
          constraint cost_pk primary key (tenant_id, code_id, month),
          constraint cost_amount_ck check (amount_minor >= 0),
          constraint cost_month_ck check (extract(day from month) = 1))
        """
    )
    op.execute(
        """
        create table channels.visit (
          tenant_id integer not null, id uuid not null, code_id uuid not null,
          visitor uuid not null, at timestamptz not null, address_blind bytea not null,
          customer_id uuid, joined_at timestamptz, met_at timestamptz, bound_at timestamptz,
          constraint visit_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index visit_code_ix on channels.visit (tenant_id, code_id, at)")
    op.execute("create index visit_address_ix on channels.visit (tenant_id, address_blind, at)")
    op.execute(
        "create index visit_customer_ix on channels.visit (tenant_id, customer_id, at) "
        "where customer_id is not null"
    )


def _links() -> None:
    op.execute(
        """
        create table channels.link (
          tenant_id integer not null, id uuid not null, slug text not null,
          guide_id uuid not null, store_id uuid, target text not null, target_id uuid not null,
          made_at timestamptz not null,
          constraint link_pk primary key (tenant_id, id),
          constraint link_target_ck check (target in ('product', 'article')))
        """
    )
    op.execute("create unique index link_slug_ix on channels.link (tenant_id, slug)")
    op.execute(
        "create unique index link_target_ix on channels.link "
        "(tenant_id, guide_id, target, target_id)"
    )
    op.execute(
        """
        create table channels.opening (
          tenant_id integer not null, id uuid not null, link_id uuid not null,
          visitor uuid not null, at timestamptz not null, address_blind bytea not null,
          customer_id uuid, joined_at timestamptz,
          constraint opening_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index opening_link_ix on channels.opening (tenant_id, link_id, at)")
    op.execute("create index opening_address_ix on channels.opening (tenant_id, address_blind, at)")
