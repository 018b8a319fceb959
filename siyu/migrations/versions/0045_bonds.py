"""Bonds: the rule book of who belongs to whom, and what was decided by it."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    _belonging()
    op.execute(
        """
        create table customers.bond_book (
          tenant_id integer not null, version integer not null, rule text not null,
          protection_days integer not null, later_add text not null, idle_days integer,
          since timestamptz not null, by text not null,
          constraint bond_book_pk primary key (tenant_id, version),
          constraint bond_book_rule_ck check (rule in ('first_add', 'last_purchase', 'by_hand')),
          constraint bond_book_later_add_ck check (later_add in ('stays', 'moves')),
          constraint bond_book_protection_ck check (protection_days between 0 and 3650),
          constraint bond_book_idle_ck check (idle_days between 1 and 3650))
        """
    )
    op.execute(
        """
        create table customers.bond_decision (
          tenant_id integer not null, id uuid not null, customer_id uuid not null,
          at timestamptz not null, event text not null, outcome text not null,
          reason text not null, words text not null, via text not null, version integer not null,
          store_id uuid, guide_id uuid, asked_store_id uuid, asked_guide_id uuid,
          before_guide_id uuid, until timestamptz, by text not null,
          constraint bond_decision_pk primary key (tenant_id, id),
          constraint bond_decision_event_ck check (event in ('add', 'purchase', 'hand', 'idle')),
          constraint bond_decision_outcome_ck check (outcome in ('moved', 'kept', 'released')))
        """
    )
    op.execute(
        "create index bond_decision_customer_ix "
        "on customers.bond_decision (tenant_id, customer_id, at)"
    )
    op.execute(
        "create index bond_decision_asked_ix on customers.bond_decision "
        "(tenant_id, asked_guide_id, at) where outcome = 'kept'"
    )
    # Both are only ever added to: what was decided, and by which book, stays as it was.
    tenant_wall("customers.bond_book", may="select, insert")
    tenant_wall("customers.bond_decision", may="select, insert")


def _belonging() -> None:
    op.execute("alter table customers.belonging add column active_at timestamptz")
    op.execute("alter table customers.belonging drop constraint belonging_rule_ck")
    op.execute(
        "alter table customers.belonging add constraint belonging_rule_ck check (rule in "
        "('first_purchase', 'by_hand', 'first_add', 'last_purchase', 'released'))"
    )
    op.execute(
        "create index belonging_idle_ix on customers.belonging "
        "(tenant_id, coalesce(active_at, since)) "
        "where ended_at is null and guide_id is not null and rule <> 'by_hand'"
    )
    op.execute(
        "create index customer_pool_ix on customers.customer (tenant_id, met_at desc) "
        "where guide_id is null and forgotten_at is null"
    )
