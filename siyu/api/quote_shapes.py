"""What doors of prices take, and how a price looks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, structs

from siyu.api.order_shapes import Lines, SeatGiven
from siyu.api.price_words import Nudge, gift_short, no_points, nudges
from siyu.flows import after_sale_may, points_money
from siyu.flows.flash_usual import out_of_sale
from siyu.flows.quote_cart import Choice, Quoted, Want, quote_with_choices
from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import customers, groups, orders, promotions, tenants
from siyu.views.carts import Goods, StoreShown, free_at, goods_of, pickup_store, said
from siyu.views.cases import NoReturn, no_returns
from siyu.views.group_buys import group_shapes
from siyu.views.shipments import AddressShape, address_shape

QUOTE_REFUSALS = [
    orders.StoreShut,
    orders.NothingPicked,
    orders.UnknownGoods,
    groups.OfferOver,
    groups.OtherStore,
    groups.GroupOver,
    groups.GroupUnpaid,
    groups.ForNewcomers,
    groups.OneThing,
]


class QuoteGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be priced: these lines, or what is picked in the cart.

    `wallet` is one of her coupons; null is none, and if it is not said the best one is used.
    `points`: as many of her points as may.
    """

    store: UUID | None = None
    lines: Lines | None = None
    wallet: UUID | UnsetType | None = UNSET
    way: tenants.Way | None = None
    """How it comes to her; if it is not said, the first that the store offers."""
    address: UUID | UnsetType | None = UNSET
    """Where it is sent; if it is not said, her default address."""
    seat: SeatGiven | None = None
    points: bool = False


class QuoteLine(Goods, frozen=True, kw_only=True):
    goods_minor: int
    discount_minor: int
    payable_minor: int


class QuoteGift(Struct, frozen=True, kw_only=True):
    """What comes with it for nothing: so many pieces, and `left_out` for which there is no stock.

    `told` is the sentence about those.
    """

    sku: UUID
    name: str
    sku_name: str
    picture_url: str | None
    quantity: int
    left_out: int
    told: str


class QuotedCoupon(Struct, frozen=True, kw_only=True):
    """One of her coupons: `saves_minor` off these goods, or why not (`refused`, a sentence)."""

    id: UUID
    coupon: UUID
    name: str
    kind: promotions.CouponKind
    amount_minor: int
    off_bp: int
    most_minor: int
    threshold_minor: int
    valid_until: datetime
    usable: bool
    saves_minor: int
    reason: str
    refused: str


class QuotedSeat(Struct, frozen=True, kw_only=True):
    """The seat that would be taken; `stores` are those where it can be, null is every one."""

    offer: UUID
    group: UUID | None
    name: str
    size: int
    missing: int
    stores: list[UUID] | None


class QuotedPoints(Struct, frozen=True, kw_only=True):
    """Points that could pay for it: of the `left` that she has, `may` would take `saves_minor` off.

    `used` of them are in the price. `told` is why none may.
    """

    kind: UUID
    name: str
    left: int
    per_hundred: int
    may: int
    saves_minor: int
    used: int
    told: str


class CartQuote(Struct, frozen=True, kw_only=True):
    """A price; `why` adds up to what is payable, `used` is the coupon that is in it.

    `usual`: of what is in a flash sale too little is left, so it is priced outside of it, and her
    order says so too. `reason` and `refused` say why the coupon that was named is not in it,
    `nudges` what a little more would bring.
    """

    store: StoreShown
    lines: list[QuoteLine]
    gifts: list[QuoteGift]
    goods_minor: int
    discount_minor: int
    freight_minor: int
    payable_minor: int
    why: list[promotions.Reason]
    used: UUID | None
    reason: str
    refused: str
    best: UUID | None
    coupons: list[QuotedCoupon]
    nudges: list[Nudge]
    ways: list[tenants.Way]
    way: tenants.Way
    address: AddressShape | None
    exempt: list[NoReturn]
    """What of it is not returned without a reason."""
    unsent: str
    unsent_says: str
    """Why it can't be sent as she wants it, and the freight is not in the price."""
    seat: QuotedSeat | None = None
    points: QuotedPoints | None = None
    usual: bool = False


