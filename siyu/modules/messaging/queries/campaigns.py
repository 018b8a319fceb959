"""Campaigns and what became of them."""

from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.messaging.campaigns import Behind, Campaign, Tally, Withheld
from siyu.modules.messaging.letters import Reason

CAMPAIGN = """id, name, audience_id as audience, audience_version, purpose, channel, words,
      card_kind, card_id, signed, guide_id as guide, state, people, made_at, made_by, started_at,
      ended_at"""

_GET = Query(
    Campaign, f"select {CAMPAIGN} from messaging.campaign where tenant_id = $1 and id = $2"
)
_LIST = Query(
    Campaign,
    f"""
    select {CAMPAIGN} from messaging.campaign where tenant_id = $1
    order by made_at desc, id desc limit $2 offset $3
    """,
)
_COUNT = Scalar(
    f"""
    select count(*) from (select from messaging.campaign where tenant_id = $1
      limit {MAX_ROWS + 1}) counted
    """
)


class _Ruled(Struct, frozen=True):
    reason: Reason | None
    people: int


class _Done(Struct, frozen=True):
    read: int
    opened: int
    waiting: int


_RULED = Query(
    _Ruled,
    """
    select reason, count(*) as people from messaging.verdict
    where tenant_id = $1 and campaign_id = $2 and not waits group by 1 order by 2 desc, 1
    """,
)
_DONE = Query(
    _Done,
    """
    select count(read_at) as read, count(opened_at) as opened,
           (select count(*) from messaging.waiting
            where tenant_id = $1 and campaign_id = $2) as waiting
    from messaging.letter where tenant_id = $1 and campaign_id = $2
    """,
)
_RULED_AS = """
from messaging.verdict
where tenant_id = $1 and campaign_id = $2 and not waits and coalesce(reason, 'allowed') = $3
"""
_LETTERS = """
from messaging.letter
where tenant_id = $1 and campaign_id = $2
  and case $3 when 'read' then read_at is not null when 'opened' then opened_at is not null
              else read_at is null end
"""
_WAITING = "from messaging.waiting where tenant_id = $1 and campaign_id = $2"
_BY_VERDICT = Query(
    Behind,
    f"select customer_id as customer, at, until {_RULED_AS} order by id limit $4 offset $5",
)
_BY_LETTER = Query(
    Behind,
    f"""
    select customer_id as customer, coalesce(opened_at, read_at, sent_at) as at,
           null::timestamptz as until
    {_LETTERS} order by id limit $4 offset $5
    """,
)
_BY_WAITING = Query(
    Behind,
    f"select customer_id as customer, until as at, until {_WAITING} order by id limit $3 offset $4",
)
_COUNT_BY_VERDICT = Scalar(
    f"select count(*) from (select {_RULED_AS} limit {MAX_ROWS + 1}) counted"
)
_COUNT_BY_LETTER = Scalar(f"select count(*) from (select {_LETTERS} limit {MAX_ROWS + 1}) counted")
_COUNT_BY_WAITING = Scalar(f"select count(*) from (select {_WAITING} limit {MAX_ROWS + 1}) counted")

OF_LETTERS = ("read", "opened", "unread")


async def get_campaign(work: Work, campaign: UUID) -> Campaign:
    return await _GET.one(work, work.tenant, campaign)


async def list_campaigns(work: Work, *, limit: int, offset: int = 0) -> tuple[list[Campaign], int]:
    """The last made first, and a capped count."""
    rows = await _LIST.all(work, work.tenant, limit, offset)
    return rows, await _COUNT.get(work, work.tenant)


async def tally(work: Work, campaign: UUID) -> Tally:
    """What the gate ruled and what people did, as of now."""
    ruled = await _RULED.all(work, work.tenant, campaign)
    done = await _DONE.one(work, work.tenant, campaign)
    return Tally(
        allowed=next((row.people for row in ruled if not row.reason), 0),
        withheld=[Withheld(row.reason, row.people) for row in ruled if row.reason],
        waiting=done.waiting,
        read=done.read,
        opened=done.opened,
    )


async def list_behind(
    work: Work, campaign: UUID, which: str, *, limit: int, offset: int = 0
) -> tuple[list[Behind], int]:
    """The people behind a number: `allowed`, `waiting`, `read`, `opened`, `unread` or a reason."""
    asked = (work.tenant, campaign)
    if which == "waiting":
        rows = await _BY_WAITING.all(work, *asked, limit, offset)
        return rows, await _COUNT_BY_WAITING.get(work, *asked)
    if which in OF_LETTERS:
        rows = await _BY_LETTER.all(work, *asked, which, limit, offset)
        return rows, await _COUNT_BY_LETTER.get(work, *asked, which)
    rows = await _BY_VERDICT.all(work, *asked, which, limit, offset)
    return rows, await _COUNT_BY_VERDICT.get(work, *asked, which)
