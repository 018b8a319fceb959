"""The end of a month as a table that a spreadsheet program opens, for whoever keeps the books."""

from collections.abc import Iterator

from siyu.api import spreadsheets
from siyu.kernel.errors import Language
from siyu.kernel.money import Currency
from siyu.views.month_close import MonthClose

_HEAD = {
    "zh": "月份,项目,账户或编号,单位,原因,期初,增加,减少,期末,收款记录,账本,订单,封存号,封存摘要",
    "en": "Month,Part,Account or number,Unit,Reason,Opening,In,Out,Closing,Payments,Ledger,"
    "Orders,Seal,Digest",
}
_PARTS = {
    "balance": ("余额", "balance"),
    "move": ("变动", "movement"),
    "money": ("三方合计", "three-way total"),
    "difference": ("三方差异", "three-way difference"),
    "seal": ("封存", "seal"),
}
_UNITS = {"fen": ("元", "currency"), "pcs": ("件", "pieces"), "points": ("分", "points")}
_COLUMNS = 14


def table(close: MonthClose, money: Currency, language: Language) -> bytes:
    """Its head and every row."""
    rows = [_filled(row) for row in _rows(close, money, 0 if language == "zh" else 1)]
    return spreadsheets.head(_HEAD[language]) + spreadsheets.rows(rows)


def _rows(close: MonthClose, money: Currency, tongue: int) -> Iterator[list[str]]:
    def amount(unit: str, minor: int) -> str:
        return money.text(minor) if unit == "fen" else str(minor)

    def head(part: str) -> list[str]:
        return [close.month, _PARTS[part][tongue]]

    for one in close.kinds:
        sums = (one.opening, one.came, one.went, one.closing)
        unit = _UNITS[one.unit][tongue]
        yield [*head("balance"), one.kind, unit, "", *(amount(one.unit, n) for n in sums)]
    for move in close.reasons:
        both = amount(move.unit, move.came), amount(move.unit, move.went)
        yield [*head("move"), move.kind, _UNITS[move.unit][tongue], move.reason, "", *both]
    for part, named in [("money", close.money), *(("difference", d) for d in close.differences)]:
        three = named.payments_minor, named.ledger_minor, named.orders_minor
        name = getattr(named, "no", None) or str(getattr(named, "ref", ""))
        yield [*head(part), name, _UNITS["fen"][tongue], *[""] * 5, *map(money.text, three)]
    for seal in close.seals:
        yield [*head("seal"), f"{seal.at:%Y-%m-%d %H:%M:%S}Z", *[""] * 9, str(seal.number),
               seal.digest]  # fmt: skip


def _filled(row: list[str]) -> list[str]:
    return row + [""] * (_COLUMNS - len(row))
