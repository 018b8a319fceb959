"""What tasks refuse."""

from siyu.kernel.errors import NotFound, Refusal


class TaskGone(NotFound):
    code = "tasks.task_gone"
    zh = "这项任务已经不在您的清单里：可能已过期、客户已处理，或客户已换了导购。"
    en = "This is no task of yours any more: it is over, settled, or she has another guide now."


class TaskEnded(Refusal):
    code = "tasks.task_ended"
    zh = "这项任务已经完成或忽略，不能再改。"
    en = "This task was done or put aside before and can't be changed any more."
