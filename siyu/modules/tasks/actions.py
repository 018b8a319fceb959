"""Verbs of tasks. A cause ends once: of two who end it at once the first is kept."""

from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.tasks import queries
from siyu.modules.tasks.errors import TaskEnded
from siyu.modules.tasks.facts import TaskDismissed, TaskDone
from siyu.modules.tasks.values import Dismissal, Ended, State, Task

_END = Command(
    """
    insert into tasks.ended (tenant_id, key, kind, customer_id, guide_id, state, reason, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
    """
)


async def do(work: Work, task: Task, guide: UUID) -> Ended:
    """She did it; said twice is once. TaskEnded where it was put aside before."""
    ended, new = await _end(work, task, guide, "done", None)
    if new:
        told = TaskDone(task=task.key, kind=task.kind, guide=guide)
        work.tell(told, subject=task.customer)
    return ended


async def dismiss(work: Work, task: Task, guide: UUID, reason: Dismissal) -> Ended:
    """She puts it aside, and why; it does not come back for this cause."""
    ended, new = await _end(work, task, guide, "dismissed", reason)
    if new:
        told = TaskDismissed(task=task.key, kind=task.kind, guide=guide, reason=reason)
        work.tell(told, subject=task.customer)
    return ended


async def _end(
    work: Work, task: Task, guide: UUID, state: State, reason: Dismissal | None
) -> tuple[Ended, bool]:
    row = (task.key, task.kind, task.customer, guide, state, reason, work.now)
    new = await _END.run(work, work.tenant, *row) == 1
    ended = (await queries.find_ended(work, [task.key]))[task.key]
    if ended.state != state:
        raise TaskEnded
    return ended, new
