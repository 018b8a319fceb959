"""Facts that say nothing much, told when a test wants them."""

from datetime import UTC, datetime
from uuid import UUID

from siyu.kernel.db import Works
from siyu.kernel.facts.envelope import Fact, fact
from siyu.kernel.ids import TenantId


@fact("kernel.noted")
class Noted(Fact, frozen=True, kw_only=True):
    """Nothing but a number, and words in any script."""

    number: int
    words: str = ""


def instant(year: int, month: int, day: int = 1, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


async def note(
    works: Works, tenant: TenantId, *at: datetime, subject: UUID | None = None
) -> list[UUID]:
    """A fact for each instant, in one unit of work; when it was recorded, the works' clock says."""
    async with works.open(tenant) as work:
        return [
            work.tell(Noted(number=n, words=f"第{n}个 ‘“\n☂"), subject=subject, at=when)
            for n, when in enumerate(at)
        ]
