"""Plans, splits and earnings; the views that say where they and the books differ."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = (
    """
    create table distribution.plan_version (
      tenant_id integer not null, version integer not null, since timestamptz not null,
      after_sale_days integer not null, ceiling_bp integer not null, rates jsonb not null,
      set_at timestamptz not null, set_by text not null,
      constraint plan_version_pk primary key (tenant_id, version),
      constraint plan_version_days_ck check (after_sale_days between 0 and 180),
      constraint plan_version_ceiling_ck check (ceiling_bp between 0 and 5000))
    """,
    """
    create table distribution.split (
      tenant_id integer not null, order_id uuid not null, customer_id uuid not null,
      at timestamptz not null, guide_id uuid, reason text not null, via_id uuid, plan integer,
      base_minor bigint not null, shared_minor bigint not null,
      constraint split_pk primary key (tenant_id, order_id),
      constraint split_reason_ck check (reason in ('link', 'bond', 'left', 'nobody')),
      constraint split_guide_ck check ((guide_id is null) = (reason in ('left', 'nobody'))))
    """,
    """
    create table distribution.earning (
      tenant_id integer not null, id uuid not null, order_id uuid not null, n smallint not null,
      sku_id uuid not null, product_id uuid not null, category_id uuid, role text not null,
      tier smallint, earner_id uuid not null, store_id uuid not null, payer_store_id uuid,
      reason text not null, via_id uuid, plan integer not null, base_minor bigint not null,
      rate_bp integer not null, amount_minor bigint not null,
      returned_minor bigint not null default 0, kept_minor bigint not null,
      clawed_minor bigint not null default 0, state text not null,
      earned_at timestamptz not null, thaws_at timestamptz, thawed_at timestamptz,
      hold_id uuid not null,
      constraint earning_pk primary key (tenant_id, id),
      constraint earning_role_ck check (
        role in ('guide', 'promoter_1', 'promoter_2', 'leader', 'agent', 'franchise')),
      constraint earning_tier_ck check (tier in (1, 2)),
      constraint earning_tiered_ck check (
        (tier is not null) = (role in ('promoter_1', 'promoter_2', 'leader', 'agent'))),
      constraint earning_state_ck check (state in ('pending', 'thawed', 'void')),
      constraint earning_thawed_ck check ((state = 'thawed') = (thawed_at is not null)),
      constraint earning_amount_ck check (
        amount_minor > 0 and amount_minor <= base_minor
        and kept_minor between 0 and amount_minor and returned_minor >= 0),
      constraint earning_clawed_ck check (
        clawed_minor between 0 and amount_minor - kept_minor
        and (clawed_minor = 0 or state = 'thawed')),
      constraint earning_void_ck check ((state = 'void') <= (kept_minor = 0)))
    """,
    """
    create unique index earning_line_ix on distribution.earning (tenant_id, order_id, n, role)
    """,
    """
    create unique index earning_tier_ix on distribution.earning (tenant_id, order_id, n, tier)
      where tier is not null
    """,
    "create index earning_earner_ix on distribution.earning (tenant_id, earner_id, earned_at)",
    "create index earning_store_ix on distribution.earning (tenant_id, store_id, earned_at)",
    "create index earning_earned_ix on distribution.earning (tenant_id, earned_at)",
    """
    create index earning_thawed_ix on distribution.earning (tenant_id, thawed_at)
      where thawed_at is not null
    """,
    """
    create index earning_due_ix on distribution.earning (tenant_id, thaws_at)
      where state = 'pending'
    """,
    """
    create table distribution.claw_back (
      tenant_id integer not null, earning_id uuid not null, refund_id uuid not null,
      at timestamptz not null, base_minor bigint not null, void_minor bigint not null,
      debt_minor bigint not null,
      constraint claw_back_pk primary key (tenant_id, earning_id, refund_id),
      constraint claw_back_amounts_ck check (
        base_minor >= 0 and void_minor >= 0 and debt_minor >= 0))
    """,
    "create index claw_back_at_ix on distribution.claw_back (tenant_id, at)",
    "create index claw_back_refund_ix on distribution.claw_back (tenant_id, refund_id)",
)

_MAY = {
    "plan_version": "select, insert",
    "split": "select, insert",
    "earning": "select, insert, update",
    "claw_back": "select, insert",
}

# Each gives a row for whatever is wrong, and none when all is well.
_VIEWS = {
    "commission_books": """
      select coalesce(e.tenant_id, l.tenant_id) as tenant_id,
             coalesce(e.earner_id, l.owner)::text as subject,
             'earnings say ' || coalesce(e.pending, 0) || ' on hold and ' || coalesce(e.thawed, 0)
               || ' thawed, the books ' || coalesce(l.pending, 0) || ' and '
               || coalesce(l.thawed, 0) as said
      from (
        select tenant_id, earner_id,
               coalesce(sum(kept_minor) filter (where state = 'pending'), 0) as pending,
               coalesce(sum(kept_minor) filter (where state = 'thawed'), 0) as thawed
        from distribution.earning group by tenant_id, earner_id
      ) e full join (
        select tenant_id, owner, sum(pending) as pending, sum(thawed) as thawed
        from (
          select a.tenant_id, a.owner,
                 case when h.chain is not null then t.amount else 0 end as pending,
                 case when t.phase in ('post', 'settle') then t.amount else 0 end as thawed
          from ledger.account a
          join ledger.transfer t on t.tenant_id = a.tenant_id and t.credit = a.id
          left join ledger.open_hold h
            on h.tenant_id = t.tenant_id and h.chain = t.chain and h.line = t.line
          where a.kind = 'commission' and t.reason like 'commission%'
          union all
          select a.tenant_id, a.owner, 0, -t.amount
          from ledger.account a
          join ledger.transfer t on t.tenant_id = a.tenant_id and t.debit = a.id
          where a.kind = 'commission' and t.reason like 'commission%' and t.phase = 'post'
        ) side group by tenant_id, owner
      ) l on l.tenant_id = e.tenant_id and l.owner = e.earner_id
      where coalesce(e.pending, 0) <> coalesce(l.pending, 0)
         or coalesce(e.thawed, 0) <> coalesce(l.thawed, 0)
    """,
    "commission_ceiling": """
      select e.tenant_id, e.order_id::text || '/' || e.n as subject,
             'shares come to ' || sum(e.amount_minor) || ' of ' || max(e.base_minor)
               || ', the ceiling is ' || max(p.ceiling_bp) || ' bp' as said
      from distribution.earning e
      join distribution.plan_version p on p.tenant_id = e.tenant_id and p.version = e.plan
      group by e.tenant_id, e.order_id, e.n
      having sum(e.amount_minor) > max(e.base_minor) * max(p.ceiling_bp) / 10000
      union all
      select s.tenant_id, s.order_id::text,
             'was shared for ' || s.shared_minor || ', earnings come to '
               || coalesce(e.amount_minor, 0)
      from distribution.split s
      left join (
        select tenant_id, order_id, sum(amount_minor) as amount_minor
        from distribution.earning group by tenant_id, order_id
      ) e on e.tenant_id = s.tenant_id and e.order_id = s.order_id
      where s.shared_minor <> coalesce(e.amount_minor, 0)
    """,
    "commission_kept": """
      select e.tenant_id, e.id::text as subject,
             'keeps ' || e.kept_minor || ' of ' || e.amount_minor || ' for '
               || greatest(0, e.base_minor - coalesce(c.base_minor, 0)) || ' of ' || e.base_minor
               || '; ' || coalesce(c.void_minor, 0) || ' void and ' || coalesce(c.debt_minor, 0)
               || ' owed' as said
      from distribution.earning e
      left join (
        select tenant_id, earning_id, sum(base_minor) as base_minor,
               sum(void_minor) as void_minor, sum(debt_minor) as debt_minor
        from distribution.claw_back group by tenant_id, earning_id
      ) c on c.tenant_id = e.tenant_id and c.earning_id = e.id
      where e.kept_minor <> floor(e.amount_minor::numeric
              * greatest(0, e.base_minor - coalesce(c.base_minor, 0)) / e.base_minor)
         or e.returned_minor <> coalesce(c.base_minor, 0)
         or e.amount_minor - e.kept_minor
              <> coalesce(c.void_minor, 0) + coalesce(c.debt_minor, 0)
         or e.clawed_minor <> coalesce(c.debt_minor, 0)
    """,
}


def upgrade() -> None:
    make_schema("distribution")
    for statement in _TABLES:
        op.execute(statement)
    for table, may in _MAY.items():
        tenant_wall(f"distribution.{table}", may=may)
    for name, body in _VIEWS.items():
        view = f"distribution.invariant_{name}"
        op.execute(f"create view {view} with (security_invoker = true) as {body}")
        op.execute(f"grant select on {view} to {prefix()}_app")
