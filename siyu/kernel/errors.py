"""Errors are part of the API: each has a code, a status, a retry bit and two sentences.

Three families. A *refusal* is something the caller can act on. *Trouble* is the outside world
and may pass. Everything else is a defect and becomes a 500 that wakes us.
"""

from typing import ClassVar, Literal

Language = Literal["zh", "en"]


class Told(Exception):
    """An error with a sentence; the slots in it are the keyword arguments it was raised with."""

    code: ClassVar[str]
    status: ClassVar[int]
    retry: ClassVar[bool] = False
    zh: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **slots: object) -> None:
        self.slots = slots
        super().__init__(self.code)

    def sentence(self, language: Language) -> str:
        return (self.zh if language == "zh" else self.en).format(**self.slots)

    def __str__(self) -> str:
        return self.sentence("en")


class Refusal(Told):
    """The caller asked for something that can't be had, and can do something about it."""

    status = 409


class Short(Refusal):
    """There is less than was wanted; that nothing is `left` at all has a sentence of its own."""

    none_zh: ClassVar[str]
    none_en: ClassVar[str]

    def sentence(self, language: Language) -> str:
        left = self.slots["left"]
        if isinstance(left, int) and left > 0:
            return super().sentence(language)
        return (self.none_zh if language == "zh" else self.none_en).format(**self.slots)


class Trouble(Told):
    """The outside world failed us; the same call may go through later."""

    status = 503
    retry = True


class NotFound(Refusal):
    code = "kernel.not_found"
    status = 404
    zh = "没有找到，或不在您的可见范围内。"
    en = "Not found, or outside of what you may see."


class SignIn(Refusal):
    code = "kernel.sign_in"
    status = 401
    zh = "请先登录。"
    en = "Please sign in first."


class Forbidden(Refusal):
    code = "kernel.forbidden"
    status = 403
    zh = "您的角色没有“{permit}”权限，请联系管理员。"
    en = "Your role lacks the permit '{permit}'; ask an administrator."


class Invalid(Refusal):
    """Bad input; `fields` lists where and why, each already a sentence."""

    code = "kernel.invalid"
    status = 400
    zh = "填写的内容有 {count} 处需要修改。"
    en = "{count} thing(s) in what you sent need changing."

    def __init__(self, fields: list[dict[str, str]]) -> None:
        self.fields = fields
        super().__init__(count=len(fields))


class Busy(Refusal):
    """More work than the process may hold; after `after_s` seconds it may go through."""

    code = "kernel.busy"
    status = 429
    retry = True
    zh = "现在人太多了，请 {after_s} 秒后再试。"
    en = "Too busy right now; please try again in {after_s} s."


class KeyReused(Refusal):
    code = "kernel.key_reused"
    status = 422
    zh = "这个 Idempotency-Key 已用于另一个不同的请求。"
    en = "This Idempotency-Key was used for a different request."


class KeyMissing(Refusal):
    code = "kernel.key_missing"
    status = 400
    zh = "写入请求需要 Idempotency-Key 请求头。"
    en = "A write needs an Idempotency-Key header."
