"""Open API doors of insight."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar.params import Parameter

from siyu.api.insight_shapes import (
    DefinitionShape,
    RepurchaseReport,
    RfmReport,
    SalesReport,
    asked_period,
    definitions,
    repurchase,
    rfm,
    sales,
)
from siyu.kernel.columns import ColumnsBusy, ColumnsDown
from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.kernel.kit import Kit
from siyu.modules import insight

COLUMNS = [ColumnsDown, ColumnsBusy]


@door.get("/insight/sales", permit="insight.read", errors=COLUMNS)
async def show_sales(
    ask: Ask,
    kit: Kit,
    first: Annotated[date | None, Parameter(query="from")] = None,
    last: Annotated[date | None, Parameter(query="to")] = None,
    store: UUID | None = None,
    grain: insight.Grain = "day",
) -> SalesReport:
    """Sales by time and store, member share, beside the period before; default: 30 days."""
    period = await asked_period(ask, first, last)
    return await sales(ask, kit, period, store=store, grain=grain)


@door.get("/insight/rfm", permit="insight.read", errors=COLUMNS)
async def show_rfm(ask: Ask, kit: Kit, store: UUID | None = None) -> RfmReport:
    """Everybody who bought, by recency, frequency and money."""
    return await rfm(ask, kit, store)


@door.get("/insight/repurchase", permit="insight.read", errors=COLUMNS)
async def show_repurchase(ask: Ask, kit: Kit, store: UUID | None = None) -> RepurchaseReport:
    """How soon first-time buyers buy again."""
    return await repurchase(ask, kit, store)


@door.get("/insight/definitions", permit=SIGNED_IN)
async def list_definitions(ask: Ask) -> list[DefinitionShape]:
    """What each number means."""
    return definitions(ask.language)


DOORS = [show_sales, show_rfm, show_repurchase, list_definitions]
