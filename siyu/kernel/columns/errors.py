"""What can go wrong between a room and its columns."""

from typing import ClassVar

from siyu.kernel.errors import Refusal, Trouble


class ColumnsDown(Trouble):
    code = "kernel.columns_down"
    zh = "分析数据暂时连接不上，请稍后再试。"
    en = "The analytics store can't be reached right now; please try again shortly."


class NotThere(ColumnsDown):
    """The tables that were asked are not made yet: whoever feeds columns makes them."""


class ColumnsBusy(Trouble):
    code = "kernel.columns_busy"
    zh = "分析查询太多了，请稍后再试。"
    en = "Too many analytics queries are running; please try again shortly."


class TooSlow(Refusal):
    code = "kernel.columns_too_slow"
    status = 422
    zh = "这个查询超过了 {seconds} 秒的上限，请缩小时间或范围。"
    en = "This query ran past its limit of {seconds} s; ask for a shorter period or less."


class TooMuch(Refusal):
    code = "kernel.columns_too_much"
    status = 422
    zh = "这个查询需要的内存或结果超过了上限，请缩小时间或范围。"
    en = "This query needs more memory or answers more rows than allowed; ask for less."


class BadQuery(Exception):
    """A statement the engine refuses: a defect of ours, with the engine's code and words."""

    def __init__(self, code: int | None, words: str) -> None:
        self.code: int | None = code
        super().__init__(words)


class Superseded(Exception):
    """A later feeder holds the fence; this one must stop and has changed nothing."""


class FolderTaken(Exception):
    """Another process has the folder open; the message says which and where it listens."""


class EngineError(Exception):
    """The engine's refusal: `code` is ClickHouse's error number."""

    _STATUS: ClassVar[dict[int, int]] = {
        159: 408,
        164: 403,
        193: 403,
        194: 401,
        202: 503,
        497: 403,
        516: 403,
    }
    _NOT_FOUND: ClassVar[frozenset[int]] = frozenset({16, 46, 47, 60, 63, 81, 115, 218})
    _BAD: ClassVar[frozenset[int]] = frozenset(
        {6, 26, 27, 36, 38, 41, 42, 43, 53, 62, 69, 70, 72, 73, 117, 130, 131, 321, 456, 457}
    )

    def __init__(self, code: int, words: str) -> None:
        self.code: int = code
        super().__init__(words)

    @property
    def status(self) -> int:
        """The HTTP status that ClickHouse gives this code, where clients tell them apart."""
        if self.code in self._NOT_FOUND:
            return 404
        return 400 if self.code in self._BAD else self._STATUS.get(self.code, 500)
