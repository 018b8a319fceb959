"""What doors of coupons take, and how coupons look: to her, and to the house."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.order_shapes import Key
from siyu.api.typed import Name
from siyu.flows import claim_coupon
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import Invalid, Language, NotFound, Refusal
from siyu.modules import catalog, ledger, promotions, tenants
from siyu.modules.promotions import Coupon, CouponKind, GuidePeriod, How, Owned
from siyu.views.refs import PlaceRef, gather_refs

Minor = Annotated[int, Meta(ge=0, le=10**11)]
Some = Annotated[list[UUID], Meta(min_length=1, max_length=500)]
CouponCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_\-]+$")]
Standing = Literal["open", "ended", "closed"]
MineState = Literal["usable", "not_begun", "used", "expired"]
CLAIM_REFUSALS = [
    promotions.ForNewcomers,
    promotions.ClaimClosed,
    promotions.ClaimEnded,
    promotions.AllGone,
    promotions.HadEnough,
]
TERM_REFUSALS = [promotions.BadTerms, promotions.BadOffer]


class ClaimGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """The same `key` is the same claim."""

    key: Key


class CodeTyped(Struct, frozen=True, forbid_unknown_fields=True):
    """A code as she typed it; the same `key` is the same claim."""

    code: Annotated[str, Meta(min_length=1, max_length=60)]
    key: Key


class SendingGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose wallets it goes into; the same `key` is the same sending."""

    customers: Annotated[list[UUID], Meta(min_length=1, max_length=200)]
    key: Key


class NotSent(Struct, frozen=True, kw_only=True):
    """Somebody who got none, and why, as a sentence."""

    customer: UUID
    reason: str
    refused: str


class SentShape(Struct, frozen=True, kw_only=True):
    sent: int
    refused: list[NotSent]


class CouponGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a coupon says: good until an instant, or for days from its claim on, one of both.

    `kind` amount takes `amount_minor` off, percent `off_bp` but at most `most_minor` (0: no most),
    freight `amount_minor` of the freight (0: all of it). `stores`, `goods` (products) and
    `categories` are whom it is for, all that are said at once; null is every one. `how` it is got:
    claimed, sent by the house, given by her guide (each at most `per_guide` in a `guide_period`,
    a month if none is said; null: as many as there are), or by its code. `welcome`: given to
    everybody who signs up, and to nobody else.
    """

    name: Name
    kind: CouponKind = "amount"
    amount_minor: Minor = 0
    off_bp: Annotated[int, Meta(ge=0, le=10_000)] = 0
    most_minor: Minor = 0
    threshold_minor: Minor = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    valid_days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    quota: Annotated[int, Meta(ge=1, le=10**9)]
    per_person: Annotated[int, Meta(ge=1, le=1000)] = 1
    stores: Some | None = None
    goods: Some | None = None
    categories: Some | None = None
    how: How = "claimed"
    welcome: bool = False
    per_guide: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    guide_period: GuidePeriod | None = None

    def terms(self) -> promotions.Terms:
        """Invalid names instants without an offset."""
        instants = {"valid_from": self.valid_from, "valid_until": self.valid_until}
        wrong = [
            {"path": name, "message": "an instant with its offset"}
            for name, at in instants.items()
            if at is not None and at.tzinfo is None
        ]
        if wrong:
            raise Invalid(wrong)
        said = {name: getattr(self, name) for name in self.__struct_fields__}
        said |= {name: None if said[name] is None else tuple(said[name]) for name in _LISTS}
        limited = self.how == "guide" and self.per_guide is not None
        said["per_guide"] = self.per_guide if limited else None
        said["guide_period"] = (self.guide_period or "month") if limited else None
        return promotions.Terms(**{n: said[n] for n in promotions.Terms.__struct_fields__})


class NewCoupon(CouponGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A coupon to be made, under a code that nobody has; one is found if none is given."""

    code: CouponCode | None = None


