"""Bonds as they are shown: with names, and with the reason in a sentence."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import customers
from siyu.modules.customers import CustomerRef
from siyu.views.refs import PersonRef, PlaceRef, gather_refs
from siyu.views.words.customers import KEPT


class Decided(Struct, frozen=True, kw_only=True):
    """A decision: `asked` would have had her, `store` and `guide` have her; why, and until when."""

    id: UUID
    at: datetime
    customer: CustomerRef | None
    event: str
    outcome: str
    reason: str
    why: str
    until: datetime | None
    store: PlaceRef | None
    guide: PersonRef | None
    asked_store: PlaceRef | None
    asked_guide: PersonRef | None
    version: int


class PoolItem(Struct, frozen=True, kw_only=True):
    """Somebody whom nobody looks after: since when, and who did before."""

    id: UUID
    member_no: int
    name: str | None
    store: PlaceRef | None
    met_at: datetime
    since: datetime | None
    before_guide: PersonRef | None


_REASONS = {
    **KEPT,
    "unbound": ("此前无人跟进", "nobody looked after her"),
    "by_hand": ("人工指定", "decided by hand"),
    "later_add": ("保护期已过，归新添加者", "protection was over, so she went to who added her"),
    "last_purchase": ("末次消费归属", "who sold to her last"),
    "idle": ("久无往来", "nothing was heard of her"),
}


async def decided(
    work: Work, rows: Sequence[customers.BondDecision], language: Language
) -> list[Decided]:
    stores = {r.store_id for r in rows} | {r.asked_store_id for r in rows}
    people = {r.guide_id for r in rows} | {r.asked_guide_id for r in rows}
    refs = await gather_refs(work, stores=stores, people=people)
    known = await customers.refs(work, list({r.customer_id for r in rows}))
    return [
        Decided(
            id=r.id,
            at=r.at,
            customer=known.get(r.customer_id),
            event=r.event,
            outcome=r.outcome,
            reason=r.reason,
            why=r.words or _REASONS[r.reason][language == "en"],
            until=r.until,
            store=refs.store(r.store_id),
            guide=refs.person(r.guide_id),
            asked_store=refs.store(r.asked_store_id),
            asked_guide=refs.person(r.asked_guide_id),
            version=r.version,
        )
        for r in rows
    ]


async def pool_items(work: Work, rows: Sequence[customers.Pooled]) -> list[PoolItem]:
    stores, people = {r.store_id for r in rows}, {r.before_guide_id for r in rows}
    refs = await gather_refs(work, stores=stores, people=people)
    return [
        PoolItem(
            id=r.id,
            member_no=r.member_no,
            name=r.name,
            store=refs.store(r.store_id),
            met_at=r.met_at,
            since=r.since,
            before_guide=refs.person(r.before_guide_id),
        )
        for r in rows
    ]
