"""What payments tell; the instant of each is the vendor's where it gave one."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("payments.payment_taken")
class PaymentTaken(Fact, frozen=True, kw_only=True):
    """Money came in, once per attempt; `late` when the attempt had been closed before."""

    attempt: UUID
    order: UUID
    amount_minor: int
    currency: str
    late: bool


@fact("payments.payment_closed")
class PaymentClosed(Fact, frozen=True, kw_only=True):
    """An attempt ended without money; `why` is our word or the vendor's code."""

    attempt: UUID
    order: UUID
    amount_minor: int
    currency: str
    why: str


@fact("payments.refund_paid_back")
class RefundPaidBack(Fact, frozen=True, kw_only=True):
    """Money went back to where it came from, once per refund."""

    refund: UUID
    attempt: UUID
    order: UUID
    amount_minor: int
    currency: str


@fact("payments.refund_failed")
class RefundFailed(Fact, frozen=True, kw_only=True):
    """The vendor could not pay back; `reason` is its code. The amount may be asked for again."""

    refund: UUID
    attempt: UUID
    order: UUID
    amount_minor: int
    currency: str
    reason: str


@fact("payments.notice_quarantined")
class NoticeQuarantined(Fact, frozen=True, kw_only=True):
    """A vendor's notice fits nothing we know; told the first time it says so."""

    notice: UUID
    kind: str
    reason: str
    attempt: UUID | None
    order: UUID | None
    amount_minor: int
    currency: str
