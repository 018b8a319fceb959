"""Tiers: the programme's versions, growth, and who stands where."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Work
from siyu.modules.loyalty.rules import tiers as rules
from siyu.modules.loyalty.values.tiers import Growth, Membership, Programme, Standing, Tier


class Counted(msgspec.Struct, frozen=True):
    """So many have a tier now."""

    tier: UUID
    members: int


_GROWTH = "select source_id, source, customer_id, at, version, amount from loyalty.growth"
_MEMBER = """
select customer_id, tier, since, until, climb, kept, next_at from loyalty.membership
"""
_PROGRAMMES = Query(
    Programme,
    """
    select version, since, ladder, set_by from loyalty.programme where tenant_id = $1
    order by version desc
    """,
)
_GROWN = Query(
    Growth,
    f"{_GROWTH} where tenant_id = $1 and customer_id = any($2::uuid[]) order by at, source_id",
)
_FROM = Query(Growth, f"{_GROWTH} where tenant_id = $1 and source_id = any($2::uuid[])")
_MEMBERS = Query(Membership, f"{_MEMBER} where tenant_id = $1 and customer_id = any($2::uuid[])")
LOCK_MEMBERS = Query(
    Membership,
    f"""
    {_MEMBER} where tenant_id = $1 and customer_id = any($2::uuid[])
    order by customer_id for update
    """,
)
_DUE = Query(
    Membership,
    f"{_MEMBER} where tenant_id = $1 and next_at <= $2 order by next_at, customer_id limit $3",
)
_COUNT = Query(
    Counted,
    """
    select tier, count(*)::int8 as members from loyalty.membership
    where tenant_id = $1 and tier is not null and until > $2 group by tier
    """,
)


async def list_programmes(work: Work) -> list[Programme]:
    """Every version, the newest first."""
    return await _PROGRAMMES.all(work, work.tenant)


async def tier_refs(work: Work) -> dict[UUID, Tier]:
    """Every tier there is, as the newest version has it."""
    newest = next(iter(await list_programmes(work)), None)
    return {one.id: one for one in newest.ladder.tiers} if newest else {}


async def growth_of(work: Work, customers: Iterable[UUID]) -> dict[UUID, list[Growth]]:
    """What they brought, the first first."""
    asked = sorted(set(customers))
    found: dict[UUID, list[Growth]] = {one: [] for one in asked}
    for row in await _GROWN.all(work, work.tenant, asked) if asked else []:
        found[row.customer_id].append(row)
    return found


async def growth_from(work: Work, sources: Sequence[UUID]) -> dict[UUID, Growth]:
    """What these orders and receipts brought, by id; those that brought nothing are left out."""
    rows = await _FROM.all(work, work.tenant, list(sources)) if sources else []
    return {row.source_id: row for row in rows}


async def memberships_of(work: Work, customers: Iterable[UUID]) -> dict[UUID, Membership]:
    """As they were when they were last looked at."""
    asked = sorted(set(customers))
    rows = await _MEMBERS.all(work, work.tenant, asked) if asked else []
    return {row.customer_id: row for row in rows}


async def due_members(work: Work, now: datetime, limit: int) -> list[Membership]:
    """Whose time is over, or whom a new version may have moved."""
    return await _DUE.all(work, work.tenant, now, limit)


async def count_members(work: Work) -> dict[UUID, int]:
    """How many have each tier now."""
    return {row.tier: row.members for row in await _COUNT.all(work, work.tenant, work.now)}


async def stand(
    work: Work, people: Iterable[UUID], programmes: Sequence[Programme], ends: rules.Ends
) -> dict[UUID, Standing]:
    """How each of them stands now, computed from all her growth."""
    grown = await growth_of(work, people)
    return {id_: rules.standing(programmes, some, work.now, ends) for id_, some in grown.items()}


async def standings(work: Work, people: Iterable[UUID], ends: rules.Ends) -> dict[UUID, Standing]:
    """Of those that have any growth; also where nobody has looked since a time was over."""
    members = await memberships_of(work, people)
    stale = [id_ for id_, one in members.items() if one.next_at and one.next_at <= work.now]
    found = {id_: one.standing for id_, one in members.items()}
    if not stale:
        return found
    return found | await stand(work, stale, await list_programmes(work), ends)


async def tiers_held(
    work: Work, people: Iterable[UUID], ends: rules.Ends
) -> dict[UUID, frozenset[UUID]]:
    """The tier of each of them that has one, as prices name it."""
    found = await standings(work, people, ends)
    return {id_: frozenset({one.tier}) for id_, one in found.items() if one.tier is not None}
