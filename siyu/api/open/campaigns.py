"""Open API doors of campaigns: the same words to an audience, each letter through the gate."""

from uuid import UUID

from litestar import Response

from siyu.api.audience_doors import asker
from siyu.api.campaign_shapes import CampaignGiven, Move, Which
from siyu.flows import send_campaign
from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.kernel.kit import Kit
from siyu.modules import audiences, content, messaging
from siyu.views.campaigns import BehindItem, CampaignItem, Report, campaign_items, get_report
from siyu.views.campaigns import list_behind as behind

KEYS = [KeyMissing, KeyReused]


@door.get("/campaigns", permit="campaigns.read")
async def list_campaigns(ask: Ask, paging: Paging) -> Page[CampaignItem]:
    """Campaigns, the last made first."""
    async with ask.look() as work:
        rows, count = await messaging.list_campaigns(work, limit=paging.limit, offset=paging.offset)
        return paging.of(await campaign_items(work, rows), count)


@door.post(
    "/campaigns",
    permit="campaigns.write",
    errors=[messaging.GuideNeeded, audiences.Ended, content.FirstFormula, *KEYS],
)
async def make_campaign(ask: Ask, once: Once, data: CampaignGiven) -> Response[Report]:
    """Keep a draft; nobody is written to before it is started."""
    async with once.work() as work:
        made = await send_campaign.make(work, data.new())
        return await once.answer(work, await get_report(work, made.id, ask.language))


@door.get("/campaigns/{id:uuid}", permit="campaigns.read")
async def show_campaign(ask: Ask, id: UUID) -> Report:
    """One campaign and what became of it so far."""
    async with ask.look() as work:
        return await get_report(work, id, ask.language)


@door.put(
    "/campaigns/{id:uuid}/state",
    permit="campaigns.write",
    errors=[messaging.NotThatWay, messaging.NobodyMeant, *UNANSWERED, *KEYS],
)
async def move_campaign(ask: Ask, kit: Kit, once: Once, id: UUID, data: Move) -> Response[Report]:
    """Start (who is meant is then fixed), pause, resume or stop."""
    async with ask.look() as work:
        made = await messaging.get_campaign(work, id)
    starts = made.state == "draft" and data.state == "running"
    members = await send_campaign.meant(kit, asker(ask), id) if starts else None
    async with once.work() as work:
        if members is not None:
            await messaging.start_campaign(work, id, members)
        else:
            await messaging.move_campaign(work, id, data.state, why=data.reason)
        return await once.answer(work, await get_report(work, id, ask.language), status=200)


@door.get("/campaigns/{id:uuid}/verdicts", permit="campaigns.read")
async def list_verdicts_of(
    ask: Ask, paging: Paging, id: UUID, which: Which = "allowed"
) -> Page[BehindItem]:
    """The people behind a number: `allowed`, `waiting`, `read`, `opened`, `unread`, a reason."""
    async with ask.look() as work:
        await messaging.get_campaign(work, id)
        rows, count = await behind(work, id, which, limit=paging.limit, offset=paging.offset)
        return paging.of(rows, count)


DOORS = [list_campaigns, make_campaign, show_campaign, move_campaign, list_verdicts_of]