async def quote(work: Work, customer: UUID, data: QuoteGiven, language: Language) -> CartQuote:
    """The price of what she named, or of what is picked in her cart and still sold."""
    seat = await _seat(work, data.seat) if data.seat else None
    store = await pickup_store(work, customer, await _named(work, data.store, seat))
    ways = await ways_at(work, store.id)
    way = data.way if data.way in ways else ways[0]
    address = await _address(work, customer, data.address) if way == "mail" else None
    if data.lines is not None:
        lines = [(one.sku, one.quantity) for one in data.lines]
    else:
        lines = await _picked(work, customer, store.id)
    wallet = None if data.wallet is UNSET else data.wallet
    bid = data.seat.bid() if data.seat else None
    hers = await points_money.hers(work, customer) if bid is None else None
    left = hers.left if hers else 0
    want = Want(
        customer=customer,
        store=store.id,
        lines=tuple(lines),
        wallet=wallet,
        bid=bid,
        way=way,
        address=address.id if address else None,
        points=left if data.points else 0,
    )
    if bid is None and await out_of_sale(work, customer, store.id, want.quantities()):
        want = structs.replace(want, usual=True)
    # No coupon comes with a group's price.
    best = data.wallet is UNSET and bid is None
    quoted, choices, used, could = await quote_with_choices(work, want, best=best, points=left)
    shown = await _lines(work, want, quoted)
    merchant = await tenants.get_tenant(work)
    hints = nudges(quoted.price, merchant.money.text, language)
    told = _quote_shape(store, quoted, shown, choices, used, language)
    gifts = await _gifts(work, want, quoted, language)
    exempt = await after_sale_may.exemptions(work, [one.product for one in quoted.lines])
    return structs.replace(
        told,
        nudges=hints,
        gifts=gifts,
        seat=seat,
        usual=want.usual,
        points=_points(hers, quoted, could, merchant, language) if hers else None,
        ways=ways,
        way=way,
        address=address,
        exempt=await no_returns(work, exempt),
    )


async def ways_at(work: Work, store: UUID) -> list[tenants.Way]:
    """How orders come to her from there; StoreShut if it sells nothing now."""
    today = (await tenants.get_tenant(work)).date_of(work.now)
    found = (await tenants.open_stores(work, [store], today)).get(store)
    if found is None or not found.ways:
        raise orders.StoreShut
    return found.ways


async def _address(
    work: Work, customer: UUID, named: UUID | UnsetType | None
) -> AddressShape | None:
    """The one she named if it is hers, or her default one."""
    for one in await customers.list_addresses(work, customer):
        if one.id == named or (named is UNSET and one.is_default):
            return address_shape(one)
    return None


def _points(
    hers: points_money.Hers,
    quoted: Quoted,
    could: Quoted,
    merchant: tenants.Tenant,
    language: Language,
) -> QuotedPoints:
    goods = could.price.goods_minor - could.price.discount_minor
    return QuotedPoints(
        kind=hers.terms.kind,
        name=hers.name,
        left=hers.left,
        per_hundred=hers.terms.per_hundred,
        may=could.price.points,
        saves_minor=could.price.points_minor,
        used=quoted.price.points,
        told="" if could.price.points else no_points(hers, goods, merchant.money.text, language),
    )


async def _seat(work: Work, given: SeatGiven) -> QuotedSeat | None:
    """None where there is no such offer: the price says so."""
    offer = (await groups.offers_of(work, [given.offer])).get(given.offer)
    if offer is None:
        return None
    found = (await groups.groups_of(work, [given.group])).get(given.group) if given.group else None
    [shape] = await group_shapes(work, [found], None) if found else [None]
    return QuotedSeat(
        offer=offer.id,
        group=given.group,
        name=offer.name,
        size=offer.size,
        missing=shape.missing if shape else offer.size,
        stores=[found.store_id] if found else offer.stores,
    )


