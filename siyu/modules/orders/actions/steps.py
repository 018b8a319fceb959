"""Every change of state leaves a row; the changed row itself is locked by then."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work

_STEP = Command(
    """
    insert into orders.step (tenant_id, of, turn, state, at, by, why)
    select $1, s.of, 1 + coalesce((select max(t.turn) from orders.step t
             where t.tenant_id = $1 and t.of = s.of), 0), $2, $3, $4, $5
    from unnest($6::uuid[]) as s (of)
    """
)


async def step(work: Work, state: str, of: Sequence[UUID], *, why: str = "") -> None:
    """Keep that each of these came to `state`, and why."""
    if of:
        await _STEP.run(work, work.tenant, state, work.now, str(work.actor), why, list(of))
