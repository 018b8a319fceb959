"""Why a row could not be taken: a code, the line of the file, a sentence in both languages."""

from typing import Literal

import msgspec

Language = Literal["zh", "en"]

# code: (zh, en). Slots are short and never hold a member's key or another personal value.
SENTENCES: dict[str, tuple[str, str]] = {
    "cells_many": (
        "这一行有 {found} 列，表头只有 {expected} 列；可能是金额里的逗号没有加引号。",
        "This line has {found} cells for {expected} columns; an amount may hold a bare comma.",
    ),
    "quote_open": (
        "这一行有一个引号没有闭合。",
        "A quotation mark on this line is never closed.",
    ),
    "line_long": (
        "这一行超过 {limit} 个字符，无法读取。",
        "This line is longer than {limit} characters and can't be read.",
    ),
    "unreadable": (
        "这一行含有无法识别的字节，文件可能在传输或转码时损坏。",
        "This line holds bytes that can't be decoded; the file may have been damaged.",
    ),
    "control": (
        "“{column}”里含有不可见的控制字符。",
        "'{column}' holds an invisible control character.",
    ),
    "missing": ("“{column}”是空的。", "'{column}' is empty."),
    "too_long": (
        "“{column}”超过 {limit} 个字符。",
        "'{column}' is longer than {limit} characters.",
    ),
    "formula": (
        "“{column}”是公式而不是值，请在表格里粘贴为数值后重新导出。",
        "'{column}' holds a formula instead of a value; paste it as a value and export again.",
    ),
    "mangled": (
        "“{column}”被表格软件改成了科学计数或丢了末尾数字，请把该列设为文本后重新导出。",
        "'{column}' was rounded by a spreadsheet; set that column to text and export again.",
    ),
    "masked": (
        "“{column}”是打了星号的号码，无法知道是哪位顾客。",
        "'{column}' is masked with asterisks, so it does not say which customer.",
    ),
    "number_bad": (
        "“{column}”里的“{value}”不是数字。",
        "'{value}' in '{column}' is not a number.",
    ),
    "too_fine": (
        "“{column}”里的“{value}”超过了 {places} 位小数。",
        "'{value}' in '{column}' has more than {places} decimals.",
    ),
    "too_large": (
        "“{column}”里的“{value}”大得不合常理。",
        "'{value}' in '{column}' is too large to be true.",
    ),
    "line_no_bad": (
        "“{column}”里的“{value}”不是 1 到 {limit} 的行号。",
        "'{value}' in '{column}' is not a line number from 1 to {limit}.",
    ),
    "date_bad": (
        "“{column}”里的“{value}”不是日期时间。",
        "'{value}' in '{column}' is not a date or time.",
    ),
    "date_order": (
        "“{value}”分不清日和月的先后，请指定日期格式。",
        "It can't be told which of '{value}' is the day and which the month; choose a date format.",
    ),
    "date_absurd": (
        "“{value}”不在合理范围内：应在 {first} 之后且不晚于今天。",
        "'{value}' is out of range: it should be after {first} and not in the future.",
    ),
    "store_unknown": (
        "没有编码为“{value}”的门店，请在对照表里指定后重新导入。",
        "There is no store '{value}'; say which one is meant and repeat the import.",
    ),
    "member_unreadable": (
        "“{column}”不能作为会员号。",
        "'{column}' can't be a member's number.",
    ),
    "differs": (
        (
            "小票 {receipt} 第 {line_no} 行已记录为 {recorded}，这里是 {amount}；"
            "保留原记录，更正请在收银机上退货后重开。"
        ),
        (
            "Line {line_no} of receipt {receipt} is recorded with {recorded}, not {amount} as here;"
            " the record stays. Correct it at the till: return it and sell it again."
        ),
    ),
    "unsure": (
        (
            "小票 {receipt} 已记录的明细没有全部出现在这里，分不清这一行是新增还是改动，未导入；"
            "请导入整张小票，或给出行号。"
        ),
        (
            "Not all that is recorded of receipt {receipt} came with this line, so it may be new"
            " or changed; it was left out. Send the receipt whole, or number its lines."
        ),
    ),
    "totals": (
        "这是一行合计，没有作为交易导入。",
        "This is a line of totals; it was not taken as a purchase.",
    ),
}


class RowProblem(msgspec.Struct, frozen=True):
    """One line that was left out, and why; `raw` is what stood there, shortened."""

    line: int
    code: str
    slots: dict[str, str | int] = {}
    raw: tuple[str, ...] = ()

    def sentence(self, language: Language) -> str:
        return sentence(self.code, self.slots, language)


def sentence(code: str, slots: dict[str, str | int], language: Language) -> str:
    """The sentence of a stored problem."""
    zh, en = SENTENCES[code]
    return (zh if language == "zh" else en).format(**slots)


class Bad(Exception):
    """A cell that can't be taken; the row reader makes it a `RowProblem`."""

    def __init__(self, code: str, **slots: str | int) -> None:
        self.code = code
        self.slots = slots
        super().__init__(code)


def visible(text: str) -> str:
    """The text with a mark for each character that can't be seen (nor kept, if it is NUL)."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)


def shortened(text: str, limit: int = 40) -> str:
    text = visible(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def raw_of(cells: list[str]) -> tuple[str, ...]:
    """Cells as kept beside a problem: at most 64, each at most 200 characters."""
    return tuple(shortened(cell, 200) for cell in cells[:64])
