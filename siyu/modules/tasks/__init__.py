"""Tasks: what a guide might do today for whom, why, and how it ended."""

from siyu.modules.tasks.actions import dismiss, do
from siyu.modules.tasks.errors import TaskEnded, TaskGone
from siyu.modules.tasks.facts import TaskDismissed, TaskDone
from siyu.modules.tasks.queries import count_ended, find_ended, list_ended
from siyu.modules.tasks.rules import (
    BIRTHDAY_DAYS,
    EXPIRES_DAYS,
    GREETING_DAYS,
    PURCHASES,
    WAITS,
    choose,
    propose,
)
from siyu.modules.tasks.values import (
    Birthday,
    Buyer,
    Counts,
    Dismissal,
    Ended,
    Expiring,
    Kind,
    Known,
    Newcomer,
    State,
    Task,
    Waiting,
)

__all__ = [
    "BIRTHDAY_DAYS",
    "EXPIRES_DAYS",
    "GREETING_DAYS",
    "PURCHASES",
    "WAITS",
    "Birthday",
    "Buyer",
    "Counts",
    "Dismissal",
    "Ended",
    "Expiring",
    "Kind",
    "Known",
    "Newcomer",
    "State",
    "Task",
    "TaskDismissed",
    "TaskDone",
    "TaskEnded",
    "TaskGone",
    "Waiting",
    "choose",
    "count_ended",
    "dismiss",
    "do",
    "find_ended",
    "list_ended",
    "propose",
]
