"""Letters that wait for the end of quiet hours: taken when due, to be asked about again."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Command, Query, Work
from siyu.modules.messaging.letters import Letter

SEND_WAITING = "messaging.send_waiting"


class _Taken(Struct, frozen=True):
    id: UUID
    letter: Letter


_TAKE = Query(
    _Taken,
    """
    delete from messaging.waiting w using (
      select id from messaging.waiting h where tenant_id = $1 and until <= $2
        and not exists (select from messaging.campaign c
          where c.tenant_id = $1 and c.id = h.campaign_id and c.state = 'paused')
      order by until, id limit $3 for update skip locked
    ) due
    where w.tenant_id = $1 and w.id = due.id
    returning w.id, w.letter
    """,
)
_DROP = Command("delete from messaging.waiting where tenant_id = $1 and campaign_id = $2")


async def take_due(work: Work, most: int) -> Sequence[Letter]:
    """Letters whose time has come, gone from the queue with this work's commit.

    Those of a paused campaign stay until it goes on.
    """
    taken = await _TAKE.all(work, work.tenant, work.now, most)
    return [one.letter for one in sorted(taken, key=lambda one: one.id)]


async def drop_waiting(work: Work, campaign: UUID) -> int:
    """Letters of a campaign that was stopped are never sent; how many."""
    return await _DROP.run(work, work.tenant, campaign)