class CouponItem(Struct, frozen=True, kw_only=True):
    """A coupon as the house sees it: what its newest version says, and what became of it."""

    id: UUID
    code: str
    version: int
    standing: Standing
    name: str
    kind: CouponKind
    amount_minor: int
    off_bp: int
    most_minor: int
    threshold_minor: int
    valid_from: datetime | None
    valid_until: datetime | None
    valid_days: int | None
    quota: int
    left: int
    per_person: int
    stores: list[PlaceRef] | None
    goods: list[UUID] | None
    categories: list[UUID] | None
    how: How
    welcome: bool
    per_guide: int | None
    guide_period: GuidePeriod | None
    defined_at: datetime
    closed_at: datetime | None
    figures: promotions.Figures


class MyCoupon(Struct, frozen=True, kw_only=True):
    """What is in her wallet; where it can't be used now, `refused` is the sentence that says why.

    `stores` are the names of those it is for, null for all; `order` is what took it.
    """

    id: UUID
    coupon: UUID
    name: str
    kind: CouponKind
    amount_minor: int
    off_bp: int
    most_minor: int
    threshold_minor: int
    state: MineState
    reason: str
    refused: str
    valid_from: datetime
    valid_until: datetime
    claimed_at: datetime
    stores: list[str] | None
    goods: list[UUID] | None
    categories: list[UUID] | None
    order: UUID | None


class Claimable(Struct, frozen=True, kw_only=True):
    """A coupon she may claim, or why she can't; `mine` is how often she did."""

    id: UUID
    name: str
    kind: CouponKind
    amount_minor: int
    off_bp: int
    most_minor: int
    threshold_minor: int
    valid_from: datetime | None
    valid_until: datetime | None
    valid_days: int | None
    per_person: int
    mine: int
    left: int
    stores: list[str] | None
    goods: list[UUID] | None
    categories: list[UUID] | None
    reason: str
    refused: str


class Givable(Claimable, frozen=True, kw_only=True):
    """A coupon that a guide may give; `to_give` is how many of it she may still give in its
    period, null where she is not limited.
    """

    to_give: int | None


_LISTS = ("stores", "goods", "categories")
_OFFER = ("name", "kind", "amount_minor", "off_bp", "most_minor", "threshold_minor")
"""What a coupon gives, under the same names wherever one is shown."""


async def terms_of(work: Work, data: CouponGiven) -> promotions.Terms:
    """NotFound for a store, a product or a category that is nowhere."""
    stores, goods = set(data.stores or ()), set(data.goods or ())
    if set(data.categories or ()) - {one.id for one in await catalog.list_categories(work)}:
        raise NotFound
    if stores - set(await tenants.store_refs(work, stores)):
        raise NotFound
    if goods - await catalog.find_products(work, goods):
        raise NotFound
    return data.terms()


def new_code(work: Work, data: NewCoupon) -> str:
    return data.code or f"C{work.new_id().hex[-10:].upper()}"


async def coupon_page(ask: Ask, paging: Paging, q: str) -> Page[CouponItem]:
    async with ask.look() as work:
        rows, count = await promotions.list_coupons(
            work, text=q, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await coupon_items(work, rows), count)


async def coupon_item(work: Work, coupon: Coupon) -> CouponItem:
    return (await coupon_items(work, [coupon]))[0]


async def coupon_items(work: Work, coupons: Sequence[Coupon]) -> list[CouponItem]:
    figures = await promotions.figures(work, [one.id for one in coupons])
    left = await _left(work, coupons)
    refs = await gather_refs(work, stores={s for one in coupons for s in one.stores or ()})
    shared = [n for n in CouponItem.__struct_fields__ if n in Coupon.__struct_fields__]
    return [
        CouponItem(
            **{name: getattr(one, name) for name in shared if name != "stores"},
            stores=None
            if one.stores is None
            else [place for id_ in one.stores if (place := refs.store(id_))],
            standing=_standing(one, work.now),
            left=left[one.id],
            figures=figures[one.id],
        )
        for one in coupons
    ]


async def my_coupons(work: Work, owned: Sequence[Owned], language: Language) -> list[MyCoupon]:
    refs = await gather_refs(work, stores={s for one in owned for s in one.stores or ()})
    merchant = await tenants.get_tenant(work)

    def day(at: datetime) -> str:
        return str(merchant.date_of(at))

    return [
        _mine(one, _names(one.stores, refs.stores), state, refused, language)
        for one in owned
        for state, refused in [_state(one, work.now, day)]
    ]


