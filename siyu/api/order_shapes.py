"""What doors of carts, prices and orders take, and how prices and payments look."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.payment_shapes import PaymentItem
from siyu.api.price_change_shapes import OrderPricing
from siyu.api.typed import PLAIN, Free
from siyu.flows.fill_cart import Lay
from siyu.flows.group_prices import Bid
from siyu.flows.order_drafts import Placing
from siyu.kernel.errors import Busy
from siyu.modules import deals, fulfilment, groups, loyalty, orders, promotions, tenants
from siyu.views.balances import PaidByBalance
from siyu.views.orders import (
    OrderHead,
    OrderItem,
    OrderRefund,
    OrderStep,
    PickupShape,
    RemarkShape,
    UsedCoupon,
)
from siyu.views.shipments import ShippingShape

Pieces = Annotated[int, Meta(ge=1, le=orders.MOST_PIECES)]
Key = Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
Seen = Annotated[int, Meta(ge=0, le=10**12)]
Came = Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=5)]
OwnPath = Annotated[
    str, Meta(max_length=500, pattern=r"^/([^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?$")
]
"""A path of this site: nothing that a browser could take for another host's."""
May = Literal["pay", "cancel", "refund", "receive", "ask_back"]
"""`ask_back`: open an after-sale case, for what is with her or on its way."""
State = Literal[
    "any", "unpaid", "paid", "redeemed", "closed", "expired", "cancelled", "to_ship", "under_way"
]
"""`to_ship` waits to be sent, `under_way` was sent whole and is not with her yet."""
SENDING_REFUSALS = [
    orders.WayClosed,
    orders.AddressNeeded,
    orders.NotSentThere,
    orders.NothingToSend,
]

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
GROUP_REFUSALS = [
    groups.OfferOver,
    groups.OtherStore,
    groups.GroupOver,
    groups.GroupUnpaid,
    groups.GroupFull,
    groups.InIt,
    groups.CapReached,
    groups.ForNewcomers,
    groups.OneThing,
]
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
    *SENDING_REFUSALS,
    loyalty.PointsShort,
    *GROUP_REFUSALS,
    *COUPON_REFUSALS,
    Busy,
]
REFUND_REFUSALS = [
    orders.NotPaid,
    orders.NothingToRefund,
    orders.RefundTooMuch,
    orders.NotPossible,
    orders.GiftsBack,
    groups.GroupWaiting,
]


class LineGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """So many of a SKU."""

    sku: UUID
    quantity: Pieces


Lines = Annotated[list[LineGiven], Meta(min_length=1, max_length=orders.MOST_LINES)]


class SeatGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat under a group buy: in this group, or, without one, in a group of her own."""

    offer: UUID
    group: UUID | None = None

    def bid(self) -> Bid:
        return Bid(offer=self.offer, group=self.group)


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


Note = Annotated[str, Meta(max_length=200, pattern=PLAIN)]


class OrderGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order: the same `key` is the same order. `seen_minor` is the total she agreed to, and
    `seen_gifts` what was to come with it; if they are not said, what is there comes with it.

    `came` are the tokens that shared links left with her, the latest first. `knows`: she was shown
    what of it is not returned without a reason, and said that she knows. Of
    `points` no more are taken than the merchant's rule lets pay. `usual`: at no flash sale's
    price, out of the shelf. `note` is read by whoever packs it.
    """

    key: Key
    store: UUID
    lines: Lines
    wallet: UUID | None = None
    way: tenants.Way = "pickup"
    address: UUID | None = None
    seen_minor: Seen | None = None
    seen_gifts: Annotated[list[LineGiven], Meta(max_length=orders.MOST_LINES)] | None = None
    came: Came = []
    knows: bool = False
    note: Note = ""
    seat: SeatGiven | None = None
    points: Annotated[int, Meta(ge=0, le=10**9)] = 0
    usual: bool = False

    def pairs(self) -> tuple[tuple[UUID, int], ...]:
        return tuple((one.sku, one.quantity) for one in self.lines)

    def placing(self, customer: UUID, channel: orders.Channel, via: UUID | None) -> Placing:
        return Placing(
            customer=customer,
            store=self.store,
            lines=self.pairs(),
            wallet=self.wallet,
            way=self.way,
            address=self.address if self.way == "mail" else None,
            key=self.key,
            seen_minor=self.seen_minor,
            seen_gifts=None
            if self.seen_gifts is None
            else tuple((one.sku, one.quantity) for one in self.seen_gifts),
            channel=channel,
            via=via,
            note=self.note.strip(),
            bid=self.seat.bid() if self.seat else None,
            points=self.points,
            usual=self.usual,
        )


class PaymentGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the cashier's page leads back to: a path of the shop's; and what she saw it costs."""

    return_to: OwnPath = "/"
    seen_minor: Seen | None = None


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


class RemarkGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the staff should know about an order. The same `id` is the same remark."""

    id: UUID | None = None
    words: Annotated[str, Meta(min_length=1, max_length=500, pattern=PLAIN)]


class ReceiptGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Which parcel she has; without one, all that were sent."""

    parcel: UUID | None = None


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
    shipping: ShippingShape | None
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
    shipping: ShippingShape | None
    remarks: list[RemarkShape]
    pricing: OrderPricing
    to_send: list[fulfilment.ParcelLine]
    """What of its lines waits still to be sent."""
