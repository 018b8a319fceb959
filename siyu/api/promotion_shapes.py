"""What doors of promotions take, and how promotions and tried prices look."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter
from msgspec import Meta, Struct

from siyu.api.order_shapes import LineGiven
from siyu.api.price_words import Money, sentence
from siyu.flows.try_promotion import Sample, try_promotion
from siyu.kernel.blocks import BlockShape
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask
from siyu.kernel.errors import Language
from siyu.modules import orders, promotions, tenants
from siyu.modules.promotions import Promotion, pricing
from siyu.views.promotion_costs import Costs, costs

Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Minor = Annotated[int, Meta(ge=0, le=10**11)]


class PromotionChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What it says from now on; `version` is the one that was opened for editing."""

    version: Version
    wording: pricing.Wording


class StateGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Ended is for good; paused can run again."""

    state: Literal["running", "paused", "ended"]


class PromotionShape(Struct, frozen=True, kw_only=True):
    """A promotion: what this version says, and how it stands. `on`: it applies at this moment.

    `standing` is its state, and of one that runs whether it is on, planned or over.
    """

    id: UUID
    version: int
    state: promotions.State
    standing: promotions.Standing
    on: bool
    wording: pricing.Wording
    made_at: datetime
    state_at: datetime
    saved_at: datetime


class BlocksShape(Struct, frozen=True, kw_only=True):
    """What a promotion can do, and what it can ask for."""

    effects: list[BlockShape]
    conditions: list[BlockShape]


class SampleGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cart to be priced, of nobody in particular; with it a promotion not saved yet.

    `replaces` is the promotion that `wording` is a new version of.
    """

    store: UUID
    lines: Annotated[list[LineGiven], Meta(min_length=1, max_length=orders.MOST_LINES)]
    tiers: Annotated[list[UUID], Meta(max_length=20)] = []
    member: bool = True
    is_new: bool = False
    freight_minor: Minor = 0
    wording: pricing.Wording | None = None
    replaces: UUID | None = None


class TriedLine(Struct, frozen=True, kw_only=True):
    sku: UUID
    name: str
    quantity: int
    goods_minor: int
    discount_minor: int
    payable_minor: int
    paid: list[pricing.Paid]


class TriedStep(Struct, frozen=True, kw_only=True):
    """A part of the price; `rule` names the promotion."""

    code: str
    name: str
    phase: str | None
    rule: UUID | None
    version: int
    amount_minor: int
    shares: list[int]


class TriedGift(Struct, frozen=True, kw_only=True):
    """Pieces that come along for nothing; no name for what is not sold any more."""

    sku: UUID
    name: str
    quantity: int


class TriedLeft(Struct, frozen=True, kw_only=True):
    """A promotion that is not in the price (or could take more), and why, as a sentence.

    `version` 0 is the one that is being written.
    """

    rule: UUID
    version: int
    name: str
    because: str
    sentence: str
    missing_minor: int
    missing_pieces: int
    by: UUID | None
    taken: bool


State = Literal["any", "draft", "running", "on", "planned", "over", "paused", "ended"]
"""What lists are asked for: `running` is whatever was started, `on` what applies now."""


class TriedPrice(Struct, frozen=True, kw_only=True):
    """The price; the steps add up to what is payable. `proved`: no legal combination is cheaper."""

    goods_minor: int
    discount_minor: int
    freight_minor: int
    payable_minor: int
    lines: list[TriedLine]
    gifts: list[TriedGift]
    steps: list[TriedStep]
    left: list[TriedLeft]
    proved: bool


FirstDay = Annotated[date | None, Parameter(query="from")]
LastDay = Annotated[date | None, Parameter(query="to")]
REFUSALS = [
    promotions.UnknownPromotion,
    promotions.PromotionOver,
    promotions.ChangedMeanwhile,
]


def blocks(language: Language) -> BlocksShape:
    return BlocksShape(
        effects=[b for b in pricing.EFFECT_BLOCKS.describe(language) if b.code != "deposit"],
        conditions=pricing.CONDITION_BLOCKS.describe(language),
    )


def shape(one: Promotion, now: datetime) -> PromotionShape:
    stands = promotions.standing(one, now)
    return PromotionShape(
        id=one.id,
        version=one.version,
        state=one.state,
        standing=stands,
        on=stands == "on",
        wording=one.wording,
        made_at=one.made_at,
        state_at=one.state_at,
        saved_at=one.saved_at,
    )


def shapes(rows: Sequence[Promotion], now: datetime) -> list[PromotionShape]:
    return [shape(one, now) for one in rows]


async def costs_of(ask: Ask, first: date | None, last: date | None) -> Costs:
    """Both days count; without them it is the year up to today."""
    async with ask.look() as work:
        merchant = await tenants.get_tenant(work)
        last = last or merchant.date_of(work.now)
        first = first or last - timedelta(days=365)
        return await costs(work, merchant.start_of(first), merchant.end_of(last))


async def tried(ask: Ask, work: Work, data: SampleGiven) -> TriedPrice:
    """The sample's price, told in the asker's language."""
    buyer = pricing.Buyer(
        tiers=tuple(sorted(set(data.tiers))), is_member=data.member, is_new=data.is_new
    )
    sample = Sample(
        store=data.store,
        lines=[(one.sku, one.quantity) for one in data.lines],
        buyer=buyer,
        freight_minor=data.freight_minor,
        said=data.wording,
        replaces=data.replaces,
    )
    found = await try_promotion(work, sample, ask.language)
    merchant = await tenants.get_tenant(work)
    return _price(found.quote, found.names, merchant.money.text, ask.language)


def _price(
    quote: pricing.Quote, names: Mapping[UUID, str], money: Money, language: Language
) -> TriedPrice:
    return TriedPrice(
        goods_minor=quote.goods_minor,
        discount_minor=quote.discount_minor,
        freight_minor=quote.freight_minor,
        payable_minor=quote.payable_minor,
        lines=[
            TriedLine(
                sku=one.sku,
                name=names[one.sku],
                quantity=one.quantity,
                goods_minor=one.goods_minor,
                discount_minor=one.discount_minor,
                payable_minor=one.payable_minor,
                paid=list(one.paid),
            )
            for one in quote.lines
        ],
        gifts=[
            TriedGift(sku=one.sku, name=names.get(one.sku, ""), quantity=one.quantity)
            for one in quote.gifts
        ],
        steps=[
            TriedStep(
                code=one.code,
                name=one.name,
                phase=one.phase,
                rule=one.rule,
                version=one.version,
                amount_minor=one.amount_minor,
                shares=list(one.shares),
            )
            for one in quote.steps
        ],
        left=[
            TriedLeft(
                rule=one.rule,
                version=one.version,
                name=one.name,
                because=one.because,
                sentence=sentence(one, money, language),
                missing_minor=one.missing_minor,
                missing_pieces=one.missing_pieces,
                by=one.by,
                taken=one.taken,
            )
            for one in quote.left
        ],
        proved=quote.proved,
    )
