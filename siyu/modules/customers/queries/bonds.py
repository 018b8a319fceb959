"""The rule book, what was decided by it, and the common pool."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.customers.values import BondDecision, Book, BookVersion

BOOKS = Query(
    BookVersion,
    """
    select version, rule, protection_days, later_add, idle_days, since, by
    from customers.bond_book where tenant_id = $1 order by version desc limit $2
    """,
)

_DECISION = """
select id, customer_id, at, event, outcome, reason, words, via, version, store_id, guide_id,
       asked_store_id, asked_guide_id, before_guide_id, until, by
from customers.bond_decision where tenant_id = $1
"""
OF_CUSTOMER = Query(
    BondDecision, f"{_DECISION} and customer_id = $2 order by at desc, id desc limit 100"
)
KEPT_FROM = Query(
    BondDecision,
    f"{_DECISION} and asked_guide_id = $2 and outcome = 'kept' order by at desc, id desc "
    "limit $3 offset $4",
)
COUNT_KEPT_FROM = Scalar(
    f"""
    select count(*) from (
      select from customers.bond_decision
      where tenant_id = $1 and asked_guide_id = $2 and outcome = 'kept'
      limit {MAX_ROWS + 1}) counted
    """
)

# In the order of the index, so that a run stops where the chunk is full.
IDLE = Scalar(
    """
    select customer_id from customers.belonging
    where tenant_id = $1 and ended_at is null and guide_id is not null and rule <> 'by_hand'
      and coalesce(active_at, since) <= $2 and since <= $3
    order by coalesce(active_at, since) limit $4
    """
)


class Pooled(Struct, frozen=True, kw_only=True):
    """Somebody whom nobody looks after; `since` is None if nobody ever did."""

    id: UUID
    member_no: int
    name: str | None
    store_id: UUID | None
    met_at: datetime
    since: datetime | None
    rule: str | None
    before_guide_id: UUID | None


_POOL = """
from customers.customer c
where c.tenant_id = $1 and c.guide_id is null and c.forgotten_at is null
  and ($2::uuid[] is null or c.store_id = any($2))
"""
POOL = Query(
    Pooled,
    f"""
    select p.id, p.member_no, p.name, p.store_id, p.met_at, b.since, b.rule,
           (select guide_id from customers.belonging
            where tenant_id = $1 and customer_id = p.id and turn = b.turn - 1) as before_guide_id
    from (select c.id, c.member_no, c.name, c.store_id, c.met_at {_POOL}
          order by c.met_at desc, c.id desc limit $3 offset $4) p
    left join customers.belonging b
      on b.tenant_id = $1 and b.customer_id = p.id and b.ended_at is null
    order by p.met_at desc, p.id desc
    """,
)
COUNT_POOL = Scalar(f"select count(*) from (select {_POOL} limit {MAX_ROWS + 1}) counted")


async def current_book(work: Work) -> tuple[int, Book]:
    """The book that counts now, with its version; version 0 is what counts until one is written."""
    [*found] = await BOOKS.all(work, work.tenant, 1)
    return (found[0].version, found[0].book) if found else (0, Book())


async def list_books(work: Work) -> list[BookVersion]:
    """Every version that was written, the latest first."""
    return await BOOKS.all(work, work.tenant, 100)


async def list_decisions(work: Work, customer: UUID) -> list[BondDecision]:
    """What was decided about her, the latest first."""
    return await OF_CUSTOMER.all(work, work.tenant, customer)


async def list_kept_from(
    work: Work, guide: UUID, *, limit: int, offset: int
) -> tuple[list[BondDecision], int]:
    """Whom this guide would have had, and why they stayed where they are."""
    rows = await KEPT_FROM.all(work, work.tenant, guide, limit, offset)
    return rows, await COUNT_KEPT_FROM.get(work, work.tenant, guide)


async def find_idle(
    work: Work, *, active_before: datetime, bound_before: datetime, limit: int
) -> Sequence[UUID]:
    """Customers with a guide, of whom nothing was heard since, the longest silent first."""
    return await IDLE.column(work, work.tenant, active_before, bound_before, limit)


async def list_pool(
    work: Work, places: list[UUID] | None, *, limit: int, offset: int
) -> tuple[list[Pooled], int]:
    """Whom nobody looks after, in these stores or anywhere; a capped count."""
    rows = await POOL.all(work, work.tenant, places, limit, offset)
    return rows, await COUNT_POOL.get(work, work.tenant, places)
