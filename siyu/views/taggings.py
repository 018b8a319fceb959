"""Tags of one customer with who gave them, and bulk taggings with their names."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import audiences, customers, tenants
from siyu.modules.customers import Tagging
from siyu.views.refs import gather_refs, staff_of
from siyu.views.words.customers import VIAS
from siyu.views.words.saying import Saying


class PastTagging(Struct, frozen=True, kw_only=True):
    """A tag that she has or had: since when, by whom and in which way, and how it ended."""

    tag_id: UUID
    group: str
    name: str
    since: datetime
    by: str | None
    way: str
    ended_at: datetime | None
    ended_by: str | None


class BulkItem(Struct, frozen=True, kw_only=True):
    """How far a bulk tagging has come."""

    id: UUID
    tag: customers.TagRef | None
    audience: str
    has: bool
    people: int
    done: int
    changed: int
    asked_at: datetime
    asked_by: str | None
    ended_at: datetime | None
    stopped_by: str | None


async def list_past(work: Work, customer: UUID, language: Language) -> list[PastTagging]:
    """The latest first."""
    rows = await customers.list_taggings(work, customer)
    say = await _saying(work, (who for row in rows for who in (row.by, row.ended_by)), language)
    return [_past(row, say) for row in rows]


async def bulk_items(
    work: Work, bulks: Sequence[customers.BulkTagging], language: Language
) -> list[BulkItem]:
    tags = await customers.tag_refs(work, [bulk.tag_id for bulk in bulks])
    asked = {bulk.audience_id for bulk in bulks}
    names = {id_: (await audiences.get_audience(work, id_)).name for id_ in asked}
    say = await _saying(work, (bulk.asked_by for bulk in bulks), language)
    return [
        BulkItem(
            id=bulk.id,
            tag=tags.get(bulk.tag_id),
            audience=names[bulk.audience_id],
            has=bulk.has,
            people=bulk.people,
            done=bulk.done,
            changed=bulk.changed,
            asked_at=bulk.asked_at,
            asked_by=say.actor(bulk.asked_by),
            ended_at=bulk.ended_at,
            stopped_by=bulk.stopped_by,
        )
        for bulk in bulks
    ]


def _past(row: Tagging, say: Saying) -> PastTagging:
    by_hand = say.pick("手工", "by hand")
    return PastTagging(
        tag_id=row.tag_id,
        group=row.group,
        name=row.name,
        since=row.since,
        by=say.actor(row.by),
        way=by_hand if row.via == "by_hand" else say.word(VIAS, row.via),
        ended_at=row.ended_at,
        ended_by=say.actor(row.ended_by) if row.ended_by else None,
    )


async def _saying(work: Work, actors: Iterable[str | None], language: Language) -> Saying:
    people = {staff_of(actor) for actor in actors if actor}
    refs = await gather_refs(work, people=people)
    return Saying(language=language, currency=(await tenants.get_tenant(work)).money, refs=refs)
