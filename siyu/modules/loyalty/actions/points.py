"""Verbs of points. What a verb writes is booked in the ledger in the same work, by a flow.

Whoever changes somebody's points of a kind holds the lock of her debt in the ledger, so these
verbs lock nothing themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Work
from siyu.modules.loyalty import facts
from siyu.modules.loyalty.errors import CodeTaken, RuleChanged, TooManyKinds
from siyu.modules.loyalty.queries import points as queries
from siyu.modules.loyalty.rules import points as rules
from siyu.modules.loyalty.values.points import (
    MOST_KINDS,
    Earning,
    Entry,
    Kind,
    Lot,
    Rule,
    Spend,
    Terms,
)

AGAIN = timedelta(minutes=15)
"""When a lot that has ended and is held in part is looked at again."""

_ADD_KIND = Command(
    """
    insert into loyalty.points_kind (tenant_id, id, code, name, made_at)
    values ($1, $2, $3, $4, $5) on conflict do nothing
    """
)
_RENAME = Command("update loyalty.points_kind set name = $3 where tenant_id = $1 and id = $2")
_END = Command(
    """
    update loyalty.points_kind set ended_at = $3
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)
_SET_RULE = Command(
    """
    insert into loyalty.points_rule (tenant_id, kind_id, version, since, terms, set_at, set_by)
    values ($1, $2, $3, $4, $5::jsonb, $6, $7) on conflict do nothing
    """
)
# Points that return to a lot that has ended let it be looked at again.
_OPEN = Command(
    """
    insert into loyalty.lot as l
      (tenant_id, made_at, next_at, id, customer_id, kind_id, expires_at, warn_at)
    select $1, $2, n.expires_at, n.* from
      unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::timestamptz[])
      as n (id, customer_id, kind_id, expires_at, warn_at) order by n.id
    on conflict (tenant_id, id) do update set next_at = excluded.expires_at
      where l.next_at is null and excluded.expires_at is not null
    """
)
_LOOK_AGAIN = Command(
    """
    update loyalty.lot l set next_at = n.at
    from unnest($2::uuid[], $3::timestamptz[]) as n (id, at)
    where l.tenant_id = $1 and l.id = n.id
    """
)
_WARNED = Command("update loyalty.lot set warn_at = null where tenant_id = $1 and id = any($2)")
_WRITE = Command(
    """
    insert into loyalty.points_entry (tenant_id, id, customer_id, kind_id, at, what, amount,
      parts, ref, why, by, short)
    select $1, e.id, e.customer_id, e.kind_id, e.at, e.what, e.amount, e.parts::jsonb, e.ref,
           e.why, e.by, e.short
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::int8[],
      $8::text[], $9::uuid[], $10::text[], $11::text[], $12::int8[])
      as e (id, customer_id, kind_id, at, what, amount, parts, ref, why, by, short)
    """
)
_BEGIN = Command(
    """
    insert into loyalty.points_earning
      (tenant_id, order_id, kind_id, customer_id, version, lines, lot_id, amount, let_go, turn, at)
    select $1, e.order_id, e.kind_id, e.customer_id, e.version, e.lines::jsonb, e.lot_id, 0, 0, 0,
           e.at
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int4[], $6::text[], $7::uuid[],
      $8::timestamptz[]) as e (order_id, kind_id, customer_id, version, lines, lot_id, at)
    order by e.order_id, e.kind_id on conflict do nothing
    """
)
_KEEP = Command(
    """
    update loyalty.points_earning e set amount = n.amount, let_go = n.let_go, turn = n.turn
    from unnest($2::uuid[], $3::uuid[], $4::int8[], $5::int8[], $6::int4[])
      as n (order_id, kind_id, amount, let_go, turn)
    where e.tenant_id = $1 and e.order_id = n.order_id and e.kind_id = n.kind_id
    """
)
_SPEND = Command(
    """
    insert into loyalty.points_spend
      (tenant_id, id, customer_id, kind_id, amount, back, parts, state, ref, why, at)
    select $1, s.id, s.customer_id, s.kind_id, s.amount, 0, s.parts::jsonb, s.state, s.ref, s.why,
           s.at
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int8[], $6::text[], $7::text[],
      $8::uuid[], $9::text[], $10::timestamptz[])
      as s (id, customer_id, kind_id, amount, parts, state, ref, why, at)
    """
)
_SPENT = Command(
    """
    update loyalty.points_spend set state = 'spent'
    where tenant_id = $1 and ref = any($2::uuid[]) and state = 'held'
    """
)
_RETURN = Command(
    """
    update loyalty.points_spend s set back = n.back, state = n.state
    from unnest($2::uuid[], $3::int8[], $4::text[]) as n (id, back, state)
    where s.tenant_id = $1 and s.id = n.id
    """
)


async def add_kind(work: Work, code: str, name: str) -> Kind:
    """A kind of points; it brings none before it has a rule."""
    if len(await queries.list_kinds(work)) >= MOST_KINDS:
        raise TooManyKinds(most=MOST_KINDS)
    id_ = work.new_id()
    if not await _ADD_KIND.run(work, work.tenant, id_, code, name, work.now):
        raise CodeTaken(code=code)
    work.audit("loyalty.add_kind", "points_kind", id_, after={"code": code, "name": name})
    return await queries.get_kind(work, id_)


