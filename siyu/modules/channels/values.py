"""Shapes the room gives and takes; all frozen."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

Kind = Literal["link"]
Domain = Literal["public", "commercial", "private"]
"""Where the people come from: a public platform, bought traffic, or the merchant's own pool."""
Standing = Literal["live", "not_begun", "ended", "closed", "unknown"]
Target = Literal["product", "article"]


class MakeCode(Struct, frozen=True, kw_only=True):
    """A code to be printed or sent; who adds by it belongs to its store and guide.

    `offer` says on the poster what she gets; `welcome` is the coupon she is given.
    """

    name: str
    source: str
    domain: Domain
    store: UUID | None = None
    guide: UUID | None = None
    offer: str = ""
    welcome: UUID | None = None
    cost_minor: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class Code(Struct, frozen=True, kw_only=True):
    """A code as it stands; `cost_minor` is the sum of its months, None where none was given."""

    id: UUID
    slug: str
    name: str
    kind: Kind
    store_id: UUID | None
    guide_id: UUID | None
    source: str
    domain: Domain
    offer: str
    welcome: UUID | None
    cost_minor: int | None
    starts_on: date | None
    ends_on: date | None
    made_at: datetime
    closed_at: datetime | None


class CodeFilter(Struct, frozen=True, kw_only=True):
    """Which codes; `places` and `own` are the asker's scope."""

    places: list[UUID] | None = None
    own: UUID | None = None
    q: str = ""


class Figures(Struct, frozen=True, kw_only=True):
    """What a code brought: `met` are people first met through it, `bound` those given a guide.

    `acquisition_minor` is cost per person met; None when there is no cost, or nobody was met.
    """

    scans: int = 0
    visitors: int = 0
    met: int = 0
    bound: int = 0
    cost_minor: int | None = None
    acquisition_minor: int | None = None


class Month(Struct, frozen=True, kw_only=True):
    """Figures of one of the merchant's months."""

    month: date
    figures: Figures


class Knock(Struct, frozen=True, kw_only=True):
    """Somebody came by a code or a link: `visitor` is None at the first time."""

    slug: str
    visitor: UUID | None
    address: str


class Scanned(Struct, frozen=True, kw_only=True):
    """What came of a scan; without a `token` nothing was counted."""

    standing: Standing
    visitor: UUID
    token: str | None = None
    starts_on: date | None = None


class Opened(Struct, frozen=True, kw_only=True):
    """What came of opening a shared link; `target` is None for an unknown one."""

    visitor: UUID
    target: Target | None = None
    target_id: UUID | None = None
    token: str | None = None


class Arrival(Struct, frozen=True, kw_only=True):
    """The visit or opening that a token stands for, while it is nobody's or hers."""

    visitor: UUID
    visit: UUID | None = None
    opening: UUID | None = None
    code: Code | None = None
    link: UUID | None = None
    joined: bool
    """She came in by it before: nothing is to be done again."""


class Link(Struct, frozen=True, kw_only=True):
    """A guide's own way to something worth sharing; `openings` are counted."""

    id: UUID
    slug: str
    guide_id: UUID
    store_id: UUID | None
    target: Target
    target_id: UUID
    made_at: datetime
    openings: int
    visitors: int
