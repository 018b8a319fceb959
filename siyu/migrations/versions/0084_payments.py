"""Attempts to be paid, refunds, their steps, and notices that fit nothing."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("payments")
    _attempts()
    _refunds()
    _notices()
    for table in ("attempt", "refund", "quarantine"):
        tenant_wall(f"payments.{table}", may="select, insert, update")
    tenant_wall("payments.step", may="select, insert")
    tenant_wall("payments.nonce", may="select, insert, delete")


def _attempts() -> None:
    op.execute(
        """
        create table payments.attempt (
          tenant_id integer not null, id uuid not null, order_id uuid not null, customer_id uuid,
          amount_minor bigint not null, currency text not null, about text not null,
          return_to text not null, vendor text not null, account text, state text not null,
          pay_by timestamptz, prepay text, pay_path text, payable_until timestamptz, vendor_no text,
          asked_at timestamptz not null, close_asked_at timestamptz, ended_at timestamptz,
          asks smallint not null default 0, next_at timestamptz,
          constraint attempt_pk primary key (tenant_id, id),
          constraint attempt_amount_ck check (amount_minor > 0),
          constraint attempt_state_ck check (state in ('asked', 'prepared', 'paid', 'closed')),
          constraint attempt_paid_ck check ((state = 'paid') = (vendor_no is not null)))
        """
    )
    op.execute(
        "create unique index attempt_living_ix on payments.attempt (tenant_id, order_id) "
        "where state in ('asked', 'prepared')"
    )
    op.execute("create index attempt_order_ix on payments.attempt (tenant_id, order_id)")
    op.execute("create index attempt_asked_ix on payments.attempt (tenant_id, asked_at, id)")
    op.execute("create index attempt_vendor_no_ix on payments.attempt (tenant_id, vendor_no)")
    op.execute(
        "create index attempt_next_ix on payments.attempt (tenant_id, next_at) "
        "where next_at is not null"
    )
    op.execute(
        """
        create table payments.step (
          tenant_id integer not null, of uuid not null, turn smallint not null,
          state text not null, at timestamptz not null, by text not null, why text not null,
          constraint step_pk primary key (tenant_id, of, turn))
        """
    )


def _refunds() -> None:
    op.execute(
        """
        create table payments.refund (
          tenant_id integer not null, id uuid not null, attempt_id uuid not null,
          amount_minor bigint not null, why text not null, state text not null, vendor_no text,
          failure text, asked_at timestamptz not null, ended_at timestamptz,
          asks integer not null default 0, next_at timestamptz,
          constraint refund_pk primary key (tenant_id, id),
          constraint refund_amount_ck check (amount_minor > 0),
          constraint refund_state_ck check (state in ('asked', 'paid_back', 'failed')))
        """
    )
    op.execute("create index refund_attempt_ix on payments.refund (tenant_id, attempt_id)")
    op.execute(
        "create index refund_next_ix on payments.refund (tenant_id, next_at) "
        "where next_at is not null"
    )


def _notices() -> None:
    op.execute(
        """
        create table payments.quarantine (
          tenant_id integer not null, id uuid not null, kind text not null, vendor text not null,
          account text not null, number text not null, vendor_no text not null,
          amount_minor bigint not null, currency text not null, said_at timestamptz,
          reason text not null, attempt_id uuid, first_at timestamptz not null,
          last_at timestamptz not null, times integer not null default 1,
          constraint quarantine_pk primary key (tenant_id, id),
          constraint quarantine_kind_ck check (kind in ('payment', 'refund')))
        """
    )
    op.execute(
        "create unique index quarantine_said_ix on payments.quarantine "
        "(tenant_id, vendor, number, vendor_no, kind, reason)"
    )
    op.execute("create index quarantine_last_ix on payments.quarantine (tenant_id, last_at, id)")
    op.execute(
        """
        create table payments.nonce (
          tenant_id integer not null, vendor text not null, nonce text not null,
          at timestamptz not null, constraint nonce_pk primary key (tenant_id, vendor, nonce))
        """
    )
    op.execute("create index nonce_at_ix on payments.nonce (tenant_id, at)")