async def _named(work: Work, store: UUID | None, seat: QuotedSeat | None) -> UUID | None:
    """The store she named, or one where the seat can be."""
    if seat is None or seat.stores is None or store in seat.stores:
        return store
    today = (await tenants.get_tenant(work)).date_of(work.now)
    selling = await tenants.open_stores(work, seat.stores, today)
    return next((one for one in seat.stores if one in selling), seat.stores[0])


async def _gifts(work: Work, want: Want, quoted: Quoted, language: Language) -> list[QuoteGift]:
    """What of its gifts is there beside what she buys."""
    if not quoted.gifts:
        return []
    wanted = [(gift.sku, gift.quantity) for gift in quoted.gifts]
    free = await free_at(work, want.store, [sku for sku, _ in wanted])
    bought = want.quantities()
    found = []
    for of in await goods_of(work, want.store, wanted, want.customer):
        there = min(of.quantity, max(0, free[of.sku] - bought.get(of.sku, 0)))
        found.append(
            QuoteGift(
                sku=of.sku,
                name=of.name,
                sku_name=of.sku_name,
                picture_url=of.picture_url,
                quantity=there,
                left_out=of.quantity - there,
                told=gift_short(of.quantity, there, language),
            )
        )
    return found


async def _picked(work: Work, customer: UUID, store: UUID) -> list[tuple[UUID, int]]:
    lying = [
        (one.sku, one.quantity) for one in await orders.list_cart(work, customer) if one.picked
    ]
    sold = [one for one in await goods_of(work, store, lying, customer) if one.standing != "gone"]
    if not sold:
        raise orders.NothingPicked
    return [(one.sku, one.quantity) for one in sold]


async def _lines(work: Work, want: Want, quoted: Quoted) -> list[QuoteLine]:
    wanted = [(one.sku, one.quantity) for one in quoted.lines]
    goods = await goods_of(work, want.store, wanted, want.customer)
    return [
        QuoteLine(
            **said(of),
            goods_minor=line.unit_minor * line.quantity,
            discount_minor=line.discount_minor,
            payable_minor=line.payable_minor,
        )
        for of, line in zip(goods, quoted.lines, strict=True)
    ]


def _quote_shape(
    store: StoreShown,
    quoted: Quoted,
    lines: list[QuoteLine],
    choices: Sequence[Choice],
    used: promotions.Owned | None,
    language: Language,
) -> CartQuote:
    price, no = quoted.price, quoted.refused
    return CartQuote(
        store=store,
        lines=lines,
        goods_minor=price.goods_minor,
        discount_minor=price.discount_minor,
        freight_minor=price.freight_minor,
        payable_minor=price.payable_minor,
        why=list(promotions.reasons(price)),
        used=used.id if used else None,
        reason=no.code if no else "",
        refused=no.sentence(language) if no else "",
        best=next((one.owned.id for one in choices if one.refused is None), None),
        coupons=[_coupon(one, language) for one in choices],
        nudges=[],
        gifts=[],
        ways=[],
        way="pickup",
        address=None,
        exempt=[],
        unsent=quoted.unsent.code if quoted.unsent else "",
        unsent_says=quoted.unsent.sentence(language) if quoted.unsent else "",
    )


def _coupon(one: Choice, language: Language) -> QuotedCoupon:
    return QuotedCoupon(
        id=one.owned.id,
        coupon=one.owned.coupon_id,
        name=one.owned.name,
        kind=one.owned.kind,
        amount_minor=one.owned.amount_minor,
        off_bp=one.owned.off_bp,
        most_minor=one.owned.most_minor,
        threshold_minor=one.owned.threshold_minor,
        valid_until=one.owned.valid_until,
        usable=one.refused is None,
        saves_minor=one.saves_minor,
        reason=one.refused.code if one.refused else "",
        refused=one.refused.sentence(language) if one.refused else "",
    )