async def rename_kind(work: Work, kind: UUID, name: str) -> Kind:
    before = await queries.get_kind(work, kind)
    await _RENAME.run(work, work.tenant, kind, name)
    work.audit(
        "loyalty.rename_kind",
        "points_kind",
        kind,
        before={"name": before.name},
        after={"name": name},
    )
    return await queries.get_kind(work, kind)


async def end_kind(work: Work, kind: UUID) -> Kind:
    """It brings no more points from now on; those that customers have stay good."""
    await queries.get_kind(work, kind)
    if await _END.run(work, work.tenant, kind, work.now):
        work.audit("loyalty.end_kind", "points_kind", kind)
    return await queries.get_kind(work, kind)


async def set_points_rule(
    work: Work, kind: UUID, terms: Terms, since: datetime, *, seen: int | None = None
) -> Rule:
    """The next version; `seen` is the newest one that whoever sets it knew of."""
    await queries.get_kind(work, kind)
    if (wrong := rules.refusal(terms, since, work.now)) is not None:
        raise wrong
    known = [one for one in await queries.list_rules(work) if one.kind_id == kind]
    version = max((one.version for one in known), default=0)
    if seen is not None and seen != version:
        raise RuleChanged(version=version)
    said = (since, _json(terms), work.now, str(work.actor))
    if not await _SET_RULE.run(work, work.tenant, kind, version + 1, *said):
        raise RuleChanged(version=version + 1)
    work.tell(facts.PointsRuleSet(kind=kind, version=version + 1, since=since))
    after = msgspec.to_builtins(terms) | {"version": version + 1}
    work.audit("loyalty.set_points_rule", "points_kind", kind, after=after)
    found = await queries.list_rules(work)
    return next(one for one in found if one.kind_id == kind and one.version == version + 1)


async def open_lots(work: Work, lots: Sequence[Lot], notice: Mapping[UUID, int]) -> None:
    """Make these where they are not there yet; `notice` is in days, by lot."""
    rows = {
        lot.id: (lot.id, lot.customer_id, lot.kind_id, lot.expires_at, _warn_at(lot, notice))
        for lot in lots
    }
    if rows:
        await _OPEN.run(work, work.tenant, work.now, *_columns(list(rows.values()), 5))


async def looked_at(work: Work, lots: Sequence[tuple[Lot, int]]) -> None:
    """These have ended and were emptied; so many of each are held still."""
    rows = [(lot.id, work.now + AGAIN if held else None) for lot, held in lots]
    if rows:
        await _LOOK_AGAIN.run(work, work.tenant, *_columns(rows, 2))


async def warned(work: Work, lots: Sequence[Lot]) -> None:
    """Whoever owns these was told that they will end."""
    if lots:
        await _WARNED.run(work, work.tenant, [lot.id for lot in lots])


async def write_entries(work: Work, entries: Sequence[Entry]) -> None:
    """Keep what happened to points; the sum of parts is what the ledger is told."""
    rows = [
        (e.id, e.customer_id, e.kind_id, e.at, e.what, e.amount, _json(e.parts), e.ref, e.why,
         e.by, e.short)
        for e in entries
    ]  # fmt: skip
    if rows:
        await _WRITE.run(work, work.tenant, *_columns(rows, 11))


async def begin_earnings(work: Work, begun: Sequence[Earning]) -> None:
    """Orders that bring points from now on, each once; how many is for `keep_earnings`."""
    rows = [
        (e.order_id, e.kind_id, e.customer_id, e.version, _json(e.lines), e.lot_id, e.at)
        for e in begun
    ]
    if rows:
        await _BEGIN.run(work, work.tenant, *_columns(rows, 7))


async def keep_earnings(work: Work, earnings: Sequence[Earning]) -> None:
    """How much these brought as of now."""
    rows = [(e.order_id, e.kind_id, e.amount, e.let_go, e.turn) for e in earnings]
    if rows:
        await _KEEP.run(work, work.tenant, *_columns(rows, 5))


async def keep_spends(work: Work, spends: Sequence[Spend]) -> None:
    """Points that paid, or are held to pay, for something."""
    rows = [
        (s.id, s.customer_id, s.kind_id, s.amount, _json(s.parts), s.state, s.ref, s.why, s.at)
        for s in spends
    ]
    if rows:
        await _SPEND.run(work, work.tenant, *_columns(rows, 9))


async def spent(work: Work, orders: Sequence[UUID]) -> None:
    """These orders are paid: the points held for them are gone."""
    if orders:
        await _SPENT.run(work, work.tenant, list(orders))


async def return_spends(work: Work, spends: Sequence[Spend]) -> None:
    """What of these was given back as of now, and how they stand."""
    rows = [(s.id, s.back, s.state) for s in spends]
    if rows:
        await _RETURN.run(work, work.tenant, *_columns(rows, 3))


def _warn_at(lot: Lot, notice: Mapping[UUID, int]) -> datetime | None:
    days = notice.get(lot.id, 0)
    return lot.expires_at - timedelta(days=days) if days and lot.expires_at else None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [[row[i] for row in rows] for i in range(width)]
