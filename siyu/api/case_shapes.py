"""What doors of after-sale take, and what of an order may be asked for."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api.delivery_shapes import ParcelLineGiven, Tracking
from siyu.api.typed import PLAIN, Free, Reason
from siyu.modules import aftersale, fulfilment, orders
from siyu.views.cases import MyCase, NoReturn
from siyu.views.orders import OrderLine

CaseState = Literal["any", "open", "mine", "done", "refused", "withdrawn", "lapsed"]
"""`open`: not over; `mine`: waits for the merchant's word or hand."""
STATES: dict[str, tuple[aftersale.State, ...] | None] = {
    "any": None,
    "open": aftersale.OPEN,
    "mine": ("asked", "sent_back", "arrived"),
    "done": ("done",),
    "refused": ("refused",),
    "withdrawn": ("withdrawn",),
    "lapsed": ("lapsed",),
}
Words = Annotated[str, Meta(max_length=500, pattern=PLAIN)]
Hours = Annotated[int, Meta(ge=1, le=240)]
LongHours = Annotated[int, Meta(ge=24, le=720)]

ASK_REFUSALS = [
    aftersale.NothingToAsk,
    aftersale.AskedTooMuch,
    aftersale.ReasonNotHere,
    aftersale.NotReceivedYet,
    aftersale.SevenDaysOver,
    aftersale.Excepted,
    aftersale.TimeOver,
    aftersale.CaseTaken,
    orders.GiftsBack,
]
REFUND_REFUSALS = [
    orders.NotPaid,
    orders.NothingToRefund,
    orders.RefundTooMuch,
    orders.FreightBackTooMuch,
    orders.NotPossible,
    orders.GiftsBack,
]
AGREE_REFUSALS = [
    aftersale.NotNow,
    aftersale.NoReturnAddress,
    aftersale.ReplacementShort,
    *REFUND_REFUSALS,
]
ARRIVE_REFUSALS = [aftersale.NotNow, *REFUND_REFUSALS]


PICTURE_REFUSALS = [
    aftersale.NotNow,
    aftersale.BadPicture,
    aftersale.PictureTooBig,
    aftersale.TooManyPictures,
]
MOST_SENT = 14 * 1024 * 1024
"""A picture that is too large is still heard, and told so."""


class CaseGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What she asks for, by line and pieces. The same `id` is the same case."""

    id: UUID | None = None
    kind: aftersale.Kind
    reason: aftersale.Reason
    lines: Annotated[list[ParcelLineGiven], Meta(min_length=1, max_length=100)]
    words: Words = ""

    def quantities(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for one in self.lines:
            found[one.n] = found.get(one.n, 0) + one.quantity
        return found


class SentBackGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who carries it, and by which number it is followed."""

    carrier: fulfilment.Carrier
    tracking: Tracking

    def parcel(self) -> aftersale.Parcel:
        return aftersale.Parcel(carrier=self.carrier, tracking=self.tracking)


class ReturnToGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where goods are sent back to: the merchant's own address."""

    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=PLAIN)]
    phone: Annotated[str, Meta(min_length=5, max_length=30, pattern=PLAIN)]
    address: Annotated[str, Meta(min_length=2, max_length=200, pattern=PLAIN)]

    def given(self) -> aftersale.ReturnTo:
        return aftersale.ReturnTo(name=self.name, phone=self.phone, address=self.address)


class AgreementGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`return_to` where the goods are sent; without it, where the rule or the store says."""

    why: Free = ""
    return_to: ReturnToGiven | None = None


class CaseRefusalGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Why not; she reads it."""

    why: Reason


class ArrivalGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`fit`: what came back lies on the shelf again."""

    fit: bool
    why: Free = ""


class ReplacementGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In a parcel, or, without one, into her hands."""

    parcel: SentBackGiven | None = None


class CaseRuleGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long each side has; `fault_days`: how long after the goods came faults may be said."""

    answer_hours: Hours = 48
    send_back_hours: LongHours = 168
    arrive_hours: LongHours = 240
    fault_days: Annotated[int, Meta(ge=7, le=365)] = 15
    return_to: ReturnToGiven | None = None

    def rule(self) -> aftersale.Rule:
        return aftersale.Rule(
            answer_hours=self.answer_hours,
            send_back_hours=self.send_back_hours,
            arrive_hours=self.arrive_hours,
            fault_days=self.fault_days,
            return_to=self.return_to.given() if self.return_to else None,
        )


class ExemptGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Why goods of a category are not returned without a reason; null: they are."""

    kind: aftersale.Exempt | None


class ExemptCategory(Struct, frozen=True, kw_only=True):
    category: UUID
    name: str
    kind: aftersale.Exempt
    at: datetime


class CaseRuleShape(Struct, frozen=True, kw_only=True):
    """The merchant's rule, and which categories are excepted from seven days."""

    answer_hours: int
    send_back_hours: int
    arrive_hours: int
    fault_days: int
    return_to: aftersale.ReturnTo | None
    version: int
    at: datetime | None
    exempt: list[ExemptCategory]


class AskableLine(Struct, frozen=True, kw_only=True):
    """A line, the pieces of it that may be asked for, and whether without a reason."""

    line: OrderLine
    left: int
    seven_days: aftersale.Seven


class Askable(Struct, frozen=True, kw_only=True):
    """What of an order may be asked for now. `received_on` is None before she has all of it."""

    lines: list[AskableLine]
    received_on: date | None
    faults_until: date | None
    exempt: list[NoReturn]
    reasons: dict[aftersale.Kind, list[aftersale.Reason]]
    """By kind; a kind without any can't be asked for now."""
    cases: list[MyCase]
