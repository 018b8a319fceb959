"""Console doors of insight: the open API's, and the people behind a cell."""

from datetime import date
from uuid import UUID

import msgspec

from siyu.api.insight_shapes import Score, today, within
from siyu.api.open.insight import (
    COLUMNS,
    list_definitions,
    show_repurchase,
    show_rfm,
    show_sales,
)
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.kit import Kit
from siyu.modules import customers, insight


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """A person behind a cell of the RFM plot."""

    id: UUID
    member_no: int
    name: str | None
    phone_masked: str | None
    last_on: date
    receipts: int
    amount_minor: int
    r: int
    f: int
    m: int


@door.get("/insight/rfm/people", permit="insight.people", errors=COLUMNS)
async def list_rfm_people(
    ask: Ask,
    kit: Kit,
    paging: Paging,
    r: Score = 0,
    f: Score = 0,
    m: Score = 0,
    store: UUID | None = None,
) -> Page[Behind]:
    """The people with these scores, biggest spenders first; 0 means any score."""
    people, count = await insight.rfm_people(
        kit.columns,
        ask.tenant,
        await today(ask),
        within(ask, store),
        scores=(r, f, m),
        limit=paging.limit,
        offset=paging.offset,
    )
    return paging.of(await _named(ask, people), count)


async def _named(ask: Ask, people: list[insight.Person]) -> list[Behind]:
    ids = [p.customer for p in people]
    async with ask.look() as work:
        refs = await customers.refs(work, ids)
        phones = await customers.masked_phones(work, ids)
    return [
        Behind(
            id=p.customer,
            member_no=refs[p.customer].member_no,
            name=refs[p.customer].name,
            phone_masked=phones.get(p.customer),
            last_on=p.last_on,
            receipts=p.receipts,
            amount_minor=p.amount_minor,
            r=p.r,
            f=p.f,
            m=p.m,
        )
        for p in people
        if p.customer in refs
    ]


DOORS = [show_sales, show_rfm, list_rfm_people, show_repurchase, list_definitions]
