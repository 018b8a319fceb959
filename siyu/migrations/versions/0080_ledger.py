"""Accounts, balances and transfers; the views that say where the books are wrong."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table ledger.account (
  tenant_id integer not null, id uuid not null, kind text not null, owner uuid not null,
  place uuid not null, unit text not null, opened_at timestamptz not null,
  constraint account_pk primary key (tenant_id, id));
create unique index account_name_ix on ledger.account (tenant_id, kind, owner, place, unit)
  where kind <> 'due';
create index account_place_ix on ledger.account (tenant_id, kind, place) where kind <> 'due';

create table ledger.balance (
  tenant_id integer not null, account_id uuid not null, floor bigint, ceiling bigint,
  posted bigint not null, held bigint not null, coming bigint not null,
  moved_at timestamptz not null,
  constraint balance_pk primary key (tenant_id, account_id),
  constraint balance_open_ck check (held >= 0 and coming >= 0),
  constraint balance_floor_ck check (posted - held >= floor),
  constraint balance_ceiling_ck check (posted + coming <= ceiling))
  with (fillfactor = 50);

create table ledger.transfer (
  tenant_id integer not null, chain uuid not null, line smallint not null,
  lines smallint not null, debit uuid not null, credit uuid not null, amount bigint not null,
  phase text not null, of_chain uuid, of_line smallint, reason text not null, ref uuid,
  at timestamptz not null, expires_at timestamptz, batch bigint not null, turn integer not null,
  constraint transfer_pk primary key (tenant_id, chain, line),
  constraint transfer_amount_ck check (amount > 0),
  constraint transfer_sides_ck check (debit <> credit),
  constraint transfer_line_ck check (line between 1 and lines),
  constraint transfer_phase_ck check (
    phase in ('post', 'pending') and of_chain is null and of_line is null
    or phase in ('settle', 'void') and of_chain is not null and of_line is not null));
create unique index transfer_of_ix on ledger.transfer (tenant_id, of_chain, of_line)
  where of_chain is not null;
create unique index transfer_order_ix on ledger.transfer (tenant_id, batch, turn);
create index transfer_debit_ix on ledger.transfer (tenant_id, debit, batch, turn);
create index transfer_credit_ix on ledger.transfer (tenant_id, credit, batch, turn);

create table ledger.open_hold (
  tenant_id integer not null, chain uuid not null, line smallint not null,
  expires_at timestamptz,
  constraint open_hold_pk primary key (tenant_id, chain, line));
create index open_hold_expires_ix on ledger.open_hold (tenant_id, expires_at)
  where expires_at is not null;

create sequence ledger.batch;

create table ledger.seal (
  tenant_id integer not null, number bigint not null, after bigint not null, upto bigint not null,
  lines integer not null, leaves bytea not null, digest bytea not null, at timestamptz not null,
  constraint seal_pk primary key (tenant_id, number),
  constraint seal_upto_ck check (upto > after and lines > 0));
create index seal_at_ix on ledger.seal (tenant_id, at);
"""

_REFUSE = """
create function ledger.refuse_change() returns trigger language plpgsql as $body$
begin
  raise exception 'ledger.% is append-only: write another chain', tg_table_name
    using errcode = 'restrict_violation';
end $body$
"""
_APPEND_ONLY = """
create trigger append_only before update or delete or truncate on ledger.transfer
  for each statement execute function ledger.refuse_change();
alter table ledger.transfer enable always trigger append_only;
create trigger append_only before update or delete or truncate on ledger.seal
  for each statement execute function ledger.refuse_change();
alter table ledger.seal enable always trigger append_only;
"""

_MAY = {
    "account": "select, insert",
    "balance": "select, insert, update",
    "transfer": "select, insert",
    "open_hold": "select, insert, delete",
    "seal": "select, insert",
}

