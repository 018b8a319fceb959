"""Insight: what happened, counted from facts, each number with its definition."""

from siyu.modules.insight.definitions import DEFINITIONS, Definition
from siyu.modules.insight.queries import (
    by_store,
    find_scores,
    repurchase,
    rfm,
    rfm_people,
    series,
    totals,
)
from siyu.modules.insight.values import (
    Cell,
    CurvePoint,
    Cuts,
    Grain,
    Interval,
    Period,
    Person,
    Point,
    Repurchase,
    Rfm,
    StoreSales,
    Totals,
    Within,
    share_bp,
)

__all__ = [
    "DEFINITIONS",
    "Cell",
    "CurvePoint",
    "Cuts",
    "Definition",
    "Grain",
    "Interval",
    "Period",
    "Person",
    "Point",
    "Repurchase",
    "Rfm",
    "StoreSales",
    "Totals",
    "Within",
    "by_store",
    "find_scores",
    "repurchase",
    "rfm",
    "rfm_people",
    "series",
    "share_bp",
    "totals",
]
