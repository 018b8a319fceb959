"""The rule of the clock, as it stands."""

from siyu.kernel.db import Query, Work
from siyu.modules.fulfilment.values import KeptRule

_CURRENT = Query(
    KeptRule,
    """
    select received_after_days, remind_after_days, unfetched_after_days, unfetched, version, at, by
    from fulfilment.delivery_rule where tenant_id = $1 order by version desc limit 1
    """,
)


async def current_rule(work: Work) -> KeptRule:
    """The one that counts; where nobody has written one, the usual."""
    return await _CURRENT.first(work, work.tenant) or KeptRule()
