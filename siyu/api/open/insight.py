"""Open API doors of insight."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar.di import Provide
from litestar.params import Parameter

from siyu.api import insight_ways as ways
from siyu.api.insight_shapes import (
    DefinitionShape,
    RepurchaseReport,
    RfmReport,
    SalesReport,
    definitions,
    repurchase,
    rfm,
    sales,
    within,
)
from siyu.api.insight_ways import (
    CodeReport,
    CodesReport,
    CompareReport,
    FunnelAsk,
    FunnelReport,
    Source,
    Watched,
)
from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.kernel.errors import Invalid, NotFound
from siyu.kernel.kit import Kit
from siyu.modules import insight

First = Annotated[date | None, Parameter(query="from")]
Last = Annotated[date | None, Parameter(query="to")]


@door.get("/insight/sales", permit="insight.read", errors=UNANSWERED)
async def show_sales(
    ask: Ask,
    kit: Kit,
    first: First = None,
    last: Last = None,
    store: UUID | None = None,
    channel: insight.Channel | None = None,
    grain: insight.Grain = "day",
) -> SalesReport:
    """Sales by time and store, member share, beside the period before; default: 30 days."""
    return await sales(ask, kit, (first, last), within(ask, store, channel), grain)


@door.get("/insight/rfm", permit="insight.read", errors=UNANSWERED)
async def show_rfm(
    ask: Ask, kit: Kit, store: UUID | None = None, channel: insight.Channel | None = None
) -> RfmReport:
    """Everybody who bought, by recency, frequency and money."""
    return await rfm(ask, kit, within(ask, store, channel))


@door.get("/insight/repurchase", permit="insight.read", errors=UNANSWERED)
async def show_repurchase(
    ask: Ask, kit: Kit, store: UUID | None = None, channel: insight.Channel | None = None
) -> RepurchaseReport:
    """How soon first-time buyers buy again."""
    return await repurchase(ask, kit, within(ask, store, channel))


async def funnel_ask(
    *,
    first: First = None,
    last: Last = None,
    days: Watched = 30,
    code: UUID | None = None,
    source: Source = None,
    campaign: UUID | None = None,
    store: UUID | None = None,
    channel: insight.Channel | None = None,
) -> FunnelAsk:
    """Of one code, of a source's codes, of a campaign or of every code; watched so many days."""
    return FunnelAsk(
        days=(first, last),
        watched=days,
        code=code,
        source=source,
        campaign=campaign,
        store=store,
        channel=channel,
    )


FUNNEL = {"asked": Provide(funnel_ask)}


@door.get(
    "/insight/funnel",
    permit="insight.read",
    errors=[*UNANSWERED, Invalid, NotFound],
    dependencies=FUNNEL,
)
async def show_funnel(ask: Ask, kit: Kit, asked: FunnelAsk) -> FunnelReport:
    """Who scanned, became a customer, was written to, came, bought, and bought again."""
    return await ways.funnel(ask, kit, asked)


@door.get("/insight/codes", permit="insight.read", errors=UNANSWERED)
async def show_codes(
    ask: Ask,
    kit: Kit,
    first: First = None,
    last: Last = None,
    store: UUID | None = None,
    source: Source = None,
) -> CodesReport:
    """What codes brought and cost, in whole months; default: this month."""
    return await ways.codes(ask, kit, (first, last), store, source)


@door.get("/insight/codes/{id:uuid}", permit="insight.read", errors=UNANSWERED)
async def show_code_months(
    ask: Ask, kit: Kit, id: UUID, first: First = None, last: Last = None
) -> CodeReport:
    """What one code brought and cost by month; default: the last twelve."""
    return await ways.code(ask, kit, (first, last), id)


@door.get("/insight/stores", permit="insight.read", errors=UNANSWERED)
async def show_stores(
    ask: Ask, kit: Kit, first: First = None, last: Last = None, store: UUID | None = None
) -> CompareReport:
    """Stores beside each other: what each sold, and what its own customers bought."""
    return await ways.compare(ask, kit, (first, last), store, "store")


@door.get("/insight/guides", permit="insight.read", errors=UNANSWERED)
async def show_guides(
    ask: Ask, kit: Kit, first: First = None, last: Last = None, store: UUID | None = None
) -> CompareReport:
    """Guides beside each other: what each sold, and what her own customers bought."""
    return await ways.compare(ask, kit, (first, last), store, "guide")


@door.get("/insight/definitions", permit=SIGNED_IN)
async def list_definitions(ask: Ask) -> list[DefinitionShape]:
    """What each number means."""
    return definitions(ask.language)


DOORS = [
    show_sales,
    show_rfm,
    show_repurchase,
    show_funnel,
    show_codes,
    show_code_months,
    show_stores,
    show_guides,
    list_definitions,
]
