"""Points: kinds, rules, lots and what happened to them; views that say where books differ."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = (
    """
    create table loyalty.points_kind (
      tenant_id integer not null, id uuid not null, code text not null, name text not null,
      made_at timestamptz not null, ended_at timestamptz,
      constraint points_kind_pk primary key (tenant_id, id))
    """,
    "create unique index points_kind_code_ix on loyalty.points_kind (tenant_id, code)",
    """
    create table loyalty.points_rule (
      tenant_id integer not null, kind_id uuid not null, version integer not null,
      since timestamptz not null, terms jsonb not null, set_at timestamptz not null,
      set_by text not null,
      constraint points_rule_pk primary key (tenant_id, kind_id, version))
    """,
    """
    create table loyalty.points_money (
      tenant_id integer not null, version integer not null, terms jsonb not null,
      set_at timestamptz not null, set_by text not null,
      constraint points_money_pk primary key (tenant_id, version))
    """,
    """
    create table loyalty.lot (
      tenant_id integer not null, id uuid not null, customer_id uuid not null,
      kind_id uuid not null, expires_at timestamptz, next_at timestamptz, warn_at timestamptz,
      made_at timestamptz not null,
      constraint lot_pk primary key (tenant_id, id))
    """,
    "create index lot_customer_ix on loyalty.lot (tenant_id, customer_id, kind_id, expires_at)",
    "create index lot_next_ix on loyalty.lot (tenant_id, next_at) where next_at is not null",
    "create index lot_warn_ix on loyalty.lot (tenant_id, warn_at) where warn_at is not null",
    """
    create table loyalty.points_entry (
      tenant_id integer not null, id uuid not null, customer_id uuid not null,
      kind_id uuid not null, at timestamptz not null, what text not null,
      amount bigint not null, parts jsonb not null, ref uuid, why text not null,
      by text not null, short bigint not null,
      constraint points_entry_pk primary key (tenant_id, id),
      constraint points_entry_what_ck check (what in
        ('earned', 'clawed_back', 'spent', 'given_back', 'expired', 'adjusted')),
      constraint points_entry_short_ck check (short >= 0))
    """,
    """
    create index points_entry_customer_ix
      on loyalty.points_entry (tenant_id, customer_id, kind_id, at, id)
    """,
    """
    create table loyalty.points_earning (
      tenant_id integer not null, order_id uuid not null, kind_id uuid not null,
      customer_id uuid not null, version integer not null, lines jsonb not null,
      lot_id uuid not null, amount bigint not null, let_go bigint not null,
      turn integer not null, at timestamptz not null,
      constraint points_earning_pk primary key (tenant_id, order_id, kind_id),
      constraint points_earning_amount_ck check (amount >= 0 and let_go >= 0))
    """,
    """
    create table loyalty.points_spend (
      tenant_id integer not null, id uuid not null, customer_id uuid not null,
      kind_id uuid not null, amount bigint not null, back bigint not null,
      parts jsonb not null, state text not null, ref uuid, why text not null,
      at timestamptz not null,
      constraint points_spend_pk primary key (tenant_id, id),
      constraint points_spend_amount_ck check (amount > 0 and back between 0 and amount),
      constraint points_spend_state_ck check (state in ('held', 'spent', 'void')))
    """,
    """
    create index points_spend_ref_ix on loyalty.points_spend (tenant_id, ref)
      where ref is not null
    """,
)

_MAY = {
    "points_kind": "select, insert, update",
    "points_rule": "select, insert",
    "points_money": "select, insert",
    "lot": "select, insert, update",
    "points_entry": "select, insert",
    "points_earning": "select, insert, update",
    "points_spend": "select, insert, update",
}

# Each gives a row for whatever is wrong, and none when all is well.
_VIEWS = {
    "points_lots": """
      select coalesce(e.tenant_id, l.tenant_id) as tenant_id,
             coalesce(e.lot, l.lot)::text as subject,
             'entries say ' || coalesce(e.amount, 0) || ', the books ' || coalesce(l.amount, 0)
               as said
      from (
        select n.tenant_id, p.lot, sum(p.amount) as amount
        from loyalty.points_entry n, jsonb_to_recordset(n.parts) as p (lot uuid, amount int8)
        where p.lot is not null group by n.tenant_id, p.lot
      ) e full join (
        select a.tenant_id, a.owner as lot, b.posted - b.held as amount
        from ledger.account a
        join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
        where a.kind = 'points'
      ) l on l.tenant_id = e.tenant_id and l.lot = e.lot
      where coalesce(e.amount, 0) <> coalesce(l.amount, 0)
    """,
    "points_debts": """
      select coalesce(e.tenant_id, l.tenant_id) as tenant_id,
             coalesce(e.customer_id, l.owner)::text as subject,
             'entries say ' || coalesce(e.amount, 0) || ', the books ' || coalesce(l.amount, 0)
               as said
      from (
        select n.tenant_id, n.customer_id, n.kind_id, sum(p.amount) as amount
        from loyalty.points_entry n, jsonb_to_recordset(n.parts) as p (lot uuid, amount int8)
        where p.lot is null group by n.tenant_id, n.customer_id, n.kind_id
      ) e full join (
        select a.tenant_id, a.owner, a.place, b.posted as amount
        from ledger.account a
        join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
        where a.kind = 'points_debt'
      ) l on l.tenant_id = e.tenant_id and l.owner = e.customer_id and l.place = e.kind_id
      where coalesce(e.amount, 0) <> coalesce(l.amount, 0)
    """,
    "points_earned": """
      select o.tenant_id, o.order_id::text as subject,
             'brought ' || o.amount || ' and let go of ' || o.let_go || ', entries come to '
               || coalesce(e.amount, 0) as said
      from loyalty.points_earning o left join (
        select tenant_id, ref, kind_id, sum(amount) as amount from loyalty.points_entry
        where what in ('earned', 'clawed_back') group by tenant_id, ref, kind_id
      ) e on e.tenant_id = o.tenant_id and e.ref = o.order_id and e.kind_id = o.kind_id
      where o.amount + o.let_go <> coalesce(e.amount, 0)
    """,
}


def upgrade() -> None:
    make_schema("loyalty")
    for statement in _TABLES:
        op.execute(statement)
    for table, may in _MAY.items():
        tenant_wall(f"loyalty.{table}", may=may)
    for name, body in _VIEWS.items():
        view = f"loyalty.invariant_{name}"
        op.execute(f"create view {view} with (security_invoker = true) as {body}")
        op.execute(f"grant select on {view} to {prefix()}_app")
