"""What payments decide, from values alone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.modules.payments.values import Attempt, Notice, Refund, RefundAsk, RefundNotice, Refusing

AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440))
"""When the vendor is asked about what it has not told us: counted from the beginning."""
DAILY = timedelta(days=1)
REFUNDS_PER_PAYMENT = 50

Mismatch = Literal["number", "merchant", "vendor_no", "amount", "currency", "payment"]


class Verdict(Struct, frozen=True):
    """`change`: it tells something new. `known`: nothing. `misfit`: why it goes to quarantine."""

    kind: Literal["change", "known", "misfit"]
    misfit: Mismatch | None = None


CHANGE, KNOWN = Verdict("change"), Verdict("known")


def id_of(number: str) -> UUID | None:
    """The attempt or refund that a number of ours stands for; None if it can't be ours."""
    try:
        return UUID(hex=number) if len(number) == 32 else None
    except ValueError:
        return None


def next_ask(asked_at: datetime, asks: int) -> datetime | None:
    """When to ask the vendor after `asks` questions; None when it was asked long enough."""
    return asked_at + AFTER[asks] if asks < len(AFTER) else None


def next_refund_ask(asked_at: datetime, asks: int) -> datetime:
    """As `next_ask`; but money that is on its way is asked about every day for as long as it is."""
    days = max(asks - len(AFTER) + 1, 0)
    return asked_at + AFTER[min(asks, len(AFTER) - 1)] + days * DAILY


def judge(notice: Notice, attempt: Attempt | None, paid_by: str | None) -> Verdict:
    """What to make of a notice; `paid_by` is the vendor's number that paid the attempt already."""
    if attempt is None or attempt.vendor != notice.vendor:
        return Verdict("misfit", "number")
    paid = notice.state == "paid"
    misfit = _first(
        (not _is_of(notice, attempt.account), "merchant"),
        (paid and notice.amount_minor != attempt.amount_minor, "amount"),
        (paid and notice.currency != attempt.currency, "currency"),
        (paid and (paid_by or notice.vendor_no) != notice.vendor_no, "vendor_no"),
    )
    if misfit is not None:
        return Verdict("misfit", misfit)
    if notice.state == "waiting" or paid_by is not None:
        return KNOWN
    # Paid after we had closed it too: the money is there, and somebody has to decide about it.
    return CHANGE if paid or attempt.state != "closed" else KNOWN


def judge_refund(notice: RefundNotice, refund: Refund | None, state: str) -> Verdict:
    """What to make of a notice about a refund that is in `state` by now."""
    if refund is None or refund.vendor != notice.vendor:
        return Verdict("misfit", "number")
    misfit = _first(
        (not _is_of(notice, refund.account), "merchant"),
        (notice.paid_number != refund.paid_number, "payment"),
        (notice.amount_minor != refund.amount_minor, "amount"),
        (notice.currency != refund.currency, "currency"),
    )
    if misfit is not None:
        return Verdict("misfit", misfit)
    return KNOWN if notice.state == "waiting" or state in {"paid_back", notice.state} else CHANGE


def _first(*checks: tuple[bool, Mismatch]) -> Mismatch | None:
    return next((why for wrong, why in checks if wrong), None)


def _is_of(notice: Notice | RefundNotice, account: str | None) -> bool:
    """It speaks of the merchant whose key proved it, and of the one that was to be paid."""
    return notice.account == notice.through and account in {None, notice.account}


def decide_refunds(
    asks: Sequence[RefundAsk],
    attempts: Mapping[UUID, Attempt],
    refunds: Mapping[UUID, Refund],
) -> Iterator[RefundAsk | Refund | Refusing]:
    """For each ask, in order: itself if it may begin, the refund it is already, or why not.

    What has failed counts no more; each that begins counts for those after it.
    """
    taken: dict[UUID, list[int]] = {}
    for refund in refunds.values():
        if refund.state != "failed":
            taken.setdefault(refund.attempt_id, []).append(refund.amount_minor)
    begun: dict[UUID, RefundAsk] = {}
    for ask in asks:
        attempt, parts = attempts.get(ask.attempt), taken.setdefault(ask.attempt, [])
        left = attempt.amount_minor - sum(parts) if attempt else 0
        earlier = refunds.get(ask.id) or begun.get(ask.id)
        if earlier is not None:
            yield (
                earlier
                if _same(ask, earlier)
                else Refusing(id=ask.id, reason="differs", left_minor=left)
            )
            continue
        reason = _refuses(ask, attempt, left, len(parts))
        if reason is not None:
            yield Refusing(id=ask.id, reason=reason, left_minor=left)
            continue
        parts.append(ask.amount_minor)
        begun[ask.id] = ask
        yield ask


def _refuses(
    ask: RefundAsk, attempt: Attempt | None, left: int, count: int
) -> Literal["unknown", "not_paid", "too_much", "too_many"] | None:
    if attempt is None:
        return "unknown"
    if attempt.state != "paid":
        return "not_paid"
    if not 0 < ask.amount_minor <= left:
        return "too_much"
    return "too_many" if count >= REFUNDS_PER_PAYMENT else None


def _same(ask: RefundAsk, earlier: Refund | RefundAsk) -> bool:
    attempt = earlier.attempt_id if isinstance(earlier, Refund) else earlier.attempt
    return attempt == ask.attempt and earlier.amount_minor == ask.amount_minor
