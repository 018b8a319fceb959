"""The verb of points as money."""

import msgspec

from siyu.kernel.db import Command, Work
from siyu.modules.loyalty.errors import RuleChanged
from siyu.modules.loyalty.queries.money import money_rules
from siyu.modules.loyalty.queries.points import get_kind
from siyu.modules.loyalty.values.money import MoneyRule, MoneyTerms

_SET = Command(
    """
    insert into loyalty.points_money (tenant_id, version, terms, set_at, set_by)
    values ($1, $2, $3::jsonb, $4, $5) on conflict do nothing
    """
)


async def set_money_rule(work: Work, terms: MoneyTerms, *, seen: int | None = None) -> MoneyRule:
    """The next version, from now on; `seen` is the newest one that whoever sets it knew of."""
    await get_kind(work, terms.kind)
    known = await money_rules(work)
    version = known[0].version if known else 0
    if seen is not None and seen != version:
        raise RuleChanged(version=version)
    said = msgspec.json.encode(terms).decode()
    if not await _SET.run(work, work.tenant, version + 1, said, work.now, str(work.actor)):
        raise RuleChanged(version=version + 1)
    after = msgspec.to_builtins(terms) | {"version": version + 1}
    work.audit("loyalty.set_money_rule", "points_kind", terms.kind, after=after)
    return (await money_rules(work))[0]