async def claimables(
    work: Work, customer: UUID, language: Language, *, how: How = "claimed"
) -> list[Claimable]:
    """What there is for her of coupons that are got this way; what she can't have comes last."""
    coupons = await promotions.offered_coupons(work, how=how)
    left = await _left(work, coupons)
    mine = await promotions.claims_of(work, customer, [one.id for one in coupons])
    refs = await gather_refs(work, stores={s for one in coupons for s in one.stores or ()})
    found = []
    for one in coupons:
        has = mine.get(one.id, 0)
        no = _no_claim(one, has, left[one.id])
        found.append(
            Claimable(
                **{name: getattr(one, name) for name in _OFFER},
                id=one.id,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
                valid_days=one.valid_days,
                per_person=one.per_person,
                mine=has,
                left=left[one.id],
                stores=_names(one.stores, refs.stores),
                goods=one.goods,
                categories=one.categories,
                reason=no.code if no else "",
                refused=no.sentence(language) if no else "",
            )
        )
    return sorted(found, key=lambda one: one.reason != "")


async def givables(work: Work, customer: UUID, guide: UUID, language: Language) -> list[Givable]:
    """What guides give, with how many of it this one may still give; what she can't comes last."""
    shown = await claimables(work, customer, language, how="guide")
    coupons = await promotions.coupons_of(work, [one.id for one in shown])
    left = await claim_coupon.left_to_give(work, list(coupons.values()), guide)
    found = []
    for one in shown:
        mine = left.get(one.id)
        kept = {name: getattr(one, name) for name in Claimable.__struct_fields__}
        if isinstance(mine, Refusal) and not one.reason:
            kept |= {"reason": mine.code, "refused": mine.sentence(language)}
        to_give = 0 if isinstance(mine, Refusal) else mine
        found.append(Givable(**kept, to_give=to_give))
    return sorted(found, key=lambda one: one.reason != "")


def _no_claim(coupon: Coupon, has: int, left: int) -> Refusal | None:
    if has >= coupon.per_person:
        return promotions.HadEnough(most=coupon.per_person)
    return promotions.AllGone() if left <= 0 else None


async def _left(work: Work, coupons: Sequence[Coupon]) -> dict[UUID, int]:
    found = await ledger.balances_of(work, [ledger.quota(one.id) for one in coupons])
    return {one.id: max(b.posted - b.held, 0) for one, b in zip(coupons, found, strict=True)}


def _standing(coupon: Coupon, now: datetime) -> Standing:
    if coupon.closed_at is not None:
        return "closed"
    return "ended" if coupon.valid_until is not None and coupon.valid_until <= now else "open"


def _state(
    owned: Owned, now: datetime, day: Callable[[datetime], str]
) -> tuple[MineState, Refusal | None]:
    if owned.used_at is not None:
        return "used", promotions.UsedBefore(used=day(owned.used_at))
    if owned.valid_until <= now:
        return "expired", promotions.Expired(until=day(owned.valid_until))
    if now < owned.valid_from:
        return "not_begun", promotions.NotBegun(begins=day(owned.valid_from))
    return "usable", None


def _mine(
    one: Owned,
    stores: list[str] | None,
    state: MineState,
    refused: Refusal | None,
    language: Language,
) -> MyCoupon:
    return MyCoupon(
        **{name: getattr(one, name) for name in _OFFER},
        id=one.id,
        coupon=one.coupon_id,
        state=state,
        reason=refused.code if refused else "",
        refused=refused.sentence(language) if refused else "",
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        claimed_at=one.claimed_at,
        stores=stores,
        goods=one.goods,
        categories=one.categories,
        order=one.used_by,
    )


def sent_shape(
    people: Sequence[UUID], answers: Sequence[Owned | Refusal], language: Language
) -> SentShape:
    """How many have one now, and who has none."""
    refused = [
        NotSent(customer=who, reason=no.code, refused=no.sentence(language))
        for who, no in zip(people, answers, strict=True)
        if isinstance(no, Refusal)
    ]
    return SentShape(sent=len(people) - len(refused), refused=refused)


def _names(stores: Sequence[UUID] | None, known: Mapping[UUID, PlaceRef]) -> list[str] | None:
    return None if stores is None else [known[one].name for one in stores if one in known]
