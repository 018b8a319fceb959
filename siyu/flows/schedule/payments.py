"""The janitor of payments: what no vendor has told us about is asked for, when it is due."""

from datetime import datetime, timedelta

from siyu.kernel.db import Work
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry
from siyu.modules import payments

EVERY = timedelta(seconds=30)


def entries(kit: Kit) -> list[Entry]:
    async def ask_about_what_is_due(tenant: TenantId, now: datetime) -> None:
        async with kit.works.open(tenant) as work:
            await leave_questions(work, now)

    return [
        Entry(
            "payments.ask_about_what_is_due", EVERY, ByTenant(kit.database, ask_about_what_is_due)
        )
    ]


async def leave_questions(work: Work, now: datetime) -> None:
    """A job for each attempt and refund that is due, at most one per question."""
    for attempt in await payments.due(work, now):
        once = f"{attempt.number}/{attempt.asks}"
        work.enqueue(payments.INQUIRE, {"attempt": str(attempt.id)}, once=once)
    for refund in await payments.due_refunds(work, now):
        once = f"{refund.number}/{refund.asks}"
        work.enqueue(payments.INQUIRE_REFUND, {"refund": str(refund.id)}, once=once)
