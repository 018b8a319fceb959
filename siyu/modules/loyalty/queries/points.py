"""Points: kinds, rules, lots, and what happened to them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.loyalty.values.points import Earning, Entry, Kind, Lot, Rule, Spend

_KIND = "select id, code, name, made_at, ended_at from loyalty.points_kind"
_LOT = "id, customer_id, kind_id, expires_at"
_ENTRY = "id, customer_id, kind_id, at, what, amount, parts, ref, why, by, short"
SPEND = "id, customer_id, kind_id, amount, back, parts, state, ref, why, at"
_WHOSE = """
from loyalty.points_entry where tenant_id = $1 and customer_id = $2
  and ($3::uuid is null or kind_id = $3)
"""

_KINDS = Query(Kind, f"{_KIND} where tenant_id = $1 order by ended_at is not null, made_at, id")
_GET_KIND = Query(Kind, f"{_KIND} where tenant_id = $1 and id = $2")
_KIND_CODED = Query(Kind, f"{_KIND} where tenant_id = $1 and code = $2")
_RULES = Query(
    Rule,
    """
    select kind_id, version, since, terms, set_at, set_by from loyalty.points_rule
    where tenant_id = $1 order by kind_id, version desc
    """,
)
# A lot that has ended stays until what was held of it is let go of.
_LOTS = Query(
    Lot,
    f"""
    select {_LOT} from loyalty.lot l join unnest($2::uuid[], $3::uuid[]) as o (customer, kind)
      on l.customer_id = o.customer and l.kind_id = o.kind
    where tenant_id = $1 and (expires_at is null or next_at is not null)
    order by expires_at nulls last, id
    """,
)
_LOTS_NAMED = Query(
    Lot, f"select {_LOT} from loyalty.lot where tenant_id = $1 and id = any($2::uuid[])"
)
_OWNED = Query(
    Lot,
    f"""
    select {_LOT} from loyalty.lot
    where tenant_id = $1 and customer_id = $2 and (expires_at is null or next_at is not null)
    order by expires_at nulls last, id
    """,
)
_DUE = Query(
    Lot,
    f"""
    select {_LOT} from loyalty.lot where tenant_id = $1 and next_at <= $2
    order by next_at, id limit $3
    """,
)
_WARN = Query(
    Lot,
    f"""
    select {_LOT} from loyalty.lot where tenant_id = $1 and warn_at <= $2
    order by warn_at, id limit $3
    """,
)
_ENTRIES = Query(Entry, f"select {_ENTRY} {_WHOSE} order by at desc, id desc limit $4 offset $5")
_COUNT = Scalar(f"select count(*) from (select {_WHOSE} limit {MAX_ROWS + 1}) counted")
_EARNINGS = Query(
    Earning,
    """
    select order_id, kind_id, customer_id, version, lines, lot_id, amount, let_go, turn, at
    from loyalty.points_earning where tenant_id = $1 and order_id = any($2::uuid[])
    order by order_id, kind_id
    """,
)
_SPENDS = Query(
    Spend,
    f"""
    select {SPEND} from loyalty.points_spend
    where tenant_id = $1 and id = any($2::uuid[]) order by id
    """,
)
_SPENDS_FOR = Query(
    Spend,
    f"""
    select {SPEND} from loyalty.points_spend
    where tenant_id = $1 and ref = any($2::uuid[]) order by id
    """,
)


async def list_kinds(work: Work) -> list[Kind]:
    """Every kind there is, those that have ended last."""
    return await _KINDS.all(work, work.tenant)


async def get_kind(work: Work, kind: UUID) -> Kind:
    return await _GET_KIND.one(work, work.tenant, kind)


async def find_kind(work: Work, code: str) -> Kind | None:
    return await _KIND_CODED.first(work, work.tenant, code)


async def list_rules(work: Work) -> list[Rule]:
    """Every version of every kind's rule, the newest first."""
    return await _RULES.all(work, work.tenant)


async def lots_of(work: Work, owners: Sequence[tuple[UUID, UUID]]) -> list[Lot]:
    """Lots that may have something left, by customer and kind, what ends first on top."""
    if not owners:
        return []
    people, kinds = zip(*owners, strict=True)
    return await _LOTS.all(work, work.tenant, list(people), list(kinds))


async def lots_named(work: Work, ids: Sequence[UUID]) -> dict[UUID, Lot]:
    """By id, also of lots that have ended."""
    rows = await _LOTS_NAMED.all(work, work.tenant, list(ids)) if ids else []
    return {row.id: row for row in rows}


async def list_lots(work: Work, customer: UUID) -> list[Lot]:
    """A customer's, of every kind."""
    return await _OWNED.all(work, work.tenant, customer)


async def due_lots(work: Work, now: datetime, limit: int) -> list[Lot]:
    """Those that have ended and were not looked at since."""
    return await _DUE.all(work, work.tenant, now, limit)


async def lots_to_warn_of(work: Work, now: datetime, limit: int) -> list[Lot]:
    """Those that end soon and were not told of."""
    return await _WARN.all(work, work.tenant, now, limit)


async def list_entries(
    work: Work, customer: UUID, kind: UUID | None, *, limit: int, offset: int = 0
) -> tuple[list[Entry], int]:
    """What happened to her points, the latest first, and a capped count."""
    rows = await _ENTRIES.all(work, work.tenant, customer, kind, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, customer, kind)


async def points_earnings_of(work: Work, orders: Sequence[UUID]) -> list[Earning]:
    """What these orders brought."""
    return await _EARNINGS.all(work, work.tenant, list(orders)) if orders else []


async def find_spends(work: Work, ids: Sequence[UUID]) -> dict[UUID, Spend]:
    rows = await _SPENDS.all(work, work.tenant, list(ids)) if ids else []
    return {row.id: row for row in rows}


async def spends_for(work: Work, refs: Sequence[UUID]) -> list[Spend]:
    """What was spent for these orders."""
    return await _SPENDS_FOR.all(work, work.tenant, list(refs)) if refs else []
