"""Stored value: offers, rules, top-ups, what they pay for, and what goes back."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = (
    """
    create table loyalty.balance_offer (
      tenant_id integer not null, id uuid not null, pay_minor bigint not null,
      bonus_minor bigint not null, made_at timestamptz not null, ended_at timestamptz,
      constraint balance_offer_pk primary key (tenant_id, id),
      constraint balance_offer_amount_ck check (pay_minor > 0 and bonus_minor >= 0))
    """,
    """
    create table loyalty.balance_rule (
      tenant_id integer not null, version integer not null, "order" text not null,
      ceiling_minor bigint not null, earns text not null, set_at timestamptz not null,
      set_by text not null,
      constraint balance_rule_earns_ck check (earns in ('spending', 'top_up')),
      constraint balance_rule_pk primary key (tenant_id, version),
      constraint balance_rule_order_ck check (
        "order" in ('principal_first', 'bonus_first', 'in_proportion')),
      constraint balance_rule_ceiling_ck check (ceiling_minor between 1 and 500000))
    """,
    """
    create table loyalty.top_up (
      tenant_id integer not null, id uuid not null, customer_id uuid not null,
      offer_id uuid not null, pay_minor bigint not null, bonus_minor bigint not null,
      state text not null, attempt_id uuid, asked_at timestamptz not null, paid_at timestamptz,
      earns text,
      constraint top_up_earns_ck check ((earns is null) = (paid_at is null)),
      constraint top_up_pk primary key (tenant_id, id),
      constraint top_up_state_ck check (state in ('asked', 'paid', 'lapsed')),
      constraint top_up_paid_ck check ((state = 'paid') = (paid_at is not null)))
    """,
    "create index top_up_customer_ix on loyalty.top_up (tenant_id, customer_id, asked_at)",
    """
    create table loyalty.balance_movement (
      tenant_id integer not null, id uuid not null, customer_id uuid not null,
      at timestamptz not null, what text not null, principal bigint not null,
      bonus bigint not null, pieces jsonb not null, ref uuid not null, by text not null,
      constraint balance_movement_pk primary key (tenant_id, id),
      constraint balance_movement_what_ck check (
        what in ('topped_up', 'spent', 'given_back', 'refunded')))
    """,
    """
    create index balance_movement_customer_ix
      on loyalty.balance_movement (tenant_id, customer_id, at, id)
    """,
    "create index balance_movement_at_ix on loyalty.balance_movement (tenant_id, at)",
    """
    create table loyalty.balance_pay (
      tenant_id integer not null, order_id uuid not null, customer_id uuid not null,
      principal bigint not null, bonus bigint not null, pieces jsonb not null,
      state text not null, at timestamptz not null,
      constraint balance_pay_pk primary key (tenant_id, order_id),
      constraint balance_pay_amount_ck check (
        principal >= 0 and bonus >= 0 and principal + bonus > 0),
      constraint balance_pay_state_ck check (state in ('held', 'spent', 'void')))
    """,
    """
    create table loyalty.balance_share (
      tenant_id integer not null, refund_id uuid not null, order_id uuid not null,
      cash bigint not null, principal bigint not null, bonus bigint not null,
      state text not null,
      constraint balance_share_pk primary key (tenant_id, refund_id),
      constraint balance_share_amount_ck check (cash >= 0 and principal >= 0 and bonus >= 0),
      constraint balance_share_state_ck check (state in ('asked', 'done', 'void')))
    """,
    "create index balance_share_order_ix on loyalty.balance_share (tenant_id, order_id)",
    """
    create table loyalty.top_up_refund (
      tenant_id integer not null, id uuid not null, top_up_id uuid not null,
      customer_id uuid not null, basis text not null, pay_back_minor bigint not null,
      principal bigint not null, bonus bigint not null, why text not null, state text not null,
      asked_at timestamptz not null, decided_at timestamptz, decided_by text,
      ended_at timestamptz,
      constraint top_up_refund_pk primary key (tenant_id, id),
      constraint top_up_refund_basis_ck check (basis in ('in_time', 'own_wish', 'not_hers')),
      constraint top_up_refund_state_ck check (
        state in ('asked', 'approved', 'paid_back', 'refused', 'failed')),
      constraint top_up_refund_amount_ck check (
        pay_back_minor > 0 and principal >= 0 and bonus >= 0))
    """,
    """
    create index top_up_refund_asked_ix on loyalty.top_up_refund (tenant_id, state, asked_at)
    """,
    """
    create unique index top_up_refund_living_ix on loyalty.top_up_refund (tenant_id, top_up_id)
      where state in ('asked', 'approved')
    """,
    """
    create table loyalty.balance_password (
      tenant_id integer not null, customer_id uuid not null, hashed text not null,
      tries smallint not null, tried_at timestamptz, set_at timestamptz not null,
      constraint balance_password_pk primary key (tenant_id, customer_id))
    """,
)

_MAY = {
    "balance_offer": "select, insert, update",
    "balance_rule": "select, insert",
    "top_up": "select, insert, update",
    "balance_movement": "select, insert",
    "balance_pay": "select, insert, update",
    "balance_share": "select, insert, update",
    "top_up_refund": "select, insert, update",
    "balance_password": "select, insert, update",
}

# Each gives a row for whatever is wrong, and none when all is well.
_VIEWS = {
    "balance_books": """
      select coalesce(m.tenant_id, l.tenant_id) as tenant_id,
             coalesce(m.customer_id, l.owner)::text as subject,
             'movements say ' || coalesce(m.principal, 0) || ' and ' || coalesce(m.bonus, 0)
               || ', the books ' || coalesce(l.principal, 0) || ' and ' || coalesce(l.bonus, 0)
               as said
      from (
        select tenant_id, customer_id, sum(principal) as principal, sum(bonus) as bonus
        from loyalty.balance_movement group by tenant_id, customer_id
      ) m full join (
        select a.tenant_id, a.owner,
               sum(case when a.kind = 'principal' then b.posted - b.held else 0 end) as principal,
               sum(case when a.kind = 'bonus' then b.posted - b.held else 0 end) as bonus
        from ledger.account a
        join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
        where a.kind in ('principal', 'bonus') group by a.tenant_id, a.owner
      ) l on l.tenant_id = m.tenant_id and l.owner = m.customer_id
      where coalesce(m.principal, 0) <> coalesce(l.principal, 0)
         or coalesce(m.bonus, 0) <> coalesce(l.bonus, 0)
    """,
    "balance_pieces": """
      select m.tenant_id, p.top_up::text as subject,
             'is left with ' || sum(p.principal) || ' and ' || sum(p.bonus) as said
      from loyalty.balance_movement m,
        jsonb_to_recordset(m.pieces) as p (top_up uuid, principal int8, bonus int8)
      group by m.tenant_id, p.top_up having sum(p.principal) < 0 or sum(p.bonus) < 0
      union all
      select m.tenant_id, m.id::text, 'moves ' || m.principal || ' and ' || m.bonus
               || ', its pieces are ' || coalesce(sum(p.principal), 0) || ' and '
               || coalesce(sum(p.bonus), 0)
      from loyalty.balance_movement m
      left join lateral jsonb_to_recordset(m.pieces)
        as p (top_up uuid, principal int8, bonus int8) on true
      group by m.tenant_id, m.id, m.principal, m.bonus
      having m.principal <> coalesce(sum(p.principal), 0)
          or m.bonus <> coalesce(sum(p.bonus), 0)
    """,
    "balance_liability": """
      select tenant_id, kind as subject,
             'is ' || posted || ', customers have ' || hers as said
      from (
        select a.tenant_id, 'prepaid' as kind,
               coalesce(sum(s.amount) filter (where a.kind = 'prepaid'), 0) as posted,
               coalesce(sum(s.amount) filter (where a.kind = 'principal'), 0) as hers
        from ledger.account a cross join lateral (
          select t.amount from ledger.transfer t
          where t.tenant_id = a.tenant_id and t.credit = a.id and t.phase in ('post', 'settle')
          union all
          select -t.amount from ledger.transfer t
          where t.tenant_id = a.tenant_id and t.debit = a.id and t.phase in ('post', 'settle')
        ) s where a.kind in ('prepaid', 'principal') group by a.tenant_id
      ) both_sides where posted + hers <> 0
    """,
}


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table, may in _MAY.items():
        tenant_wall(f"loyalty.{table}", may=may)
    for name, body in _VIEWS.items():
        view = f"loyalty.invariant_{name}"
        op.execute(f"create view {view} with (security_invoker = true) as {body}")
        op.execute(f"grant select on {view} to {prefix()}_app")
