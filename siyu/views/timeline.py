"""The timeline: what happened to a customer, as sentences, latest first.

Each room that speaks has a file in `views/words` with a renderer for every fact of its own. A
fact that has none is shown by its name: nothing that happened is hidden.
"""

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from siyu.kernel.db import Work
from siyu.kernel.errors import Language, Trouble
from siyu.kernel.facts import log
from siyu.kernel.facts.envelope import Fact, Told, declared
from siyu.modules import tenants
from siyu.views import words
from siyu.views.refs import Refs, gather_refs, staff_of
from siyu.views.words.saying import Link, Said, Saying, Tone

PAGE = 30

# How facts name what they point at; a renderer finds the names gathered.
STORES = ("store", "before_store", "asked_store", "shipping_store")
PEOPLE = ("guide", "before_guide", "asked_guide")


class TimelineItem(Struct, frozen=True, kw_only=True):
    """One thing that happened; title and lines are sentences in the language asked for."""

    id: UUID
    at: datetime
    name: str
    version: int
    title: str
    lines: list[str]
    tone: Tone
    link: Link | None
    actor: str | None


class Timeline(Struct, frozen=True, kw_only=True):
    """A page of what happened; `next` is what `before` continues it with."""

    items: list[TimelineItem]
    next: str | None


async def get_timeline(
    work: Work,
    customer: UUID,
    language: Language,
    *,
    before: str | None = None,
    names: Sequence[str] = (),
) -> Timeline:
    """What happened to her before a place in her timeline; an unreadable place is the top."""
    place = _place(before)
    rows, more = await _read(work, customer, place, names)
    page = [_told(row) for row in rows[:PAGE]]
    refs = await _gather(work, page)
    tenant = await tenants.get_tenant(work)
    saying = Saying(language=language, currency=tenant.money, refs=refs)
    items = [_item(told, saying) for told in page]
    return Timeline(items=items, next=_cursor(rows[len(page) - 1]) if more else None)


async def _read(
    work: Work, customer: UUID, place: tuple[datetime, UUID] | None, names: Sequence[str]
) -> tuple[list[log.StoredFact], bool]:
    """The next facts, and whether more follow. While the archive is away, what is newer than it:
    who then asks on is told why there is nothing yet."""
    asked = {"before": place, "names": names, "limit": PAGE + 1}
    try:
        rows = await log.about(work, [customer], **asked)
    except Trouble:
        rows = await log.recent(work, [customer], **asked)
        if not rows:
            raise
        return rows, True
    return rows, len(rows) > PAGE


def _told(row: log.StoredFact) -> Told[Fact] | log.StoredFact:
    """With its shape if a room of this program still declares it, otherwise as it is stored."""
    return row.told() if (row.name, row.version) in declared() else row


def _item(told: Told[Fact] | log.StoredFact, saying: Saying) -> TimelineItem:
    said = _said(told, saying)
    return TimelineItem(
        id=told.id,
        at=told.at,
        name=told.name,
        version=told.version,
        title=said.title,
        lines=list(said.lines),
        tone=said.tone,
        link=said.link,
        actor=saying.actor(told.actor),
    )


def _said(told: Told[Fact] | log.StoredFact, saying: Saying) -> Said:
    render = words.RENDERERS.get(told.name)
    if render is None or not isinstance(told, Told):
        return Said(title=told.name)
    return render(told.fact, saying)


async def _gather(work: Work, page: Sequence[Told[Fact] | log.StoredFact]) -> Refs:
    facts = [told.fact for told in page if isinstance(told, Told)]
    lines = [line for fact in facts for line in getattr(fact, "lines", ())]
    skus = {line.sku for line in lines} | _named(facts, ("sku",))
    staff = {staff_of(told.actor) for told in page}
    return await gather_refs(
        work,
        stores=_named(facts, STORES),
        people=staff | _named(facts, PEOPLE),
        skus=skus,
        tags=_named(facts, ("tag",)),
        articles=_named(facts, ("article",)) | _targets(facts, "article"),
        products=_targets(facts, "product"),
    )


def _named(facts: Iterable[Fact], fields: Sequence[str]) -> set[UUID]:
    found = (getattr(fact, field, None) for fact in facts for field in fields)
    return {id_ for id_ in found if isinstance(id_, UUID)}


def _targets(facts: Iterable[Fact], kind: str) -> set[UUID]:
    """What shared links lead to."""
    return _named([fact for fact in facts if getattr(fact, "target", None) == kind], ("target_id",))


def _cursor(row: log.StoredFact) -> str:
    place = msgspec.json.encode((row.at, row.id))
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def _place(cursor: str | None) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    try:
        place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        at, id_ = msgspec.json.decode(place, type=tuple[datetime, UUID])
        return (at.astimezone(UTC), id_) if at.tzinfo else None
    except (binascii.Error, msgspec.DecodeError, ValueError, OverflowError):
        return None
