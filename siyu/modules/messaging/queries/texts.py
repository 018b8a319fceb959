"""Text messages as lists show them."""

from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.messaging.values import Send

_SEND = """
select id, channel, template, customer_id,
       case when failed_at is not null then 'failed' when delivered_at is not null then 'delivered'
            when handed_at is not null then 'sent' else 'waiting' end as state,
       reason, made_at, handed_at, coalesce(delivered_at, failed_at) as reported_at
from messaging.send
"""

_GET = Query(Send, f"{_SEND} where tenant_id = $1 and id = $2")
_LIST = Query(
    Send,
    f"{_SEND} where tenant_id = $1 and ($2 = '' or channel = $2) "
    "order by made_at desc, id desc limit $3 offset $4",
)
_COUNT = Scalar(
    "select count(*) from (select 1 from messaging.send "
    "where tenant_id = $1 and ($2 = '' or channel = $2) limit 10001) n"
)


async def get_send(work: Work, send: UUID) -> Send:
    return await _GET.one(work, work.tenant, send)


async def list_sends(
    work: Work, *, channel: str = "", limit: int, offset: int = 0
) -> tuple[list[Send], int]:
    """Sends, the latest first, and a capped count."""
    rows = await _LIST.all(work, work.tenant, channel, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, channel)
