"""Fault plans: how often a sandboxed vendor loses, delays, doubles, disorders or refuses.

What befalls a message is decided by its id, not by a dice thrown twice: asking again gives the
same fate, so a story can be played again.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import Command, Query
from siyu.kernel.db.work import Work

ALL_BP = 10_000


class FaultPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Shares in basis points of messages; `delay_s` holds up every call-back."""

    lose_bp: int = 0
    delay_s: int = 0
    double_bp: int = 0
    disorder_bp: int = 0
    refuse_bp: int = 0

    def refuses(self, id_: UUID) -> bool:
        return _share(id_, "refuse") < self.refuse_bp

    def arrivals(self, id_: UUID) -> Sequence[timedelta]:
        """After how long the call-back about this message comes: never, once or twice."""
        if _share(id_, "lose") < self.lose_bp:
            return []
        first = timedelta(seconds=self.delay_s)
        if _share(id_, "disorder") < self.disorder_bp:
            # Late enough to be overtaken by those of the next messages.
            first += timedelta(seconds=5 + _share(id_, "late") % 30)
        if _share(id_, "double") < self.double_bp:
            return [first, first + timedelta(seconds=1)]
        return [first]


class _Named(msgspec.Struct, frozen=True):
    resident: str
    lose_bp: int
    delay_s: int
    double_bp: int
    disorder_bp: int
    refuse_bp: int


_GET = Query(
    _Named,
    """
    select resident, lose_bp, delay_s, double_bp, disorder_bp, refuse_bp from sandbox.fault
    where tenant_id = $1 and resident = $2
    """,
)
_PUT = Command(
    """
    insert into sandbox.fault
      (tenant_id, resident, lose_bp, delay_s, double_bp, disorder_bp, refuse_bp)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (tenant_id, resident) do update set lose_bp = $3, delay_s = $4, double_bp = $5,
      disorder_bp = $6, refuse_bp = $7
    """
)


async def plan(work: Work, resident: str) -> FaultPlan:
    """The tenant's plan for a resident; without one nothing goes wrong."""
    row = await _GET.first(work, work.tenant, resident)
    if row is None:
        return FaultPlan()
    return FaultPlan(
        lose_bp=row.lose_bp,
        delay_s=row.delay_s,
        double_bp=row.double_bp,
        disorder_bp=row.disorder_bp,
        refuse_bp=row.refuse_bp,
    )


async def put_plan(work: Work, resident: str, plan: FaultPlan) -> None:
    shares = (plan.lose_bp, plan.delay_s, plan.double_bp, plan.disorder_bp, plan.refuse_bp)
    await _PUT.run(work, work.tenant, resident, *shares)


def _share(id_: UUID, fate: str) -> int:
    """0 to 9999, even over ids, independent between fates."""
    digest = hashlib.sha256(id_.bytes + fate.encode()).digest()
    return int.from_bytes(digest[:4]) * ALL_BP >> 32
