"""Tables that a spreadsheet program opens."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def head(words: str) -> bytes:
    """The first row, as it stands, after the mark by which spreadsheets know the encoding."""
    return f"\ufeff{words}\r\n".encode()


def rows(table: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in table:
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode()


def harmless(cell: str) -> str:
    """A spreadsheet must not take what somebody typed for a formula; a debt stays a number."""
    dangerous = cell.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if dangerous else cell
