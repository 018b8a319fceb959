"""Promotions: made, said anew, run, paused and ended; and those that run, read once for many."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.modules.promotions.errors import ChangedMeanwhile, PromotionOver, UnknownPromotion
from siyu.modules.promotions.facts import PromotionMoved, PromotionSaved
from siyu.modules.promotions.pricing.values import Rule
from siyu.modules.promotions.pricing.wording import Wording, terms_of

State = Literal["draft", "running", "paused", "ended"]
Standing = Literal["draft", "on", "planned", "over", "paused", "ended"]
"""A state with its hours: of those that run, some are on now, some begin later, some are over."""

MOST_KEPT = 256
"""So many merchants' running promotions are kept in a process."""


class Promotion(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion as it stands, or one of its versions; `wording` is what that version says."""

    id: UUID
    version: int
    state: State
    wording: Wording
    made_at: datetime
    state_at: datetime
    state_by: str
    saved_at: datetime
    saved_by: str


class _Edition(msgspec.Struct, frozen=True):
    id: UUID


class _Running(msgspec.Struct, frozen=True):
    id: UUID
    version: int
    wording: Wording


class Running(msgspec.Struct, frozen=True):
    """What runs, and the edition it was read under: None if nothing was ever run."""

    edition: UUID | None
    rules: tuple[Rule, ...]


_STANDING = """case when p.state <> 'running' then p.state
      when (v.wording ->> 'since')::timestamptz > $3 then 'planned'
      when (v.wording ->> 'until')::timestamptz <= $3 then 'over' else 'on' end"""
_SHOWN = """
select p.id, p.version, p.state, v.wording, p.made_at, p.state_at, p.state_by,
       v.at as saved_at, v.by as saved_by
from promotions.promotion p join promotions.promotion_version v
  on v.tenant_id = p.tenant_id and v.promotion_id = p.id and v.version = p.version
"""
_GET = Query(Promotion, f"{_SHOWN} where p.tenant_id = $1 and p.id = $2")
_LOCK = Query(Promotion, f"{_SHOWN} where p.tenant_id = $1 and p.id = $2 for update of p")
_LIST = Query(
    Promotion,
    f"""
    {_SHOWN} where p.tenant_id = $1 and ($2 in ('any', p.state) or {_STANDING} = $2)
    order by v.at desc, p.id limit $4 offset $5
    """,
)
_COUNT = Scalar(
    f"""
    select count(*) from (select 1 from promotions.promotion p
      join promotions.promotion_version v
        on v.tenant_id = p.tenant_id and v.promotion_id = p.id and v.version = p.version
      where p.tenant_id = $1 and ($2 in ('any', p.state) or {_STANDING} = $2) limit 10001) n
    """,
)
_VERSIONS = Query(
    Promotion,
    """
    select p.id, v.version, p.state, v.wording, p.made_at, p.state_at, p.state_by,
           v.at as saved_at, v.by as saved_by
    from promotions.promotion p join promotions.promotion_version v
      on v.tenant_id = p.tenant_id and v.promotion_id = p.id
    where p.tenant_id = $1 and p.id = $2 order by v.version desc
    """,
)
_EDITION = Query(_Edition, "select id from promotions.edition where tenant_id = $1")
_RUNNING = Query(
    _Running,
    """
    select p.id, p.version, v.wording from promotions.promotion p
    join promotions.promotion_version v
      on v.tenant_id = p.tenant_id and v.promotion_id = p.id and v.version = p.version
    where p.tenant_id = $1 and p.state = 'running' order by p.id
    """,
)
_SAID = Query(
    _Running,
    """
    select v.promotion_id as id, v.version, v.wording from promotions.promotion_version v
    join unnest($2::uuid[], $3::int4[]) as a (id, version)
      on v.promotion_id = a.id and v.version = a.version
    where v.tenant_id = $1
    """,
)
_ADD = Command(
    """
    insert into promotions.promotion (tenant_id, id, version, state, made_at, state_at, state_by)
    values ($1, $2, 1, 'draft', $3, $3, $4)
    """
)
_MOVE_ON = Command("update promotions.promotion set version = $3 where tenant_id = $1 and id = $2")
_KEEP = Command(
    """
    insert into promotions.promotion_version (tenant_id, promotion_id, version, wording, at, by)
    values ($1, $2, $3, $4::jsonb, $5, $6)
    """
)
_SET = Command(
    """
    update promotions.promotion set state = $3, state_at = $4, state_by = $5
    where tenant_id = $1 and id = $2
    """
)
_TURN = Command(
    """
    insert into promotions.edition (tenant_id, id) values ($1, $2)
    on conflict (tenant_id) do update set id = excluded.id
    """
)
_KEPT: OrderedDict[UUID, tuple[Rule, ...]] = OrderedDict()


async def make_promotion(work: Work, said: Wording) -> Promotion:
    """A draft; nobody gets it before it is run. Invalid names all that is wrong."""
    terms_of(said, "zh")
    id_ = work.new_id()
    await _ADD.run(work, work.tenant, id_, work.now, str(work.actor))
    return await _save(work, id_, 1, said)


async def change_promotion(work: Work, promotion: UUID, version: int, said: Wording) -> Promotion:
    """What it says from now on; `version` is the one that was edited."""
    terms_of(said, "zh")
    held = await _hold(work, promotion)
    if held.version != version:
        raise ChangedMeanwhile
    await _MOVE_ON.run(work, work.tenant, promotion, version + 1)
    saved = await _save(work, promotion, version + 1, said)
    if held.state == "running":
        await turn(work)
    return saved


async def move_promotion(work: Work, promotion: UUID, state: State) -> Promotion:
    """Run it, pause it, or end it for good; the same state again is nothing new."""
    held = await _hold(work, promotion)
    if held.state == state:
        return held
    await _SET.run(work, work.tenant, promotion, state, work.now, str(work.actor))
    await turn(work)
    work.tell(PromotionMoved(promotion=promotion, version=held.version, state=state))
    was = {"state": held.state}
    work.audit("promotions.move", "promotion", promotion, before=was, after={"state": state})
    return await get_promotion(work, promotion)


async def get_promotion(work: Work, promotion: UUID) -> Promotion:
    found = await _GET.first(work, work.tenant, promotion)
    if found is None:
        raise UnknownPromotion
    return found


def standing(one: Promotion, now: datetime) -> Standing:
    """Its state, and for one that runs where its hours are."""
    if one.state != "running":
        return one.state
    since, until = one.wording.since, one.wording.until
    if since is not None and now < since:
        return "planned"
    return "over" if until is not None and until <= now else "on"


async def list_promotions(
    work: Work, *, state: State | Standing | Literal["any"] = "any", limit: int, offset: int = 0
) -> tuple[list[Promotion], int]:
    """The last saved first, of a state or a standing; and a capped count."""
    asked = (work.tenant, state, work.now)
    rows = await _LIST.all(work, *asked, limit, offset)
    return rows, await _COUNT.get(work, *asked)


async def promotion_versions(work: Work, promotion: UUID) -> list[Promotion]:
    """What it ever said, the newest first."""
    return await _VERSIONS.all(work, work.tenant, promotion)


async def running_rules(work: Work) -> tuple[Rule, ...]:
    """Every promotion that runs, whatever its hours; read from the database once an edition."""
    return (await running(work)).rules


async def running(work: Work) -> Running:
    """The same with the edition, for whoever keeps something of his own as long as it is good."""
    edition = await _EDITION.first(work, work.tenant)
    if edition is None:
        return Running(None, ())
    kept = _KEPT.get(edition.id)
    if kept is None:
        kept = tuple(map(_rule, await _RUNNING.all(work, work.tenant)))
        _KEPT[edition.id] = kept
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return Running(edition.id, kept)


async def rules_said(work: Work, versions: Sequence[tuple[UUID, int]]) -> Iterable[Rule]:
    """What these versions said, whatever became of their promotions."""
    ids, numbers = [id_ for id_, _ in versions], [version for _, version in versions]
    return map(_rule, await _SAID.all(work, work.tenant, ids, numbers))


def _rule(row: _Running) -> Rule:
    terms = terms_of(row.wording)
    return Rule(id=row.id, version=row.version, terms=terms)


async def _hold(work: Work, promotion: UUID) -> Promotion:
    held = await _LOCK.first(work, work.tenant, promotion)
    if held is None:
        raise UnknownPromotion
    if held.state == "ended":
        raise PromotionOver
    return held


async def _save(work: Work, promotion: UUID, version: int, said: Wording) -> Promotion:
    text = msgspec.json.encode(said).decode()
    by = str(work.actor)
    await _KEEP.run(work, work.tenant, promotion, version, text, work.now, by)
    conditions = tuple(one.block for one in said.conditions)
    work.tell(
        PromotionSaved(
            promotion=promotion, version=version, effect=said.effect.block, conditions=conditions
        )
    )
    after = {"name": said.name, "version": version}
    work.audit("promotions.save", "promotion", promotion, after=after)
    return await get_promotion(work, promotion)


async def turn(work: Work) -> None:
    """Whoever prices from now on reads anew."""
    await _TURN.run(work, work.tenant, work.new_id())
