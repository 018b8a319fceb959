"""What doors of flash sales take, and what they share."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.typed import PLAIN
from siyu.flows import flash_sales
from siyu.kernel.db import Work
from siyu.modules import deals
from siyu.views.sales import SaleShape, sale_shapes

Which = Literal["any", "draft", "coming", "running", "ended"]
SaleName = Annotated[str, Meta(min_length=1, max_length=40, pattern=PLAIN)]
Pieces = Annotated[int, Meta(ge=1, le=1_000_000)]
REFUSALS = [
    deals.UnknownSale,
    deals.ChangedMeanwhile,
    deals.NotDraft,
    deals.SaleOver,
    deals.TooLate,
    deals.NotCheaper,
    deals.NotOnShelf,
    deals.Overlaps,
]


class SaleGoodGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A SKU at its price: so many pieces at `each` store or `in_all`; `cap` for one person."""

    sku: UUID
    price_minor: Annotated[int, Meta(ge=1, le=10**11)]
    pieces: Pieces
    split: deals.Split = "each"
    cap: Annotated[int, Meta(ge=1, le=9_999)] | None = None


class SaleGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sale: when, where, and which SKUs. Without `with_coupons` no coupon comes along."""

    name: SaleName
    since: datetime
    until: datetime
    stores: Annotated[list[UUID], Meta(min_length=1, max_length=deals.MOST_STORES)]
    goods: Annotated[list[SaleGoodGiven], Meta(min_length=1, max_length=deals.MOST_GOODS)]
    with_coupons: bool = False

    def said(self) -> deals.Said:
        return deals.Said(
            name=self.name,
            since=self.since,
            until=self.until,
            stores=tuple(self.stores),
            with_coupons=self.with_coupons,
            goods=tuple(
                deals.NewGood(
                    sku=one.sku,
                    price_minor=one.price_minor,
                    pieces=one.pieces,
                    split=one.split,
                    cap=one.cap,
                )
                for one in self.goods
            ),
        )


class SaleChange(SaleGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another wording of a draft; `version` is the one that was opened for editing."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class SaleStateGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Confirmed puts the goods aside; ended gives back what is left, for good."""

    state: Literal["confirmed", "ended"]


async def move(work: Work, sale: UUID, data: SaleStateGiven) -> SaleShape:
    if data.state == "confirmed":
        moved = await flash_sales.confirm(work, sale)
    else:
        moved = await flash_sales.end(work, sale, "stopped")
    return await shown(work, moved)


async def shown(work: Work, sale: deals.Sale) -> SaleShape:
    return (await sale_shapes(work, [sale]))[0]
