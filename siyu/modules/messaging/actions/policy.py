"""The merchant's rules of reaching people: set, with who and when; earlier ones stay."""

import msgspec

from siyu.kernel.db import Command, Work
from siyu.modules.messaging.letters import Policy
from siyu.modules.messaging.queries.policy import get_policy

_SET = Command(
    """
    insert into messaging.policy (tenant_id, version, rules, set_at, set_by)
    select $1, coalesce(max(version), 0) + 1, $2::jsonb, $3, $4
    from messaging.policy where tenant_id = $1
    """
)


async def set_policy(work: Work, policy: Policy) -> None:
    before = msgspec.to_builtins(await get_policy(work))
    after = msgspec.to_builtins(policy)
    rules = msgspec.json.encode(policy).decode()
    await _SET.run(work, work.tenant, rules, work.now, str(work.actor))
    work.audit("messaging.set_policy", "policy", None, before=before, after=after)
