"""Campaigns with the names of what they point at, and the people behind their numbers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import audiences, customers, messaging
from siyu.views.letters import CardShape, find_cards, sentence
from siyu.views.refs import PersonRef, gather_refs, staff_of


class AudienceRef(Struct, frozen=True):
    id: UUID
    name: str
    version: int


class CampaignItem(Struct, frozen=True, kw_only=True):
    """A campaign; `people` were meant when it was started."""

    id: UUID
    name: str
    audience: AudienceRef
    purpose: str
    words: str
    card: CardShape | None
    signed: messaging.Signed
    guide: PersonRef | None
    state: messaging.State
    people: int
    made_at: datetime
    made_by: str | None
    started_at: datetime | None
    ended_at: datetime | None


class WithheldShape(Struct, frozen=True, kw_only=True):
    """So many were not written to; `sentence` is why."""

    reason: messaging.Reason
    sentence: str
    people: int


class Report(CampaignItem, frozen=True, kw_only=True):
    """What became of it; delivered is what was allowed, for letters arrive at once."""

    allowed: int
    delivered: int
    withheld: list[WithheldShape]
    waiting: int
    to_come: int
    read: int
    opened: int


class BehindItem(Struct, frozen=True, kw_only=True):
    """Somebody behind a number."""

    id: UUID
    member_no: int | None
    name: str | None
    phone_masked: str | None
    at: datetime
    until: datetime | None


async def campaign_items(work: Work, campaigns: Sequence[messaging.Campaign]) -> list[CampaignItem]:
    makers = {one.id: staff_of(one.made_by) for one in campaigns}
    refs = await gather_refs(work, people={one.guide for one in campaigns} | {*makers.values()})
    cards = await find_cards(work, [_card(one) for one in campaigns])
    names = await audiences.names(work, [one.audience for one in campaigns])
    return [
        CampaignItem(
            id=one.id,
            name=one.name,
            audience=AudienceRef(one.audience, names[one.audience], one.audience_version),
            purpose=one.purpose,
            words=one.words,
            card=cards.get(card) if (card := _card(one)) else None,
            signed=one.signed,
            guide=refs.person(one.guide),
            state=one.state,
            people=one.people,
            made_at=one.made_at,
            made_by=maker.name if (maker := refs.person(makers[one.id])) else None,
            started_at=one.started_at,
            ended_at=one.ended_at,
        )
        for one in campaigns
    ]


async def get_report(work: Work, campaign: UUID, language: Language) -> Report:
    made = await messaging.get_campaign(work, campaign)
    [item] = await campaign_items(work, [made])
    tally = await messaging.tally(work, campaign)
    withheld = [withheld_shape(one.reason, one.people, language) for one in tally.withheld]
    ruled = tally.allowed + tally.waiting + sum(one.people for one in tally.withheld)
    running = made.state in {"running", "paused"}
    return Report(
        **{name: getattr(item, name) for name in item.__struct_fields__},
        allowed=tally.allowed,
        delivered=tally.allowed,
        withheld=withheld,
        waiting=tally.waiting,
        to_come=max(made.people - ruled, 0) if running else 0,
        read=tally.read,
        opened=tally.opened,
    )


def withheld_shape(reason: messaging.Reason, people: int, language: Language) -> WithheldShape:
    return WithheldShape(reason=reason, sentence=sentence(reason, language) or "", people=people)


async def list_behind(
    work: Work, campaign: UUID, which: str, *, limit: int, offset: int
) -> tuple[list[BehindItem], int]:
    rows, count = await messaging.list_behind(work, campaign, which, limit=limit, offset=offset)
    ids = [row.customer for row in rows]
    refs, phones = await customers.refs(work, ids), await customers.masked_phones(work, ids)
    items = []
    for row in rows:
        ref = refs.get(row.customer)
        items.append(
            BehindItem(
                id=row.customer,
                member_no=ref.member_no if ref else None,
                name=ref.name if ref else None,
                phone_masked=phones.get(row.customer),
                at=row.at,
                until=row.until,
            )
        )
    return items, count


def _card(campaign: messaging.Campaign) -> messaging.Card | None:
    if campaign.card_kind is None or campaign.card_id is None:
        return None
    return messaging.Card(campaign.card_kind, campaign.card_id)
