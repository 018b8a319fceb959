"""The rule of the clock: when parcels count as received, and what of orders nobody fetches."""

from siyu.kernel.db import Command, Work
from siyu.modules.fulfilment.errors import RuleOutOfOrder
from siyu.modules.fulfilment.queries.rule import current_rule
from siyu.modules.fulfilment.values import DeliveryRule, KeptRule

_ADD = Command(
    """
    insert into fulfilment.delivery_rule (tenant_id, version, received_after_days,
      remind_after_days, unfetched_after_days, unfetched, at, by)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    """
)


async def write_rule(work: Work, rule: DeliveryRule) -> KeptRule:
    """From now on; what was sent before keeps the day it was given."""
    remind, over = rule.remind_after_days, rule.unfetched_after_days
    if remind is not None and over is not None and remind >= over:
        raise RuleOutOfOrder(remind=remind, over=over)
    before = await current_rule(work)
    row = (rule.received_after_days, remind, over, rule.unfetched, work.now, str(work.actor))
    await _ADD.run(work, work.tenant, before.version + 1, *row)
    after = {"received": rule.received_after_days, "remind": remind, "over": over}
    work.audit(
        "fulfilment.write_rule", "delivery_rule", None, after=after | {"then": rule.unfetched}
    )
    return await current_rule(work)
