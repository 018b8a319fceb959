"""What doors of stored value take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar.params import Parameter
from msgspec import Meta, Struct

from siyu.api.typed import Reason
from siyu.kernel.db import Work
from siyu.kernel.doors import Page, Paging
from siyu.modules import loyalty
from siyu.views.balances import (
    MovementShape,
    TopUpRefundShape,
    movement_shapes,
    refund_shapes,
)

Minor = Annotated[int, Meta(ge=1, le=loyalty.MOST_MINOR)]
State = Annotated[
    Literal["any", "asked", "approved", "paid_back", "refused", "failed"],
    Parameter(query="state"),
]
RULE_REFUSALS = [loyalty.CeilingTooHigh, loyalty.RuleChanged]
REFUND_REFUSALS = [loyalty.NotPaidIn, loyalty.NothingToRefund, loyalty.RefundUnderWay]
DECIDE_REFUSALS = [loyalty.RefundDecided, loyalty.NothingToRefund, loyalty.NotPaidIn]


class OfferGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pay so much, get so much on top."""

    pay_minor: Minor
    bonus_minor: Annotated[int, Meta(ge=0, le=loyalty.MOST_MINOR)] = 0


class OfferShape(Struct, frozen=True, kw_only=True):
    id: UUID
    pay_minor: int
    bonus_minor: int
    made_at: datetime
    ended_at: datetime | None


class BalanceRuleGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is spent first, and the most that one balance may come to; `seen`: the version known.

    `earns`: guides earn as a balance is spent, or as it is bought, and never both. Each top-up
    keeps what counted when it was paid; not said, it stays as it is.
    """

    order: loyalty.Order
    ceiling_minor: Minor
    earns: loyalty.Earns | None = None
    seen: Annotated[int, Meta(ge=0)] | None = None


class BalanceRuleShape(Struct, frozen=True, kw_only=True):
    """Version 0 is what holds before anybody set a rule."""

    version: int
    order: loyalty.Order
    ceiling_minor: int
    earns: loyalty.Earns


class TopUpGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which offer; the cashier leads back to `return_to`."""

    offer: UUID
    return_to: Annotated[str, Meta(max_length=200, pattern=r"^/[^/\\\x00-\x1f]*(/.*)?$")] = "/"


class TopUpAsked(Struct, frozen=True, kw_only=True):
    """Where to pay; the balance is there when the cashier says so, not when she comes back."""

    top_up: UUID
    amount_minor: int
    pay_path: str | None
    payable_until: datetime | None


class PasswordGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Six digits, and the code that was sent to her phone."""

    code: Annotated[str, Meta(min_length=1, max_length=12)]
    password: Annotated[str, Meta(min_length=1, max_length=20)]


class BalancePayGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Her pay password; `at_most` of her balance, or as much as there is."""

    password: Annotated[str, Meta(min_length=1, max_length=20)]
    at_most_minor: Minor | None = None


class BalancePaid(Struct, frozen=True, kw_only=True):
    """What her balance pays of an order; `rest_minor` is for the cashier."""

    order: UUID
    principal_minor: int
    bonus_minor: int
    rest_minor: int
    paid: bool


class TopUpRefundGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why she wants it back; the same id again is the same refund."""

    id: UUID
    why: Reason


class FaultyRefundGiven(TopUpRefundGiven, frozen=True, kw_only=True):
    """`fault`: it is because of the merchant, so what was spent counts at its reduced price."""

    top_up: UUID
    fault: bool = False


def offer_shape(one: loyalty.Offer) -> OfferShape:
    return OfferShape(
        id=one.id,
        pay_minor=one.pay_minor,
        bonus_minor=one.bonus_minor,
        made_at=one.made_at,
        ended_at=one.ended_at,
    )


def rule_shape(one: loyalty.BalanceRule) -> BalanceRuleShape:
    return BalanceRuleShape(
        version=one.version, order=one.order, ceiling_minor=one.ceiling_minor, earns=one.earns
    )


async def movement_page(
    work: Work, paging: Paging, customer: UUID, *, inside: bool
) -> Page[MovementShape]:
    """What happened to a balance, the latest first; `inside`: by whom."""
    rows, count = await loyalty.list_movements(
        work, customer, limit=paging.limit, offset=paging.offset
    )
    return paging.of(movement_shapes(rows, inside=inside), count)


async def refund_shape(work: Work, one: loyalty.TopUpRefund, *, inside: bool) -> TopUpRefundShape:
    return (await refund_shapes(work, [one], inside=inside))[0]


async def refund_page(work: Work, paging: Paging, state: str) -> Page[TopUpRefundShape]:
    """Every customer's, the latest first."""
    wanted = None if state == "any" else state
    rows, count = await loyalty.list_top_up_refunds(
        work, wanted, limit=paging.limit, offset=paging.offset
    )
    return paging.of(await refund_shapes(work, rows, inside=True), count)
