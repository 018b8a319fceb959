"""Inventory: what came into a store and what was found on its shelves, as documents."""

from siyu.modules.inventory.actions import count, find_written, receive
from siyu.modules.inventory.errors import CountBelowHeld, DocumentDiffers, SkuTwice, UnknownSku
from siyu.modules.inventory.facts import GoodsCounted, GoodsReceived
from siyu.modules.inventory.queries import Filter, get_document, list_documents
from siyu.modules.inventory.values import (
    MOST_LINES,
    MOST_PIECES,
    Count,
    Document,
    Kind,
    Line,
    Receipt,
)

__all__ = [
    "MOST_LINES",
    "MOST_PIECES",
    "Count",
    "CountBelowHeld",
    "Document",
    "DocumentDiffers",
    "Filter",
    "GoodsCounted",
    "GoodsReceived",
    "Kind",
    "Line",
    "Receipt",
    "SkuTwice",
    "UnknownSku",
    "count",
    "find_written",
    "get_document",
    "list_documents",
    "receive",
]
