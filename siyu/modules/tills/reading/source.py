"""Where a file's bytes come from: a file of this machine, or an upload that is kept sealed."""

import io
from pathlib import Path
from typing import TextIO

from siyu.kernel.sealed_files import SealedFile

Source = Path | SealedFile


def open_bytes(source: Source) -> io.BufferedReader:
    return source.open("rb") if isinstance(source, Path) else source.open()


def open_text(source: Source, encoding: str) -> TextIO:
    """Text with its line ends as they are; what does not decode becomes a mark."""
    return io.TextIOWrapper(open_bytes(source), encoding, errors="replace", newline="")


def size_of(source: Source) -> int:
    return source.stat().st_size if isinstance(source, Path) else source.size
