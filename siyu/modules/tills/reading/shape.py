"""What kind of file it is: found out from its bytes and first records, never from its name."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from math import log2
from typing import Literal

from siyu.modules.tills.reading.dates import is_date
from siyu.modules.tills.reading.delimited import BLANKS, Cells, Record, read_records, split_records
from siyu.modules.tills.reading.encoding import sniff_encoding
from siyu.modules.tills.reading.names import known_names
from siyu.modules.tills.reading.numbers import is_number
from siyu.modules.tills.reading.problems import visible
from siyu.modules.tills.reading.refusals import FileEmpty, FileIsPage, FileNotTable, SheetUnknown
from siyu.modules.tills.reading.source import Source, open_bytes, open_text
from siyu.modules.tills.reading.values import Column, FileShape
from siyu.modules.tills.reading.workbook import list_sheets, read_sheet

HEAD = 2_000
_HEADER_WITHIN = 20
_DELIMITERS = (",", "\t", ";", "|")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def find_shape(path: Source, *, sheet: str | None = None) -> FileShape:
    """The shape of a file; of a workbook the named sheet, else the first that has rows."""
    with open_bytes(path) as file:
        start = file.read(1024)
    if not start.strip(b"\0\r\n\t "):
        raise FileEmpty
    if start.startswith(b"PK"):
        return _workbook_shape(path, "xlsx", sheet)
    if start.startswith(_OLE):
        return _workbook_shape(path, "xls", sheet)
    if start.startswith(_NOT_TABLES):
        raise FileNotTable
    return _text_shape(path)


def open_records(path: Source, shape: FileShape) -> Iterator[Record]:
    """The file's records below its header, without repetitions of the header."""
    header = list(shape.header)
    for line, cells in _all_records(path, shape):
        if line > shape.header_line and cells != header:
            yield line, cells


def _all_records(path: Source, shape: FileShape) -> Iterator[Record]:
    if shape.sheet is not None:
        return read_sheet(path, shape.sheet)
    return read_records(path, encoding=shape.encoding or "utf-8", delimiter=shape.delimiter or ",")


def _workbook_shape(path: Source, kind: Literal["xlsx", "xls"], sheet: str | None) -> FileShape:
    if kind == "xlsx" and not _is_workbook(path):
        raise FileNotTable
    sheets = list_sheets(path)
    if sheet is not None and sheet not in sheets:
        raise SheetUnknown(sheet=sheet)
    for name in [sheet] if sheet is not None else sheets:
        head = _whole(islice(read_sheet(path, name), HEAD))
        if head:
            blank = FileShape(
                format=kind,
                encoding=None,
                delimiter=None,
                sheets=sheets,
                sheet=name,
                header_line=0,
                header=(),
                columns=(),
            )
            return _with_columns(blank, head)
    raise FileEmpty


def _is_workbook(path: Source) -> bool:
    try:
        with open_bytes(path) as file, zipfile.ZipFile(file) as packed:
            return any(name.startswith("xl/") for name in packed.namelist())
    except zipfile.BadZipFile:
        return False


def _text_shape(path: Source) -> FileShape:
    encoding = sniff_encoding(path)
    with open_text(path, encoding) as file:
        text = file.read(400_000)
    if text.lstrip().lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise FileIsPage
    # The last line may be cut off in the middle; a file of one line is whole.
    lines = list(StringIO(text, newline=""))
    if len(text) == 400_000 and len(lines) > 1:
        lines.pop()
    delimiter = _find_delimiter(lines)
    head = _whole(islice(split_records(iter(enumerate(lines, 1)), delimiter), HEAD))
    if not head:
        raise FileEmpty
    blank = FileShape(
        format="csv",
        encoding=encoding,
        delimiter=delimiter,
        sheets=(),
        sheet=None,
        header_line=0,
        header=(),
        columns=(),
    )
    return _with_columns(blank, head)


def _whole(records: Iterator[Record]) -> list[tuple[int, Cells]]:
    return [(line, cells) for line, cells in records if isinstance(cells, list)]


def _find_delimiter(lines: list[str]) -> str:
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        score = _fit(lines[:500], delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    if best_score >= 0.6:
        return best
    return BLANKS if _fit(lines[:500], BLANKS) >= 0.6 else best or ","


def _fit(lines: list[str], delimiter: str) -> float:
    """0 when it parts nothing; grows with the columns and with how alike the lines are."""
    rows = [cells for _, cells in _whole(split_records(iter(enumerate(lines, 1)), delimiter))]
    if not rows:
        return 0.0
    width, lines_so_wide = Counter(map(len, rows)).most_common(1)[0]
    if width < 2:
        return 0.0
    others = tuple(d for d in _DELIMITERS if d != delimiter)
    leaning = sum(cell.startswith(others) for row in rows for cell in row[1:])
    if leaning * 2 > sum(map(len, rows)) - len(rows):
        return 0.0
    share = lines_so_wide / len(rows)
    return share * log2(width) * (1.0 if len(rows[0]) == width else 0.5)


def _with_columns(shape: FileShape, head: list[tuple[int, Cells]]) -> FileShape:
    width = max(Counter(len(cells) for _, cells in head).most_common(1)[0][0], 1)
    place = _find_header(head, width)
    names = [visible(name) for name in head[place][1]] if place is not None else []
    below = [cells for _, cells in (head if place is None else head[place + 1 :])]
    titles = _unique_names([_bare(name) for name in names], max(width, len(_trimmed(names))))
    columns = tuple(Column(name, _samples(below, i)) for i, name in enumerate(titles))
    return FileShape(
        format=shape.format,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        sheets=shape.sheets,
        sheet=shape.sheet,
        header_line=0 if place is None else head[place][0],
        header=tuple(names),
        columns=columns,
    )


def _find_header(head: list[tuple[int, Cells]], width: int) -> int | None:
    """Place of the header: known names win, else a first record of words above one of values."""
    for place, (_, cells) in enumerate(head[:_HEADER_WITHIN]):
        if known_names([_bare(cell) for cell in cells]) >= min(2, width):
            return place
    wide = [place for place, (_, cells) in enumerate(head[:_HEADER_WITHIN]) if len(cells) >= width]
    if not wide or len(head) == wide[0] + 1:
        return None
    first, second = head[wide[0]][1], head[wide[0] + 1][1]
    return wide[0] if not any(map(_is_value, first)) and any(map(_is_value, second)) else None


def _is_value(cell: str) -> bool:
    text = _bare(cell)
    return is_number(text) or is_date(text)


def _bare(cell: str) -> str:
    return cell.strip().strip("\ufeff\u200b").strip()


def _trimmed(cells: Cells) -> Cells:
    """Without the empty cells at the end."""
    last = max((i for i, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _unique_names(names: Cells, width: int) -> list[str]:
    """Headers made unique; a column without one is called by its letter, as in a spreadsheet."""
    seen: Counter[str] = Counter()
    unique = []
    for place in range(width):
        name = (names[place] if place < len(names) else "")[:100] or _letters(place)
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def _letters(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _samples(rows: list[Cells], place: int) -> tuple[str, ...]:
    """The first five different values."""
    found: dict[str, None] = {}
    for cells in rows[:200]:
        value = visible(cells[place].strip()[:60]) if place < len(cells) else ""
        if value:
            found.setdefault(value)
        if len(found) == 5:
            break
    return tuple(found)
