"""What tasks tell about a customer, and how a guide's tasks are said."""

from uuid import UUID

from siyu.kernel.errors import Language
from siyu.modules import tasks
from siyu.views.words.saying import Render, Said, Saying

KINDS = {
    "pickup_waiting": ("提醒取货", "pickup reminder"),
    "coupon_expiring": ("提醒用券", "coupon reminder"),
    "birthday": ("生日祝福", "birthday wishes"),
    "greeting": ("问候新客", "first greeting"),
    "repurchase_due": ("提醒回购", "time to buy again"),
}
DISMISSALS = {
    "in_touch": ("已经联系过", "in touch anyway"),
    "not_fitting": ("现在不合适", "it does not fit just now"),
    "asked_not_to": ("客户不希望被打扰", "asked not to be written to"),
    "other": ("其他原因", "something else"),
}


def _done(fact: tasks.TaskDone, say: Saying) -> Said:
    kind = say.word(KINDS, fact.kind)
    title = say.pick(f"导购完成任务：{kind}", f"The guide did: {kind}")
    return Said(title=title, lines=_by(fact.guide, say), tone="care")


def _dismissed(fact: tasks.TaskDismissed, say: Saying) -> Said:
    kind, why = say.word(KINDS, fact.kind), say.word(DISMISSALS, fact.reason)
    title = say.pick(f"导购忽略任务：{kind}", f"The guide put aside: {kind}")
    because = say.pick(f"原因：{why}", f"Because {why}")
    return Said(title=title, lines=(because, *_by(fact.guide, say)))


def _by(guide: UUID, say: Saying) -> tuple[str, ...]:
    name = say.person(guide)
    return (name,) if name else ()


SAYS: dict[str, Render] = {
    tasks.TaskDone.NAME: _done,
    tasks.TaskDismissed.NAME: _dismissed,
}


def title(kind: tasks.Kind, language: Language) -> str:
    """What a task is called where it stands alone."""
    zh, en = KINDS[kind]
    return en.capitalize() if language == "en" else zh


def reason(task: tasks.Task, language: Language) -> str:
    """Why it is proposed, in one sentence that stands below the customer's name."""
    day, of = f"{task.on.month}月{task.on.day}日", f"{task.on.day} {task.on:%B}"
    usual = task.usual_days or 0
    zh, en = {
        "pickup_waiting": (
            f"订单 {task.name} 在您门店等了 {task.days} 天，还没来取。",
            f"Order {task.name} has waited at your store for {_days(task.days)}.",
        ),
        "coupon_expiring": (
            f"优惠券“{task.name}”{_until(task.days)}到期（{day}），还没用。",
            f"The coupon “{task.name}” ends {_in(task.days)} ({of}) and is not used yet.",
        ),
        "birthday": (
            f"{_until(task.days).lstrip()}过生日（{day}）。",
            f"Has a birthday {_in(task.days)} ({of}).",
        ),
        "greeting": (
            f"{_before(task.days).lstrip()}成为您的顾客，还没有收到过您的问候。",
            f"Became your customer {_ago(task.days)} and has no letter from you yet.",
        ),
        "repurchase_due": (
            f"通常每 {usual} 天买一次，上次是 {task.days} 天前。",
            f"Usually buys every {usual} days; the last time was {_days(task.days)} ago.",
        ),
    }[task.kind]
    return en if language == "en" else zh


def words_for(
    task: tasks.Task, language: Language, *, name: str | None, guide: str, store: str
) -> str:
    """What the guide may send, as it is or in her own words; in the language of who reads it."""
    her, dear = (f"{name}，您好！", f"Hello {name}! ") if name else ("您好！", "Hello! ")
    day = f"{task.on.month} 月 {task.on.day} 日"
    zh, en = {
        "pickup_waiting": (
            f"您的订单已经在{store}备好了，带上自提码随时来取。不方便的话告诉我，我帮您留着。",
            f"Your order is ready at {store}; tell me if I should keep it a little longer.",
        ),
        "coupon_expiring": (
            f"您的“{task.name}”优惠券 {day}到期，需要什么我帮您看看，别浪费了。",
            f"Your coupon “{task.name}” ends on {task.on.day} {task.on:%B}; what do you need?",
        ),
        "birthday": ("生日快乐！祝您和家人平安喜乐。", "Happy birthday to you and your family!"),
        "greeting": (
            f"我是{store}的{guide}，以后选购上有什么想问的，随时找我。",
            f"I am {guide} of {store}. Whatever you would like to know about our goods, ask me.",
        ),
        "repurchase_due": (
            "家里常用的是不是快用完了？需要的话告诉我，我帮您备好。",
            "Are you running out of what you usually take? Tell me and I put it aside for you.",
        ),
    }[task.kind]
    return f"{dear}{en}" if language == "en" else f"{her}{zh}"


def _until(days: int) -> str:
    return {0: "今天", 1: "明天"}.get(days, f" {days} 天后")


def _in(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _before(days: int) -> str:
    return {0: "今天", 1: "昨天"}.get(days, f" {days} 天前")


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
