"""The merchant's rules of reaching people."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules.messaging.letters import Policy
from siyu.modules.messaging.rules import gate


class _Row(Struct, frozen=True):
    rules: Policy


_LATEST = Query(
    _Row,
    "select rules from messaging.policy where tenant_id = $1 order by version desc limit 1",
)


async def get_policy(work: Work) -> Policy:
    """What holds now; the defaults if nobody set anything."""
    row = await _LATEST.first(work, work.tenant)
    return row.rules if row else Policy()


async def quiet_until(work: Work, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours of this moment end; None when it is not quiet."""
    return gate.quiet_until(await get_policy(work), zone, work.now)
