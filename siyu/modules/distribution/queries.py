"""Every SELECT of distribution."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.distribution.values import ClawBack, Earning, Filter, Plan, Split, Sums

EARNING = """
id, order_id, n, sku_id, product_id, category_id, role, tier, earner_id, store_id, payer_store_id,
reason, via_id, plan, base_minor, rate_bp, amount_minor, returned_minor, kept_minor, clawed_minor,
state, earned_at, thaws_at, thawed_at, hold_id
"""
_FROM = f"select {EARNING} from distribution.earning e"
_WANTED = """
where e.tenant_id = $1 and ($2::uuid[] is null or e.store_id = any($2))
  and ($3::uuid is null or e.earner_id = $3) and ($4::uuid is null or e.order_id = $4)
  and ($5::text is null or e.state = $5) and (not $6 or e.clawed_minor > 0)
  and ($7::timestamptz is null or e.earned_at >= $7)
  and ($8::timestamptz is null or e.earned_at < $8)
"""

_PLANS = Query(
    Plan,
    """
    select version, since, after_sale_days, ceiling_bp, rates, set_at, set_by
    from distribution.plan_version where tenant_id = $1 order by version desc limit 1000
    """,
)
_SPLIT = Query(
    Split,
    """
    select order_id, customer_id, at, guide_id, reason, via_id, plan, base_minor, shared_minor
    from distribution.split where tenant_id = $1 and order_id = $2
    """,
)
_OF_ORDER = Query(Earning, f"{_FROM} where e.tenant_id = $1 and e.order_id = $2 order by n, role")
LOCK = Query(
    Earning,
    f"{_FROM} where e.tenant_id = $1 and e.order_id = any($2::uuid[]) order by id for update",
)
_LIST = Query(Earning, f"{_FROM} {_WANTED} order by e.earned_at desc, e.id limit $9 offset $10")
_COUNT = Scalar(
    f"""
    select count(*) from (
      select from distribution.earning e {_WANTED} limit {MAX_ROWS + 1}) counted
    """
)
_CLAW_BACK = "earning_id, refund_id, at, base_minor, void_minor, debt_minor"
_CLAW_BACKS = Query(
    ClawBack,
    f"""
    select {_CLAW_BACK} from distribution.claw_back
    where tenant_id = $1 and earning_id = any($2::uuid[]) order by at, refund_id
    """,
)
CLAWED_BY = Query(
    ClawBack,
    f"""
    select {_CLAW_BACK} from distribution.claw_back
    where tenant_id = $1 and refund_id = any($2::uuid[])
    """,
)
# What happened in the time: earned, thawed and taken back each by its own instant. Whoever earned
# before is there with nothing, for her balance is still hers; `earner` skips from one to the next.
_SUMS = Query(
    Sums,
    """
    with recursive earner (id) as (
      (select earner_id from distribution.earning
       where tenant_id = $1 and $3::uuid is null order by earner_id limit 1)
      union all
      select (select e.earner_id from distribution.earning e
              where e.tenant_id = $1 and e.earner_id > r.id order by e.earner_id limit 1)
      from earner r where r.id is not null)
    select earner_id, sum(earned)::int8 as earned_minor, sum(pending)::int8 as pending_minor,
           sum(thawed)::int8 as thawed_minor, sum(void)::int8 as void_minor,
           sum(clawed)::int8 as clawed_minor
    from (
      select earner_id, store_id, amount_minor as earned,
             case when state = 'pending' then kept_minor else 0 end as pending, 0 as thawed,
             0 as void, 0 as clawed
      from distribution.earning where tenant_id = $1 and earned_at >= $4 and earned_at < $5
      union all
      select earner_id, store_id, 0, 0, kept_minor + clawed_minor, 0, 0
      from distribution.earning where tenant_id = $1 and thawed_at >= $4 and thawed_at < $5
      union all
      select e.earner_id, e.store_id, 0, 0, 0, c.void_minor, c.debt_minor
      from distribution.claw_back c
      join distribution.earning e on e.tenant_id = c.tenant_id and e.id = c.earning_id
      where c.tenant_id = $1 and c.at >= $4 and c.at < $5
      union all
      select r.id, before.store_id, 0, 0, 0, 0, 0
      from earner r cross join lateral (
        select e.store_id from distribution.earning e
        where e.tenant_id = $1 and e.earner_id = r.id and e.earned_at < $4
          and ($2::uuid[] is null or e.store_id = any($2)) limit 1) before
    ) happened
    where ($2::uuid[] is null or store_id = any($2)) and ($3::uuid is null or earner_id = $3)
    group by earner_id order by sum(earned) desc, earner_id limit $6
    """,
)
_PENDING = Scalar(
    """
    select coalesce(sum(kept_minor), 0)::int8 from distribution.earning
    where tenant_id = $1 and earner_id = $2 and state = 'pending'
    """
)
_NEXT_THAW = Scalar(
    """
    select min(thaws_at) from distribution.earning
    where tenant_id = $1 and earner_id = $2 and state = 'pending' and thaws_at > $3
    """
)


async def list_plans(work: Work) -> list[Plan]:
    """Every version, the newest first."""
    return await _PLANS.all(work, work.tenant)


async def get_split(work: Work, order: UUID) -> Split:
    """How an order was shared; NotFound while it is not paid."""
    return await _SPLIT.one(work, work.tenant, order)


async def earnings_of(work: Work, order: UUID) -> list[Earning]:
    """An order's earnings by line."""
    return await _OF_ORDER.all(work, work.tenant, order)


async def list_earnings(
    work: Work, which: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Earning], int]:
    """Earnings, the latest first, and a capped count."""
    stores = None if which.stores is None else list(which.stores)
    asked = (
        work.tenant, stores, which.earner, which.order, which.state, which.clawed, which.since,
        which.until,
    )  # fmt: skip
    rows = await _LIST.all(work, *asked, limit, offset)
    return rows, await _COUNT.get(work, *asked)


async def claw_backs_of(work: Work, earnings: Sequence[UUID]) -> list[ClawBack]:
    """What refunds took from these, the first first."""
    return await _CLAW_BACKS.all(work, work.tenant, list(earnings)) if earnings else []


async def sums(
    work: Work,
    since: datetime,
    until: datetime,
    *,
    stores: Sequence[UUID] | None = None,
    earner: UUID | None = None,
    limit: int = 1000,
) -> list[Sums]:
    """What each earner's time comes to, whoever earned most first; who earned before comes last."""
    places = None if stores is None else list(stores)
    return await _SUMS.all(work, work.tenant, places, earner, since, until, limit)


async def pending_of(work: Work, earner: UUID) -> tuple[int, datetime | None]:
    """What she waits for, whenever it was earned; and when the next of it thaws, if known.

    What is past its time is thawing now, or waits for an after-sale case.
    """
    waits = await _PENDING.get(work, work.tenant, earner)
    return waits, await _NEXT_THAW.get(work, work.tenant, earner, work.now)
