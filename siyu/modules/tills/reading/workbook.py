"""Records of an Excel workbook as text, each with the number of its row in the sheet."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, load_workbook

from siyu.modules.tills.reading.delimited import Record
from siyu.modules.tills.reading.refusals import FileDamaged, FileLocked, FileTooLarge
from siyu.modules.tills.reading.source import Source, open_bytes

# Sheets are decoded as a whole; this holds 1,048,576 rows of a dozen columns, and no bomb.
_UNPACKED_LIMIT = 2_000_000_000

Cell = int | float | str | bool | time | date | datetime | timedelta


def list_sheets(path: Source) -> tuple[str, ...]:
    with _opened(path) as book:
        return tuple(book.sheet_names)


def read_sheet(path: Source, sheet: str) -> Iterator[Record]:
    """Rows that are not empty; formulas give the value that was last computed."""
    with _opened(path) as book:
        for number, row in enumerate(book.get_sheet_by_name(sheet).iter_rows(), 1):
            cells = [cell_text(cell) for cell in row]
            if any(map(str.strip, cells)):
                yield number, cells


def cell_text(cell: Cell) -> str:
    """What a person sees in the cell, with dates in ISO 8601 and numbers in full."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, timedelta):
        return str(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number_text(number: float) -> str:
    """The 15 digits that a spreadsheet keeps, which hides the noise of its binary sums."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(number, ".15g")


def _opened(path: Source) -> CalamineWorkbook:
    _refuse_bombs(path)
    try:
        if isinstance(path, Path):
            return load_workbook(path)
        # It is unpacked from memory, which takes far less than its sheets will.
        with path.open() as file:
            return load_workbook(file)
    except PasswordError as why:
        raise FileLocked from why
    except (CalamineError, OSError, ValueError) as why:
        raise FileDamaged(reason=str(why)[:200]) from why


def _refuse_bombs(path: Source) -> None:
    with open_bytes(path) as file:
        size = _unpacked_size(file)
    if size > _UNPACKED_LIMIT:
        raise FileTooLarge(megabytes=_UNPACKED_LIMIT // 1_000_000)


def _unpacked_size(file: BinaryIO) -> int:
    if not zipfile.is_zipfile(file):
        return 0
    try:
        with zipfile.ZipFile(file) as packed:
            return sum(item.file_size for item in packed.infolist())
    except (zipfile.BadZipFile, OSError) as why:
        raise FileDamaged(reason=str(why)[:200]) from why
