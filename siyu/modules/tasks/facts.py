"""What tasks tell, about the customer."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


class _Told(Fact, frozen=True, kw_only=True):
    """Which task it was: the same cause is the same `task`."""

    task: UUID
    kind: str
    guide: UUID


@fact("tasks.task_done")
class TaskDone(_Told, frozen=True, kw_only=True):
    """The guide did what was proposed for her."""


@fact("tasks.task_dismissed")
class TaskDismissed(_Told, frozen=True, kw_only=True):
    """The guide put it aside, and why."""

    reason: str
