"""Flash sales: what they say, what they put aside and what orders took; views that judge them."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table deals.sale (
  tenant_id integer not null, id uuid not null, version integer not null, name text not null,
  state text not null, since timestamptz not null, until timestamptz not null,
  with_coupons boolean not null, made_at timestamptz not null, made_by text not null,
  confirmed_at timestamptz, ended_at timestamptz, ended_why text,
  constraint sale_pk primary key (tenant_id, id),
  constraint sale_state_ck check (state in ('draft', 'confirmed', 'ended')),
  constraint sale_span_ck check (since < until));
create index sale_since_ix on deals.sale (tenant_id, since, id);
create index sale_due_ix on deals.sale (tenant_id, until) where state = 'confirmed';

create table deals.good (
  tenant_id integer not null, id uuid not null, sale_id uuid not null, n smallint not null,
  sku_id uuid not null, price_minor bigint not null, pieces integer not null, split text not null,
  cap integer,
  constraint good_pk primary key (tenant_id, id),
  constraint good_counts_ck check (price_minor >= 0 and pieces > 0 and cap > 0),
  constraint good_split_ck check (split in ('each', 'in_all')));
create index good_sale_ix on deals.good (tenant_id, sale_id, n);

create table deals.pool (
  tenant_id integer not null, good_id uuid not null, store_id uuid not null,
  pieces integer not null, returned integer not null default 0,
  constraint pool_pk primary key (tenant_id, good_id, store_id),
  constraint pool_pieces_ck check (pieces > 0 and returned between 0 and pieces));

create table deals.taking (
  tenant_id integer not null, order_id uuid not null, good_id uuid not null, sku_id uuid not null,
  store_id uuid not null, customer_id uuid not null, quantity integer not null, cap integer,
  at timestamptz not null,
  constraint taking_pk primary key (tenant_id, order_id, good_id),
  constraint taking_quantity_ck check (quantity > 0));
create index taking_good_ix on deals.taking (tenant_id, good_id, at);

create table deals.turned (
  tenant_id integer not null, id uuid not null, good_id uuid not null, store_id uuid not null,
  reason text not null, count integer not null, at timestamptz not null,
  constraint turned_pk primary key (tenant_id, id),
  constraint turned_count_ck check (count > 0),
  constraint turned_reason_ck check (reason in ('sold_out', 'too_few', 'cap', 'ended')));
create index turned_good_ix on deals.turned (tenant_id, good_id, at);
"""

# Each pool's moves, by what is on the other side: the shelf, or the world of what was sold.
_MOVES = """
select p.tenant_id, p.good_id, p.store_id, p.pieces, p.returned, s.state,
  coalesce(m.came, 0) as came, coalesce(m.went, 0) as went, coalesce(m.sold, 0) as sold,
  coalesce(b.posted, 0) as posted, coalesce(b.held, 0) as held
from deals.pool p
join deals.good g on g.tenant_id = p.tenant_id and g.id = p.good_id
join deals.sale s on s.tenant_id = g.tenant_id and s.id = g.sale_id
left join ledger.account a on a.tenant_id = p.tenant_id and a.kind = 'pool'
  and a.owner = p.good_id and a.place = p.store_id
left join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
left join lateral (
  select sum(t.amount) filter (where t.credit = a.id and o.kind = 'stock') as came,
    sum(t.amount) filter (where t.debit = a.id and o.kind = 'stock') as went,
    sum(case when o.kind <> 'stock_world' then 0
             when t.debit = a.id then t.amount else -t.amount end) as sold
  from (select * from ledger.transfer where tenant_id = a.tenant_id and debit = a.id
        union all
        select * from ledger.transfer where tenant_id = a.tenant_id and credit = a.id) t
  join ledger.account o on o.tenant_id = t.tenant_id
    and o.id = case when t.debit = a.id then t.credit else t.debit end
  where t.phase in ('post', 'settle')) m on true
"""
# What people still have of goods of sales: not of orders that came to nothing, nor what went back.
_HAD = """
select k.tenant_id, k.good_id, k.store_id, k.customer_id, k.cap,
  sum(l.quantity - l.refunded_quantity) as had
from deals.taking k
join orders.order o on o.tenant_id = k.tenant_id and o.id = k.order_id
  and o.state not in ('expired', 'cancelled')
join orders.line l on l.tenant_id = k.tenant_id and l.order_id = k.order_id
  and l.sku_id = k.sku_id
group by 1, 2, 3, 4, 5
"""
_VIEWS = {
    "sale_pools": f"""
        select tenant_id, good_id || ' @ ' || store_id as subject,
          format('%s pieces, %s came, %s left after the end', pieces, came, posted - held) as said
        from ({_MOVES}) m
        where came <> case state when 'draft' then 0 else case when came = 0 and state = 'ended'
                then 0 else pieces end end
           or state = 'ended' and posted <> held
        """,
    "sale_sold": f"""
        select m.tenant_id, m.good_id || ' @ ' || m.store_id as subject,
          format('%s came, %s sold, %s went back, %s there, %s had', m.came, m.sold, m.went,
                 m.posted, h.had) as said
        from ({_MOVES}) m
        left join (select tenant_id, good_id, store_id, sum(had) as had from ({_HAD}) h
                   group by 1, 2, 3) h
          on h.tenant_id = m.tenant_id and h.good_id = m.good_id and h.store_id = m.store_id
        where m.came <> m.sold + m.went + m.posted or coalesce(h.had, 0) > m.came
           or m.sold > m.pieces
        """,
    "sale_caps": f"""
        select tenant_id, good_id || ' of ' || customer_id as subject,
          format('%s had, %s allowed', sum(had), cap) as said
        from ({_HAD}) h where cap is not null
        group by tenant_id, good_id, customer_id, cap having sum(had) > cap
        """,
}


def upgrade() -> None:
    make_schema("deals")
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    for table in ("sale", "good", "pool", "taking", "turned"):
        tenant_wall(f"deals.{table}")
    for name, body in _VIEWS.items():
        view = f"deals.invariant_{name}"
        op.execute(f"create view {view} with (security_invoker = true) as {body}")
        op.execute(f"grant select on {view} to {prefix()}_app")