# Each gives a row for whatever is wrong, and none when all is well.
_VIEWS = {
    "chains": """
      select tenant_id, chain::text as subject,
             'has ' || count(*) || ' of ' || max(lines) || ' lines' as said
      from ledger.transfer group by tenant_id, chain
      having count(*) <> max(lines) or min(lines) <> max(lines)
      union all
      select tenant_id, chain::text,
             'sums to ' || sum(amount) || ' ' || coalesce(unit, '(no account)')
      from (
        select t.tenant_id, t.chain, a.unit, -t.amount as amount from ledger.transfer t
        left join ledger.account a on a.tenant_id = t.tenant_id and a.id = t.debit
        union all
        select t.tenant_id, t.chain, a.unit, t.amount from ledger.transfer t
        left join ledger.account a on a.tenant_id = t.tenant_id and a.id = t.credit
      ) side
      group by tenant_id, chain, unit having sum(amount) <> 0 or unit is null
    """,
    "balances": """
      select b.tenant_id, b.account_id::text as subject,
             'is ' || b.posted || ', transfers say ' || coalesce(s.posted, 0) as said
      from ledger.balance b
      left join (
        select tenant_id, account_id, sum(amount) as posted
        from (
          select tenant_id, debit as account_id, -amount as amount from ledger.transfer
          where phase in ('post', 'settle')
          union all
          select tenant_id, credit, amount from ledger.transfer where phase in ('post', 'settle')
        ) side group by tenant_id, account_id
      ) s on s.tenant_id = b.tenant_id and s.account_id = b.account_id
      where b.posted <> coalesce(s.posted, 0)
    """,
    # A chain counts as a whole; a floor is looked at after each, a ceiling may change and is not.
    "floors": """
      select tenant_id, account_id::text as subject,
             'has ' || posted - held || ', its floor is ' || floor as said
      from ledger.balance where posted - held < floor
      union all
      select tenant_id, account_id::text,
             'has ' || posted + coming || ', its ceiling is ' || ceiling
      from ledger.balance where posted + coming > ceiling
      union all
      select tenant_id, account_id::text,
             'had ' || had || ' after chain ' || chain || ', its floor is ' || floor
      from (
        select m.tenant_id, m.account_id, m.chain, b.floor,
               sum(m.amount) over (partition by m.tenant_id, m.account_id
                                   order by m.batch, m.turn) as had
        from (
          select tenant_id, account_id, chain, batch, min(turn) as turn, sum(amount) as amount
          from (
            select t.tenant_id, t.debit as account_id, t.chain, t.batch, t.turn,
                   case t.phase when 'settle' then p.amount - t.amount
                                when 'void' then p.amount else -t.amount end as amount
            from ledger.transfer t
            left join ledger.transfer p on p.tenant_id = t.tenant_id and p.chain = t.of_chain
              and p.line = t.of_line
            union all
            select tenant_id, credit, chain, batch, turn, amount from ledger.transfer
            where phase in ('post', 'settle')
          ) side group by tenant_id, account_id, chain, batch
        ) m join ledger.balance b on b.tenant_id = m.tenant_id and b.account_id = m.account_id
        where b.floor is not null
      ) past where had < floor
    """,
    "holds": """
      select tenant_id, of_chain::text || '/' || of_line as subject,
             'ended ' || count(*) || ' times' as said
      from ledger.transfer where of_chain is not null
      group by tenant_id, of_chain, of_line having count(*) > 1
      union all
      select e.tenant_id, e.of_chain::text || '/' || e.of_line,
             case when p.chain is null then 'ended, but nothing was held'
                  when (p.debit, p.credit) is distinct from (e.debit, e.credit)
                  then 'ended at other accounts'
                  else 'held ' || p.amount || ', ended for ' || e.amount end
      from ledger.transfer e
      left join ledger.transfer p on p.tenant_id = e.tenant_id and p.chain = e.of_chain
        and p.line = e.of_line and p.phase = 'pending'
      where e.of_chain is not null and (p.chain is null or e.amount > p.amount
        or (p.debit, p.credit) is distinct from (e.debit, e.credit))
      union all
      select coalesce(h.tenant_id, p.tenant_id), coalesce(h.chain, p.chain)::text || '/' ||
             coalesce(h.line, p.line),
             case when h.chain is null then 'has not ended and is not listed as open'
                  else 'is listed as open and is not' end
      from ledger.open_hold h
      full join (
        select tenant_id, chain, line from ledger.transfer p where phase = 'pending'
          and not exists (select from ledger.transfer e where e.tenant_id = p.tenant_id
            and e.of_chain = p.chain and e.of_line = p.line)
      ) p on p.tenant_id = h.tenant_id and p.chain = h.chain and p.line = h.line
      where h.chain is null or p.chain is null
    """,
    "held": """
      select b.tenant_id, b.account_id::text as subject,
             'holds ' || b.held || ' and awaits ' || b.coming || ', open holds say '
               || coalesce(s.held, 0) || ' and ' || coalesce(s.coming, 0) as said
      from ledger.balance b
      left join (
        select tenant_id, account_id, sum(held) as held, sum(coming) as coming
        from (
          select p.tenant_id, side.account_id, side.held, side.coming
          from ledger.transfer p, lateral (
            values (p.debit, p.amount, 0::bigint), (p.credit, 0::bigint, p.amount)
          ) side (account_id, held, coming)
          where p.phase = 'pending' and not exists (
            select from ledger.transfer e where e.tenant_id = p.tenant_id
              and e.of_chain = p.chain and e.of_line = p.line)
        ) open group by tenant_id, account_id
      ) s on s.tenant_id = b.tenant_id and s.account_id = b.account_id
      where b.held <> coalesce(s.held, 0) or b.coming <> coalesce(s.coming, 0)
    """,
}


def upgrade() -> None:
    make_schema("ledger")
    for statement in (*_statements(_TABLES), _REFUSE, *_statements(_APPEND_ONLY)):
        op.execute(statement)
    for table, may in _MAY.items():
        tenant_wall(f"ledger.{table}", may=may)
    op.execute(f"grant usage on sequence ledger.batch to {prefix()}_app")
    for name, body in _VIEWS.items():
        view = f"ledger.invariant_{name}"
        op.execute(f"create view {view} with (security_invoker = true) as {body}")
        op.execute(f"grant select on {view} to {prefix()}_app")


def _statements(text: str) -> list[str]:
    return [one for one in text.split(";\n") if one.strip()]
