"""Tiers: versions of the programme, what orders brought, and how everybody stands."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = (
    """
    create table loyalty.programme (
      tenant_id integer not null, version integer not null, since timestamptz not null,
      ladder jsonb not null, set_by text not null,
      constraint programme_pk primary key (tenant_id, version))
    """,
    """
    create table loyalty.growth (
      tenant_id integer not null, source_id uuid not null, source text not null,
      customer_id uuid not null, at timestamptz not null, version integer not null,
      amount bigint not null,
      constraint growth_pk primary key (tenant_id, source_id),
      constraint growth_amount_ck check (amount >= 0 or source = 'receipt'),
      constraint growth_source_ck check (source in ('order', 'receipt')))
    """,
    "create index growth_customer_ix on loyalty.growth (tenant_id, customer_id, at)",
    """
    create table loyalty.membership (
      tenant_id integer not null, customer_id uuid not null, tier uuid, since timestamptz,
      until timestamptz, climb bigint not null, kept bigint not null, next_at timestamptz,
      constraint membership_pk primary key (tenant_id, customer_id),
      constraint membership_until_ck check ((tier is null) = (until is null)))
    """,
    "create index membership_tier_ix on loyalty.membership (tenant_id, tier, until)",
    """
    create index membership_next_ix on loyalty.membership (tenant_id, next_at)
      where next_at is not null
    """,
)

_MAY = {
    "programme": "select, insert",
    "growth": "select, insert, update",
    "membership": "select, insert, update",
}


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table, may in _MAY.items():
        tenant_wall(f"loyalty.{table}", may=may)
