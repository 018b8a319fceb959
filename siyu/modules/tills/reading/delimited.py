"""Records of a delimited text file, one at a time, with the line of the file they begin on."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from typing import TextIO

from siyu.modules.tills.reading.problems import RowProblem, raw_of
from siyu.modules.tills.reading.source import Source, open_text

LINE_LIMIT = 65_536
_QUOTED_LINES = 50
BLANKS = " "
"""The delimiter of files whose columns are parted by runs of blanks."""

Cells = list[str]
Record = tuple[int, Cells | RowProblem]


def read_records(path: Source, *, encoding: str, delimiter: str) -> Iterator[Record]:
    """Records that are not empty; memory is bounded by the longest allowed record."""
    with open_text(path, encoding) as file:
        yield from split_records(_lines(file), delimiter)


def split_records(lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[Record]:
    """Records of numbered lines; a quotation that does not end costs its own line only."""
    if delimiter == BLANKS:
        yield from _blank_parted(lines)
        return
    pushed: deque[tuple[int, str]] = deque()
    while True:
        if pushed:
            line, text = pushed.popleft()
        elif (following := next(lines, None)) is not None:
            line, text = following
        else:
            return
        if len(text) >= LINE_LIMIT:
            yield line, RowProblem(line, "line_long", {"limit": LINE_LIMIT}, (text[:200],))
            continue
        if '"' in text:
            cells = _quoted(text, delimiter)
            if cells is None:
                cells = _over_lines(line, text, delimiter, lines, pushed)
        else:
            cells = text.rstrip("\r\n\x1a").split(delimiter)
        if isinstance(cells, RowProblem) or any(map(str.strip, cells)):
            yield line, cells


def _lines(file: TextIO) -> Iterator[tuple[int, str]]:
    """Numbered lines; of one that is too long only the beginning is kept."""
    read: Callable[[int], str] = file.readline
    for line in count(1):
        text = read(LINE_LIMIT)
        if not text:
            return
        if len(text) == LINE_LIMIT and text[-1] not in "\r\n":
            while (rest := read(LINE_LIMIT)) and rest[-1] not in "\r\n":
                pass
        yield line, text


def _blank_parted(lines: Iterator[tuple[int, str]]) -> Iterator[Record]:
    for line, text in lines:
        if len(text) >= LINE_LIMIT:
            yield line, RowProblem(line, "line_long", {"limit": LINE_LIMIT}, (text[:200],))
        elif cells := text.strip("\x1a").split():
            yield line, cells


def _quoted(text: str, delimiter: str) -> Cells | None:
    """Cells of a record with quotation marks; None if a quotation is still open at its end."""
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=True), [])
    except csv.Error as why:
        if "unexpected end" in str(why):
            return None
    # A mark after a closed quotation ("5" pipe"): read as a spreadsheet does, without complaint.
    return next(csv.reader((text,), delimiter=delimiter), [])


def _over_lines(
    line: int,
    text: str,
    delimiter: str,
    lines: Iterator[tuple[int, str]],
    pushed: deque[tuple[int, str]],
) -> Cells | RowProblem:
    """A record whose quotation goes over several lines, or a problem with the lines given back."""
    taken: list[tuple[int, str]] = []
    whole = text
    while len(taken) < _QUOTED_LINES and len(whole) < LINE_LIMIT:
        following = pushed.popleft() if pushed else next(lines, None)
        if following is None:
            break
        taken.append(following)
        whole += following[1]
        if '"' not in following[1]:
            continue
        try:
            return next(csv.reader((whole,), delimiter=delimiter, strict=True), [])
        except csv.Error as why:
            if "unexpected end" not in str(why):
                break
    pushed.extendleft(reversed(taken))
    return RowProblem(line, "quote_open", {}, raw_of([text.rstrip("\r\n")]))
