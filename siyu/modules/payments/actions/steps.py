"""Every change of state leaves a row; the changed row itself is locked by then."""

from collections.abc import Iterable
from uuid import UUID

from siyu.kernel.db import Command, Work

_STEP = Command(
    """
    insert into payments.step (tenant_id, of, turn, state, at, by, why)
    select $1, s.of, 1 + coalesce((select max(t.turn) from payments.step t
             where t.tenant_id = $1 and t.of = s.of), 0), s.state, $2, $3, s.why
    from unnest($4::uuid[], $5::text[], $6::text[]) as s (of, state, why)
    """
)


async def step(work: Work, state: str, whys: Iterable[tuple[UUID, str]]) -> None:
    """Keep that each of these came to `state`, and why."""
    rows = list(whys)
    if rows:
        of, why = zip(*rows, strict=True)
        states = [state] * len(rows)
        who = str(work.actor)
        await _STEP.run(work, work.tenant, work.now, who, list(of), states, list(why))
