"""Guide desk doors of today: what to do for whom, and how it ended."""

from uuid import UUID

from msgspec import Struct

from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import tasks
from siyu.views.todays_tasks import EndedItem, Today, ended_items, find_task, get_today


class DismissalGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is put aside."""

    reason: tasks.Dismissal


@door.get("/today", permit="customers.read")
async def show_today(ask: Ask) -> Today:
    """What I might do for my customers now, the most pressing first, each with its reason."""
    async with ask.look() as work:
        return await get_today(work, ask.id, ask.language)


@door.get("/tasks/ended", permit="customers.read")
async def list_ended(ask: Ask, paging: Paging) -> Page[EndedItem]:
    """What I did or put aside, the latest first."""
    async with ask.look() as work:
        rows, count = await tasks.list_ended(work, ask.id, limit=paging.limit, offset=paging.offset)
        return paging.of(await ended_items(work, rows, ask.language), count)


@door.put(
    "/tasks/{id:uuid}/completion",
    permit="customers.write",
    errors=[tasks.TaskGone, tasks.TaskEnded],
)
async def complete(ask: Ask, id: UUID) -> Today:
    """I did it; it does not come back for this cause."""
    async with ask.work() as work:
        await tasks.do(work, await find_task(work, ask.id, id), ask.id)
        return await get_today(work, ask.id, ask.language)


@door.put(
    "/tasks/{id:uuid}/dismissal",
    permit="customers.write",
    errors=[tasks.TaskGone, tasks.TaskEnded],
)
async def dismiss(ask: Ask, id: UUID, data: DismissalGiven) -> Today:
    """I put it aside, and why."""
    async with ask.work() as work:
        await tasks.dismiss(work, await find_task(work, ask.id, id), ask.id, data.reason)
        return await get_today(work, ask.id, ask.language)


DOORS = [show_today, list_ended, complete, dismiss]
