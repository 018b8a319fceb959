"""Console doors of insight: the open API's, and the people behind cells and bars."""

from datetime import date
from uuid import UUID

import msgspec
from litestar.di import Provide

from siyu.api import insight_ways as ways
from siyu.api.insight_shapes import Score, whose, within
from siyu.api.insight_ways import FunnelAsk
from siyu.api.open.insight import (
    FUNNEL,
    list_definitions,
    show_code_months,
    show_codes,
    show_funnel,
    show_guides,
    show_repurchase,
    show_rfm,
    show_sales,
    show_stores,
)
from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import Invalid, NotFound
from siyu.kernel.kit import Kit
from siyu.modules import customers, insight
from siyu.views.funnel import StepPerson


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


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Whose scores are asked for; 0 means any."""

    r: int
    f: int
    m: int
    where: insight.Within


async def asked_cell(
    ask: Ask,
    r: Score = 0,
    f: Score = 0,
    m: Score = 0,
    store: UUID | None = None,
    channel: insight.Channel | None = None,
) -> Cell:
    return Cell(r=r, f=f, m=m, where=within(ask, store, channel))


@door.get(
    "/insight/rfm/people",
    permit="insight.people",
    errors=UNANSWERED,
    dependencies={"cell": Provide(asked_cell)},
)
async def list_rfm_people(ask: Ask, kit: Kit, paging: Paging, cell: Cell) -> Page[Behind]:
    """The people with these scores, biggest spenders first; 0 means any score."""
    known = await whose(ask)
    people, count = await insight.rfm_people(
        kit.columns,
        known.merchant,
        known.today,
        cell.where,
        scores=(cell.r, cell.f, cell.m),
        limit=paging.limit,
        offset=paging.offset,
    )
    return paging.of(await _named(ask, people), count)


@door.get(
    "/insight/funnel/people",
    permit="insight.people",
    errors=[*UNANSWERED, Invalid, NotFound],
    dependencies=FUNNEL,
)
async def list_funnel_people(
    ask: Ask,
    kit: Kit,
    paging: Paging,
    asked: FunnelAsk,
    step: insight.Step,
    *,
    stopped: bool = False,
) -> Page[StepPerson]:
    """The customers who came to a step, the latest first; `stopped`: and no further."""
    return await ways.funnel_people(ask, kit, asked, insight.Bar(step, stopped), paging)


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


DOORS = [
    show_sales,
    show_rfm,
    list_rfm_people,
    show_repurchase,
    show_funnel,
    list_funnel_people,
    show_codes,
    show_code_months,
    show_stores,
    show_guides,
    list_definitions,
]
