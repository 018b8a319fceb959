"""Console doors of campaigns: who, what, a dry run, and what became of it."""

from uuid import UUID

from msgspec import Struct

from siyu.api.audience_doors import asker
from siyu.api.campaign_shapes import CampaignGiven, Move
from siyu.api.open.campaigns import list_campaigns, list_verdicts_of, show_campaign
from siyu.flows import send_campaign
from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import Ask, door
from siyu.kernel.kit import Kit
from siyu.modules import audiences, content, messaging
from siyu.views.campaigns import Report, WithheldShape, get_report, withheld_shape


class PreviewShape(Struct, frozen=True, kw_only=True):
    """What the gate would rule now on `judged` of `people`, chosen evenly when there are many."""

    people: int
    judged: int
    allowed: int
    withheld: list[WithheldShape]


@door.post(
    "/campaigns/preview",
    permit="campaigns.write",
    status_code=200,
    errors=[content.FirstFormula, *UNANSWERED],
)
async def preview(ask: Ask, kit: Kit, data: CampaignGiven) -> PreviewShape:
    """A dry run through the gate: who would be written to now, and who not, and why."""
    found = await send_campaign.try_out(kit, asker(ask), data.new())
    withheld = [
        withheld_shape(reason, found.withheld[reason], ask.language)
        for reason in messaging.REASONS
        if found.withheld[reason]
    ]
    return PreviewShape(
        people=found.people, judged=found.judged, allowed=found.allowed, withheld=withheld
    )


@door.post(
    "/campaigns",
    permit="campaigns.write",
    errors=[messaging.GuideNeeded, audiences.Ended, content.FirstFormula],
)
async def make_campaign(ask: Ask, data: CampaignGiven) -> Report:
    """Keep a draft; nobody is written to before it is started."""
    async with ask.work() as work:
        made = await send_campaign.make(work, data.new())
        return await get_report(work, made.id, ask.language)


@door.put(
    "/campaigns/{id:uuid}/state",
    permit="campaigns.write",
    errors=[messaging.NotThatWay, messaging.NobodyMeant, *UNANSWERED],
)
async def move_campaign(ask: Ask, kit: Kit, id: UUID, data: Move) -> Report:
    """Start (who is meant is then fixed), pause, resume or stop."""
    async with ask.look() as work:
        made = await messaging.get_campaign(work, id)
    starts = made.state == "draft" and data.state == "running"
    members = await send_campaign.meant(kit, asker(ask), id) if starts else None
    async with ask.work() as work:
        if members is not None:
            await messaging.start_campaign(work, id, members)
        else:
            await messaging.move_campaign(work, id, data.state, why=data.reason)
        return await get_report(work, id, ask.language)


DOORS = [
    list_campaigns,
    preview,
    make_campaign,
    show_campaign,
    move_campaign,
    list_verdicts_of,
]
