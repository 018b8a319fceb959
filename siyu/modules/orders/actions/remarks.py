"""What the staff note about orders for each other; and forgetting what she noted herself."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work

_ADD = Command(
    """
    insert into orders.remark (tenant_id, id, order_id, words, at, by)
    values ($1, $2, $3, $4, $5, $6)
    on conflict do nothing
    """
)
_EMPTY = Command(
    """
    update orders.remark r set words = '' from orders.order o
    where r.tenant_id = $1 and o.tenant_id = $1 and o.id = r.order_id
      and o.customer_id = any($2::uuid[])
    """
)
_EMPTY_NOTES = Command(
    """
    update orders.order set note = ''
    where tenant_id = $1 and customer_id = any($2::uuid[]) and note <> ''
    """
)


async def remark(work: Work, id_: UUID, order: UUID, words: str) -> None:
    """Noted with who and when; the same id again is the same remark."""
    if await _ADD.run(work, work.tenant, id_, order, words, work.now, str(work.actor)):
        work.audit("orders.remark", "order", order, after={"words": "changed"})


async def forget_remarks(work: Work, people: Sequence[UUID]) -> None:
    """What was noted about orders of these is emptied, and what they said with them."""
    await _EMPTY.run(work, work.tenant, list(people))
    await _EMPTY_NOTES.run(work, work.tenant, list(people))
