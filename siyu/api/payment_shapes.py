"""Payments as doors show them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import payments
from siyu.modules.payments import Attempt, Quarantined, Refund, Step


class PaymentItem(Struct, frozen=True, kw_only=True):
    """An attempt to be paid: `number` is ours with the vendor, `vendor_no` the vendor's own."""

    id: UUID
    order: UUID
    about: str
    amount_minor: int
    currency: str
    vendor: str
    state: str
    number: str
    vendor_no: str | None
    asked_at: datetime
    ended_at: datetime | None


class StepItem(Struct, frozen=True, kw_only=True):
    """A change of state, by whom and why."""

    state: str
    at: datetime
    by: str
    why: str


class RefundItem(Struct, frozen=True, kw_only=True):
    """Money that goes back; `failure` is the vendor's code where it would not."""

    id: UUID
    amount_minor: int
    why: str
    state: str
    number: str
    vendor_no: str | None
    failure: str | None
    asked_at: datetime
    ended_at: datetime | None


class PaymentDetail(Struct, frozen=True, kw_only=True):
    """An attempt with what became of it, and what went back of it."""

    payment: PaymentItem
    steps: list[StepItem]
    refunds: list[RefundItem]


class NoticeItem(Struct, frozen=True, kw_only=True):
    """A vendor's notice that fits nothing: what it said, why it does not fit, how often it came."""

    id: UUID
    kind: str
    vendor: str
    account: str
    number: str
    vendor_no: str
    amount_minor: int
    currency: str
    reason: str
    payment: UUID | None
    said_at: datetime | None
    first_at: datetime
    last_at: datetime
    times: int


def payment_item(attempt: Attempt) -> PaymentItem:
    return PaymentItem(
        id=attempt.id,
        order=attempt.order_id,
        about=attempt.about,
        amount_minor=attempt.amount_minor,
        currency=attempt.currency,
        vendor=attempt.vendor,
        state=attempt.state,
        number=attempt.number,
        vendor_no=attempt.vendor_no,
        asked_at=attempt.asked_at,
        ended_at=attempt.ended_at,
    )


async def payment_detail(work: Work, payment: UUID) -> PaymentDetail:
    attempt = await payments.get_attempt(work, payment)
    return PaymentDetail(
        payment=payment_item(attempt),
        steps=[_step(one) for one in await payments.list_steps(work, payment)],
        refunds=[_refund(one) for one in await payments.list_refunds(work, payment)],
    )


def notice_item(kept: Quarantined) -> NoticeItem:
    return NoticeItem(
        id=kept.id,
        kind=kept.kind,
        vendor=kept.vendor,
        account=kept.account,
        number=kept.number,
        vendor_no=kept.vendor_no,
        amount_minor=kept.amount_minor,
        currency=kept.currency,
        reason=kept.reason,
        payment=kept.attempt_id,
        said_at=kept.said_at,
        first_at=kept.first_at,
        last_at=kept.last_at,
        times=kept.times,
    )


def _step(step: Step) -> StepItem:
    return StepItem(state=step.state, at=step.at, by=step.by, why=step.why)


def _refund(refund: Refund) -> RefundItem:
    return RefundItem(
        id=refund.id,
        amount_minor=refund.amount_minor,
        why=refund.why,
        state=refund.state,
        number=refund.number,
        vendor_no=refund.vendor_no,
        failure=refund.failure,
        asked_at=refund.asked_at,
        ended_at=refund.ended_at,
    )
