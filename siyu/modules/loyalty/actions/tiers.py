"""Verbs of tiers. Whoever changes how somebody stands holds her membership's row."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Work
from siyu.modules.loyalty import facts
from siyu.modules.loyalty.errors import RuleChanged
from siyu.modules.loyalty.queries import tiers as queries
from siyu.modules.loyalty.rules import tiers as rules
from siyu.modules.loyalty.values.tiers import Growth, Ladder, Membership, Programme

_SET = Command(
    """
    insert into loyalty.programme (tenant_id, version, since, ladder, set_by)
    values ($1, $2, $3, $4::jsonb, $5) on conflict do nothing
    """
)
_GROW = Command(
    """
    insert into loyalty.growth as g
      (tenant_id, source_id, source, customer_id, at, version, amount)
    select $1, n.* from unnest($2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[], $6::int4[],
      $7::int8[]) as n (source_id, source, customer_id, at, version, amount) order by n.source_id
    on conflict (tenant_id, source_id) do update set amount = excluded.amount
    """
)
_MEET = Command(
    """
    insert into loyalty.membership (tenant_id, customer_id, climb, kept)
    select $1, m, 0, 0 from unnest($2::uuid[]) as m order by m on conflict do nothing
    """
)
_KEEP = Command(
    """
    update loyalty.membership m set tier = n.tier, since = n.since, until = n.until,
      climb = n.climb, kept = n.kept, next_at = n.next_at
    from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::int8[],
      $7::int8[], $8::timestamptz[]) as n (customer_id, tier, since, until, climb, kept, next_at)
    where m.tenant_id = $1 and m.customer_id = n.customer_id
    """
)
_ALL = Command("update loyalty.membership set next_at = $2 where tenant_id = $1")


async def set_programme(work: Work, ladder: Ladder, *, seen: int | None = None) -> Programme:
    """The next version, from now on; `seen` is the newest one that whoever sets it knew of."""
    known = await queries.list_programmes(work)
    version = known[0].version if known else 0
    if seen is not None and seen != version:
        raise RuleChanged(version=version)
    if (wrong := rules.refusal(ladder, known[0].ladder if known else None)) is not None:
        raise wrong
    said = (work.now, msgspec.json.encode(ladder).decode(), str(work.actor))
    if not await _SET.run(work, work.tenant, version + 1, *said):
        raise RuleChanged(version=version + 1)
    work.tell(facts.ProgrammeSet(version=version + 1))
    after = msgspec.to_builtins(ladder) | {"version": version + 1}
    work.audit("loyalty.set_programme", "programme", None, after=after)
    return (await queries.list_programmes(work))[0]


async def look_at_all(work: Work) -> None:
    """Everybody's standing is to be looked at again, soon and in parts."""
    await _ALL.run(work, work.tenant, work.now)


async def keep_growth(work: Work, grown: Sequence[Growth]) -> None:
    """What these brought, less what went back; the same order or receipt again is the same row."""
    rows = [(g.source_id, g.source, g.customer_id, g.at, g.version, g.amount) for g in grown]
    if rows:
        await _GROW.run(work, work.tenant, *_columns(rows, 6))


async def lock_members(work: Work, customers: Iterable[UUID]) -> dict[UUID, Membership]:
    """As they were when they were last looked at, theirs alone until this work ends."""
    asked = sorted(set(customers))
    if not asked:
        return {}
    await _MEET.run(work, work.tenant, asked)
    rows = await queries.LOCK_MEMBERS.all(work, work.tenant, asked)
    return {row.customer_id: row for row in rows}


async def keep_memberships(work: Work, members: Sequence[Membership]) -> None:
    rows = [(m.customer_id, m.tier, m.since, m.until, m.climb, m.kept, m.next_at) for m in members]
    if rows:
        await _KEEP.run(work, work.tenant, *_columns(rows, 7))


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [[row[i] for row in rows] for i in range(width)]
