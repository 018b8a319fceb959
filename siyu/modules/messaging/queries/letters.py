"""Letters and verdicts as people find them."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.messaging.letters import Arrived, Letter, Verdict

ARRIVED = """id, customer_id as customer, guide_id as guide, campaign_id as campaign, purpose,
      words, card_kind, card_id, sent_at, read_at, opened_at"""
VERDICT = """id, customer_id as customer, purpose, channel, guide_id as guide,
      campaign_id as campaign, allowed, waits, reason, until, at, letter_id as letter"""
_HERS = "from messaging.letter where tenant_id = $1 and customer_id = $2"
_WRITTEN = "from messaging.letter where tenant_id = $1 and guide_id = $2 and campaign_id is null"
_VERDICTS = "from messaging.verdict where tenant_id = $1 and customer_id = $2"

_GET = Query(Arrived, f"select {ARRIVED} {_HERS} and id = $3")
_LIST = Query(
    Arrived, f"select {ARRIVED} {_HERS} order by sent_at desc, id desc limit $3 offset $4"
)
_COUNT = Scalar(f"select count(*) from (select {_HERS} limit {MAX_ROWS + 1}) counted")
_UNREAD = Scalar(f"select count(*) from (select {_HERS} and read_at is null limit 100) counted")
_BY_GUIDE = Query(
    Arrived, f"select {ARRIVED} {_WRITTEN} order by sent_at desc, id desc limit $3 offset $4"
)
_COUNT_BY_GUIDE = Scalar(f"select count(*) from (select {_WRITTEN} limit {MAX_ROWS + 1}) counted")
_OF_HER = Query(
    Verdict, f"select {VERDICT} {_VERDICTS} order by at desc, id desc limit $3 offset $4"
)
_COUNT_OF_HER = Scalar(f"select count(*) from (select {_VERDICTS} limit {MAX_ROWS + 1}) counted")
_FINAL = Query(
    Verdict,
    f"""
    select {VERDICT} from messaging.verdict v
    join unnest($2::uuid[], $3::uuid[]) asked (campaign, person)
      on v.campaign_id = asked.campaign and v.customer_id = asked.person
    where v.tenant_id = $1 and not v.waits
    """,
)


async def get_letter(work: Work, customer: UUID, letter: UUID) -> Arrived:
    """One of hers; NotFound for anybody else's."""
    return await _GET.one(work, work.tenant, customer, letter)


async def list_letters(
    work: Work, customer: UUID, *, limit: int, offset: int = 0
) -> tuple[list[Arrived], int]:
    """What reached her, the latest first, and a capped count."""
    rows = await _LIST.all(work, work.tenant, customer, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, customer)


async def count_unread(work: Work, customer: UUID) -> int:
    """Counted no further than a hundred."""
    return await _UNREAD.get(work, work.tenant, customer)


async def list_written(
    work: Work, guide: UUID, *, limit: int, offset: int = 0
) -> tuple[list[Arrived], int]:
    """What a guide wrote by hand, the latest first."""
    rows = await _BY_GUIDE.all(work, work.tenant, guide, limit, offset)
    return rows, await _COUNT_BY_GUIDE.get(work, work.tenant, guide)


async def list_verdicts(
    work: Work, customer: UUID, *, limit: int, offset: int = 0
) -> tuple[list[Verdict], int]:
    """What the gate ruled on letters to her, the latest first."""
    rows = await _OF_HER.all(work, work.tenant, customer, limit, offset)
    return rows, await _COUNT_OF_HER.get(work, work.tenant, customer)


async def find_final(
    work: Work, letters: Sequence[Letter]
) -> dict[tuple[UUID | None, UUID], Verdict]:
    """Verdicts that letters of campaigns have already, by campaign and customer."""
    pairs = [(one.campaign, one.customer) for one in letters if one.campaign is not None]
    if not pairs:
        return {}
    campaigns, people = zip(*pairs, strict=True)
    rows = await _FINAL.all(work, work.tenant, list(campaigns), list(people))
    return {(row.campaign, row.customer): row for row in rows}
