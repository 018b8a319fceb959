"""Points as money."""

from siyu.kernel.db import Query, Work
from siyu.modules.loyalty.values.money import MoneyRule

_RULES = Query(
    MoneyRule,
    """
    select version, terms, set_at, set_by from loyalty.points_money
    where tenant_id = $1 order by version desc
    """,
)


async def money_rules(work: Work) -> list[MoneyRule]:
    """Every version, the newest first: that one counts."""
    return await _RULES.all(work, work.tenant)
