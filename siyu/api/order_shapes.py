"""What doors of carts, prices and orders take, and how prices and payments look."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from siyu.api.payment_shapes import PaymentItem
from siyu.api.price_words import Nudge, gift_short, nudges
from siyu.api.typed import PLAIN, Free
from siyu.flows.fill_cart import Lay
from siyu.flows.place_orders import Placing
from siyu.flows.quote_cart import Choice, Quoted, Want, quote_with_choices
from siyu.kernel.db import Work
from siyu.kernel.errors import Busy, Language
from siyu.modules import deals, orders, promotions, tenants
from siyu.views.balances import PaidByBalance
from siyu.views.carts import Goods, StoreShown, free_at, goods_of, pickup_store, said
from siyu.views.orders import (
    OrderHead,
    OrderItem,
    OrderRefund,
    OrderStep,
    PickupShape,
    UsedCoupon,
)

Pieces = Annotated[int, Meta(ge=1, le=orders.MOST_PIECES)]
Key = Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
Seen = Annotated[int, Meta(ge=0, le=10**12)]
Came = Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=5)]
OwnPath = Annotated[
    str, Meta(max_length=500, pattern=r"^/([^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?$")
]
"""A path of this site: nothing that a browser could take for another host's."""
May = Literal["pay", "cancel", "refund"]
State = Literal["any", "unpaid", "paid", "redeemed", "closed", "expired", "cancelled"]

COUPON_REFUSALS = [
    promotions.NotYours,
    promotions.UsedBefore,
    promotions.NotBegun,
    promotions.Expired,
    promotions.OtherStore,
    promotions.OtherGoods,
    promotions.BelowThreshold,
    promotions.NothingToTakeOff,
    promotions.Outdone,
]
QUOTE_REFUSALS = [orders.StoreShut, orders.NothingPicked, orders.UnknownGoods]
ORDER_REFUSALS = [
    orders.StoreShut,
    orders.UnknownGoods,
    orders.GoodsShort,
    orders.PriceChanged,
    orders.GiftsChanged,
    orders.KeyTaken,
    deals.SoldOut,
    deals.CapReached,
    deals.EndedMeanwhile,
    *COUPON_REFUSALS,
    Busy,
]
REFUND_REFUSALS = [
    orders.NotPaid,
    orders.NothingToRefund,
    orders.RefundTooMuch,
    orders.NotPossible,
    orders.GiftsBack,
]


class LineGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """So many of a SKU."""

    sku: UUID
    quantity: Pieces


Lines = Annotated[list[LineGiven], Meta(min_length=1, max_length=orders.MOST_LINES)]


class CartLineGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many are to lie in the cart; 0 takes it out. `picked`: she means to order it now."""

    sku: UUID
    quantity: Annotated[int, Meta(ge=0, le=orders.MOST_PIECES)]
    picked: bool = True


class CartGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Lines that change; others stay as they are."""

    lines: Annotated[list[CartLineGiven], Meta(min_length=1, max_length=orders.MOST_LINES)]

    def lays(self) -> list[Lay]:
        return [Lay(sku=one.sku, quantity=one.quantity, picked=one.picked) for one in self.lines]


class QuoteGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be priced: these lines, or what is picked in the cart.

    `wallet` is one of her coupons; null is none, and if it is not said the best one is used.
    """

    store: UUID | None = None
    lines: Lines | None = None
    wallet: UUID | UnsetType | None = UNSET


class OrderGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order: the same `key` is the same order. `seen_minor` is the total she agreed to, and
    `seen_gifts` what was to come with it; if they are not said, what is there comes with it.

    `came` are the tokens that shared links left with her, the latest first.
    """

    key: Key
    store: UUID
    lines: Lines
    wallet: UUID | None = None
    seen_minor: Seen | None = None
    seen_gifts: Annotated[list[LineGiven], Meta(max_length=orders.MOST_LINES)] | None = None
    came: Came = []

    def pairs(self) -> tuple[tuple[UUID, int], ...]:
        return tuple((one.sku, one.quantity) for one in self.lines)

    def placing(self, customer: UUID, channel: orders.Channel, via: UUID | None) -> Placing:
        return Placing(
            customer=customer,
            store=self.store,
            lines=self.pairs(),
            wallet=self.wallet,
            key=self.key,
            seen_minor=self.seen_minor,
            seen_gifts=None
            if self.seen_gifts is None
            else tuple((one.sku, one.quantity) for one in self.seen_gifts),
            channel=channel,
            via=via,
        )


class PaymentGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the cashier's page leads back to: a path of the shop's."""

    return_to: OwnPath = "/"


class CancelGiven(Struct, frozen=True, forbid_unknown_fields=True):
    why: Free = ""


class RefundLineGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """So many pieces of a line, by its number in the order."""

    n: Annotated[int, Meta(ge=1, le=orders.MOST_LINES)]
    quantity: Pieces


RefundLines = Annotated[list[RefundLineGiven], Meta(min_length=1, max_length=orders.MOST_LINES)]


class RefundGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes back: these lines, or everything that is left. The same `id` is the same refund.

    `goods_back`: the goods lie on the shelf again; what was not fetched yet always does.
    """

    id: UUID | None = None
    lines: RefundLines | None = None
    why: Free = ""
    goods_back: bool = True


class MyRefundGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What she wants her money back for: these lines, or everything that is left."""

    id: UUID | None = None
    lines: RefundLines | None = None
    why: Free = ""


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


class CartQuote(Struct, frozen=True, kw_only=True):
    """A price; `why` adds up to what is payable, `used` is the coupon that is in it.

    `reason` and `refused` say why the coupon that was named is not, `nudges` what a little more
    would bring.
    """

    store: StoreShown
    lines: list[QuoteLine]
    gifts: list[QuoteGift] = []
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


class PaymentAsked(Struct, frozen=True, kw_only=True):
    """Where to pay; without a path there is nothing (more) to pay, and `paid` says so."""

    paid: bool
    pay_path: str | None
    payable_until: datetime | None
    amount_minor: int


class MyPayment(Struct, frozen=True, kw_only=True):
    """How far the payment of an order is."""

    state: str
    amount_minor: int
    pay_path: str | None
    payable_until: datetime | None
    ended_at: datetime | None


class MyOrder(OrderHead, frozen=True, kw_only=True):
    """Her order: `code` are the digits that fetch it, `may` is what she can still do herself.

    What her `balance` pays is said where one order is asked for.

    `vouchers` of its pieces are used at a store, each under a code of its own, and not fetched.
    """

    why: list[promotions.Reason]
    coupon: UsedCoupon | None
    steps: list[OrderStep]
    refunds: list[OrderRefund]
    payment: MyPayment | None
    fetch: PickupShape | None
    code: str | None
    vouchers: int
    may: list[May]
    balance: PaidByBalance | None = None


class OrderDetail(OrderItem, frozen=True, kw_only=True):
    """An order as the house sees it; `why` adds up to what is payable."""

    why: list[promotions.Reason]
    coupon: UsedCoupon | None
    steps: list[OrderStep]
    refunds: list[OrderRefund]
    payments: list[PaymentItem]
    fetch: PickupShape | None
    balance: PaidByBalance | None = None


async def quote(work: Work, customer: UUID, data: QuoteGiven, language: Language) -> CartQuote:
    """The price of what she named, or of what is picked in her cart and still sold."""
    store = await pickup_store(work, customer, data.store)
    if data.lines is not None:
        lines = [(one.sku, one.quantity) for one in data.lines]
    else:
        lines = await _picked(work, customer, store.id)
    wallet = None if data.wallet is UNSET else data.wallet
    want = Want(customer=customer, store=store.id, lines=tuple(lines), wallet=wallet)
    quoted, choices, used = await quote_with_choices(work, want, best=data.wallet is UNSET)
    shown = await _lines(work, want, quoted)
    merchant = await tenants.get_tenant(work)
    hints = nudges(quoted.price, merchant.money.text, language)
    told = _quote_shape(store, quoted, shown, choices, used, language)
    gifts = await _gifts(work, want, quoted, language)
    return structs.replace(told, nudges=hints, gifts=gifts)


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
