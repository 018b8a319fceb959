"""The same words to everybody in an audience, each through the gate, in chunks that stand alone.

A chunk is one unit of work: rulings, letters and how far the campaign has come are committed
together, so a worker that is killed writes to nobody twice and leaves nobody out.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from pyroaring import BitMap

from siyu.flows import count_audience
from siyu.flows.count_audience import Asker
from siyu.flows.send_letters import CHUNK, known_of, must_be_sayable
from siyu.kernel.db import Work, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import audiences, customers, messaging, staff, tenants
from siyu.modules.messaging.send import preview, send

MOST_PREVIEWED = 10_000
"""Of a larger audience every nth person is asked about."""


class Preview(Struct, frozen=True, kw_only=True):
    """What the gate would rule now; `judged` of `people` were asked about."""

    people: int
    judged: int
    allowed: int
    withheld: Counter[str]


async def make(work: Work, new: messaging.NewCampaign) -> messaging.Campaign:
    """A draft whose audience, card and guide exist, and whose words may be said."""
    kept = await audiences.get_audience(work, new.audience)
    if kept.ended_at is not None:
        raise audiences.Ended
    await must_be_sayable(work, {(new.purpose, new.words, new.card)})
    if new.guide is not None and not await staff.find_in_service(work, [new.guide]):
        raise NotFound
    return await messaging.make_campaign(work, new)


async def try_out(kit: Kit, asker: Asker, new: messaging.NewCampaign) -> Preview:
    """A dry run through the very same gate; nothing is written."""
    async with kit.works.look(asker.tenant) as work:
        kept = await audiences.get_audience(work, new.audience)
        await must_be_sayable(work, {(new.purpose, new.words, new.card)})
    found = await count_audience.members(kit, asker, kept.tree)
    step = -(-len(found) // MOST_PREVIEWED) or 1
    judged = list(found[::step])
    rulings: Counter[str] = Counter()
    for begin in range(0, len(judged), CHUNK):
        async with kit.works.look(asker.tenant) as work:
            letters, known = await _letters(work, new, None, judged[begin : begin + CHUNK])
            ruled = await preview(work, letters, known)
        rulings.update(ruling.reason or "allowed" for ruling in ruled)
    allowed = rulings.pop("allowed", 0)
    return Preview(people=len(found), judged=len(judged), allowed=allowed, withheld=rulings)


async def meant(kit: Kit, asker: Asker, campaign: UUID) -> BitMap:
    """Who is meant at this moment; give them to `messaging.start_campaign`."""
    async with kit.works.look(asker.tenant) as work:
        made = await messaging.get_campaign(work, campaign)
        version = await audiences.get_version(work, made.audience, made.audience_version)
    return BitMap(await count_audience.members(kit, asker, version.tree, fresh=True))


async def run(works: Works, tenant: TenantId, campaign: UUID, *, chunk: int = CHUNK) -> None:
    """Write to whoever is left, until the end, a pause, or quiet hours."""
    while await _run_chunk(works, tenant, campaign, chunk):
        pass


async def _run_chunk(works: Works, tenant: TenantId, campaign: UUID, size: int) -> bool:
    """Whether to go on."""
    async with works.open(tenant) as work:
        taken = await messaging.take_chunk(work, campaign, size)
        if taken is None:
            return False
        made = taken.campaign
        if made.purpose == messaging.MARKETING and await _waits(work, campaign):
            return False
        letters, known = await _letters(work, _as_new(made), made.id, taken.numbers)
        await send(work, letters, known)
        await messaging.advance_campaign(work, taken)
    return True


async def _waits(work: Work, campaign: UUID) -> bool:
    """In quiet hours nobody is asked about: the whole campaign goes on when they are over."""
    zone = ZoneInfo((await tenants.get_tenant(work)).timezone)
    until = await messaging.quiet_until(work, zone)
    if until is not None:
        messaging.run_later(work, campaign, until)
    return until is not None


async def _letters(
    work: Work, new: messaging.NewCampaign, campaign: UUID | None, numbers: Sequence[int]
) -> tuple[list[messaging.Letter], messaging.Known]:
    people = await customers.find_recipients_by_number(work, numbers)
    letters = [
        messaging.Letter(
            customer=one.id,
            purpose=new.purpose,
            words=new.words,
            card=new.card,
            guide=one.guide_id if new.signed == "own" else new.guide,
            campaign=campaign,
        )
        for one in people
    ]
    return letters, await known_of(work, people, letters)


def _as_new(made: messaging.Campaign) -> messaging.NewCampaign:
    kind, id_ = made.card_kind, made.card_id
    card = messaging.Card(kind, id_) if kind is not None and id_ is not None else None
    return messaging.NewCampaign(
        name=made.name,
        audience=made.audience,
        audience_version=made.audience_version,
        purpose=made.purpose,
        words=made.words,
        signed=made.signed,
        guide=made.guide,
        card=card,
    )
