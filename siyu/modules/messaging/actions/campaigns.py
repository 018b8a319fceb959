"""Campaigns: made, started with the people meant at that moment, paused, resumed, stopped.

A chunk holds the campaign's row: two workers on one campaign take turns, and where the last
commit ended the next begins. A killed worker leaves nothing half done.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from pyroaring import BitMap

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import NotFound
from siyu.modules.messaging.actions.waiting import SEND_WAITING, drop_waiting
from siyu.modules.messaging.campaigns import Campaign, Chunk, NewCampaign, State
from siyu.modules.messaging.errors import GuideNeeded, NobodyMeant, NotThatWay
from siyu.modules.messaging.facts import CampaignEnded, CampaignStarted
from siyu.modules.messaging.queries.campaigns import get_campaign

RUN_CAMPAIGN = "messaging.run_campaign"

MOVES: dict[State, tuple[State, ...]] = {
    "draft": ("running", "stopped"),
    "running": ("paused", "stopped", "done"),
    "paused": ("running", "stopped"),
}


class _Held(Struct, frozen=True):
    state: State
    members: bytes | None
    through: int


_ADD = Command(
    """
    insert into messaging.campaign
      (tenant_id, id, name, audience_id, audience_version, purpose, channel, words, card_kind,
       card_id, signed, guide_id, state, made_at, made_by)
    values ($1, $2, $3, $4, $5, $6, 'in_app', $7, $8, $9, $10, $11, 'draft', $12, $13)
    """
)
_LOCK = Query(
    _Held,
    """
    select state, members, through from messaging.campaign
    where tenant_id = $1 and id = $2 for update
    """,
)
_FREEZE = Command(
    """
    update messaging.campaign set members = $3, people = $4, started_at = $5
    where tenant_id = $1 and id = $2
    """
)
_MOVE = Command(
    """
    update messaging.campaign set state = $3,
      ended_at = case when $3 in ('stopped', 'done') then $4::timestamptz end
    where tenant_id = $1 and id = $2
    """
)
_STEP = Command(
    """
    insert into messaging.campaign_step (tenant_id, campaign_id, turn, state, at, by, why)
    select $1, $2, coalesce(max(turn), 0) + 1, $3, $4, $5, $6
    from messaging.campaign_step where tenant_id = $1 and campaign_id = $2
    """
)
_ADVANCE = Command("update messaging.campaign set through = $3 where tenant_id = $1 and id = $2")


async def make_campaign(work: Work, new: NewCampaign) -> Campaign:
    """A draft; nobody is written to before it is started."""
    if (new.signed == "named") != (new.guide is not None):
        raise GuideNeeded
    id_ = work.new_id()
    card = (new.card.kind, new.card.id) if new.card else (None, None)
    what = (new.name, new.audience, new.audience_version, new.purpose, new.words)
    by = str(work.actor)
    await _ADD.run(work, work.tenant, id_, *what, *card, new.signed, new.guide, work.now, by)
    await _step(work, id_, "draft", "")
    work.audit("messaging.make_campaign", "campaign", id_, after={"name": new.name})
    return await get_campaign(work, id_)


async def start_campaign(work: Work, campaign: UUID, members: BitMap) -> None:
    """Freeze who is meant, and leave the job that writes to them."""
    if not members:
        raise NobodyMeant
    await move_campaign(work, campaign, "running", of=("draft",))
    await _FREEZE.run(work, work.tenant, campaign, members.serialize(), len(members), work.now)
    made = await get_campaign(work, campaign)
    fact = CampaignStarted(campaign=campaign, audience=made.audience, people=len(members))
    work.tell(fact)


async def move_campaign(
    work: Work, campaign: UUID, to: State, *, why: str = "", of: tuple[State, ...] = ()
) -> None:
    """Pause, resume or stop; NotThatWay from a state that does not lead there."""
    held = await _lock(work, campaign)
    if to not in MOVES.get(held.state, ()) or (of and held.state not in of):
        raise NotThatWay(state=held.state)
    await _MOVE.run(work, work.tenant, campaign, to, work.now)
    await _step(work, campaign, to, why)
    work.audit(f"messaging.campaign_{to}", "campaign", campaign, before={"state": held.state})
    if to == "running":
        work.enqueue(RUN_CAMPAIGN, {"campaign": str(campaign)})
        work.enqueue(SEND_WAITING, {})
    if to == "stopped":
        await drop_waiting(work, campaign)
    if to in {"stopped", "done"}:
        work.tell(CampaignEnded(campaign=campaign, state=to))


async def take_chunk(work: Work, campaign: UUID, most: int) -> Chunk | None:
    """The next people of a running campaign; None when it is not running, or has come to its end.

    At the end it is done, which is told once.
    """
    held = await _lock(work, campaign)
    if held.state != "running" or held.members is None:
        return None
    members = BitMap.deserialize(held.members)
    begin = members.rank(held.through)
    numbers = list(members[begin : begin + most]) if begin < len(members) else []
    if not numbers:
        await move_campaign(work, campaign, "done")
        return None
    return Chunk(campaign=await get_campaign(work, campaign), numbers=numbers)


async def advance_campaign(work: Work, chunk: Chunk) -> None:
    """The chunk was ruled on: whoever goes on begins after it."""
    await _ADVANCE.run(work, work.tenant, chunk.campaign.id, chunk.numbers[-1])


def run_later(work: Work, campaign: UUID, until: datetime) -> None:
    """Go on when quiet hours are over."""
    work.enqueue(RUN_CAMPAIGN, {"campaign": str(campaign)}, run_at=until)


async def _lock(work: Work, campaign: UUID) -> _Held:
    held = await _LOCK.first(work, work.tenant, campaign)
    if held is None:
        raise NotFound
    return held


async def _step(work: Work, campaign: UUID, state: State, why: str) -> None:
    await _STEP.run(work, work.tenant, campaign, state, work.now, str(work.actor), why)
