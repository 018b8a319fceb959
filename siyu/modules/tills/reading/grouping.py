"""Rows of one receipt brought together, and receipts put in the order in which they happened.

Files come sorted by anything. Only a receipt that is seen whole can be compared with what was
recorded of it, and a sale should be recorded before what takes it back. Rows are sorted on disk,
so that memory is bounded whatever the size of the file.
"""

import heapq
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

import msgspec

from siyu.modules.tills.reading.values import Row

_IN_MEMORY = 100_000
_LENGTH = 4

_Key = tuple[str, int, str]
T = TypeVar("T", bound=msgspec.Struct)


class _Bundle(msgspec.Struct, frozen=True, gc=False):
    """The rows of one receipt, in the order of the file."""

    at: datetime
    rows: list[Row]


class Bundles:
    """Takes rows in any order; gives the rows of each receipt together, earliest receipt first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = _Sorter(Row, lambda row: (_receipt(row), row.line), folder)

    def add(self, row: Row) -> None:
        self._rows.add(row)

    def in_time(self) -> Iterator[list[Row]]:
        """Once, when all rows were added."""
        in_time = _Sorter(_Bundle, lambda some: (some.at, some.rows[0].line), self._folder)
        for _, together in groupby(self._rows.sorted(), _receipt):
            rows = list(together)
            in_time.add(_Bundle(min(row.at for row in rows), rows))
        return (bundle.rows for bundle in in_time.sorted())


def _receipt(row: Row) -> _Key:
    """What rows of one receipt share: number, else member and day, else the day."""
    store = row.store or ""
    if row.receipt is not None:
        return store, 0, row.receipt
    member = row.member or ""
    if not member.isalnum():
        member = "".join(filter(str.isalnum, member))
    return store, row.on.toordinal(), member


class _Sorter(Generic[T]):
    """A merge sort that spills to nameless files; `kind` is what they hold."""

    def __init__(self, kind: type[T], key: Callable[[T], Any], folder: Path) -> None:
        self._kind = kind
        self._key = key
        self._folder = folder
        self._held: list[T] = []
        self._spilled: list[BinaryIO] = []

    def add(self, item: T) -> None:
        self._held.append(item)
        if len(self._held) >= _IN_MEMORY:
            self._spilled.append(_spill(sorted(self._held, key=self._key), self._folder))
            self._held = []

    def sorted(self) -> Iterator[T]:
        self._held.sort(key=self._key)
        streams = [_back(file, self._kind) for file in self._spilled]
        yield from heapq.merge(*streams, self._held, key=self._key) if streams else self._held
        for file in self._spilled:
            file.close()
        self._held = []


def _spill(items: list[T], folder: Path) -> BinaryIO:
    """A file without a name: it is gone when closed, however the process ends."""
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by who reads it
    encode = msgspec.msgpack.Encoder().encode
    for item in items:
        data = encode(item)
        file.write(len(data).to_bytes(_LENGTH) + data)
    file.seek(0)
    return file


def _back(file: BinaryIO, kind: type[T]) -> Iterator[T]:
    decode = msgspec.msgpack.Decoder(kind).decode
    while length := file.read(_LENGTH):
        yield decode(file.read(int.from_bytes(length)))
