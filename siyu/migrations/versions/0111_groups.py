"""Group buys: offers, the groups that were started, and the seats in them."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table groups.offer (
  tenant_id integer not null, id uuid not null, version integer not null, state text not null,
  name text not null, sku_id uuid not null, price_minor bigint not null, size integer not null,
  hours integer not null, since timestamptz not null, until timestamptz not null, cap integer,
  newcomers boolean not null, stores uuid[], made_at timestamptz not null, made_by text not null,
  constraint offer_pk primary key (tenant_id, id),
  constraint offer_state_ck check (state in ('draft', 'open', 'closed')),
  constraint offer_span_ck check (since < until),
  constraint offer_counts_ck check (
    price_minor >= 0 and size >= 2 and hours > 0 and cap > 0));
create index offer_made_ix on groups.offer (tenant_id, made_at, id);
create index offer_sku_ix on groups.offer (tenant_id, sku_id) where state = 'open';

create table groups.group (
  tenant_id integer not null, id uuid not null, offer_id uuid not null, store_id uuid not null,
  starter_id uuid not null, size integer not null, state text not null,
  begun_at timestamptz not null, until timestamptz not null, ended_at timestamptz,
  constraint group_pk primary key (tenant_id, id),
  constraint group_state_ck check (state in ('begun', 'open', 'full', 'failed', 'void')));
create index group_offer_ix on groups.group (tenant_id, offer_id, begun_at);
create index group_due_ix on groups.group (tenant_id, until) where state = 'open';

create table groups.seat (
  tenant_id integer not null, order_id uuid not null, group_id uuid not null,
  offer_id uuid not null, customer_id uuid not null, pieces integer not null, cap integer,
  starts boolean not null, state text not null, at timestamptz not null,
  constraint seat_pk primary key (tenant_id, order_id),
  constraint seat_state_ck check (state in ('held', 'paid', 'gone', 'back')));
create index seat_group_ix on groups.seat (tenant_id, group_id, at);
create index seat_customer_ix on groups.seat (tenant_id, customer_id, at);
"""

_PAID = """
select tenant_id, group_id, count(*) filter (where state in ('paid', 'back')) as paid,
  count(*) filter (where state = 'held') as held
from groups.seat group by tenant_id, group_id
"""
_VIEWS = {
    "group_sizes": f"""
        select g.tenant_id, g.id::text as subject,
          format('%s, %s of %s paid', g.state, coalesce(p.paid, 0), g.size) as said
        from groups.group g
        left join ({_PAID}) p on p.tenant_id = g.tenant_id and p.group_id = g.id
        where coalesce(p.paid, 0) > g.size
           or (g.state = 'full') <> (coalesce(p.paid, 0) = g.size and g.state <> 'failed')
           or g.state in ('begun', 'void') and coalesce(p.paid, 0) > 0
        """,
    "group_seats": f"""
        select g.tenant_id, g.id::text as subject,
          format('%s, %s seats in the books, %s held', g.state, b.posted, b.held) as said
        from groups.group g
        left join ({_PAID}) p on p.tenant_id = g.tenant_id and p.group_id = g.id
        left join ledger.account a on a.tenant_id = g.tenant_id and a.kind = 'seats'
          and a.owner = g.id
        left join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
        where coalesce(b.held, 0) <> coalesce(p.held, 0)
           or coalesce(b.posted, 0) <> case when g.state in ('failed', 'void') then 0
                else g.size - coalesce(p.paid, 0) end
        """,
    "group_money": """
        select s.tenant_id, s.order_id::text as subject, 'paid back, without a refund' as said
        from groups.seat s
        join orders.order o on o.tenant_id = s.tenant_id and o.id = s.order_id
        where s.state = 'back' and o.payable_minor > 0 and not exists (
          select from orders.refund r
          where r.tenant_id = s.tenant_id and r.order_id = s.order_id
            and r.state in ('asked', 'paid_back'))
        """,
}


def upgrade() -> None:
    make_schema("groups")
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    for table in ("offer", "group", "seat"):
        tenant_wall(f"groups.{table}", may="select, insert, update")
    for name, body in _VIEWS.items():
        view = f"groups.invariant_{name}"
        op.execute(f"create view {view} with (security_invoker = true) as {body}")
        op.execute(f"grant select on {view} to {prefix()}_app")
