"""Which encoding a text file is in, told from all of its bytes."""

import codecs
from collections.abc import Iterator

from siyu.modules.tills.reading.source import Source, open_bytes

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def sniff_encoding(path: Source) -> str:
    """`utf-8`, `utf-8-sig`, `utf-16`, `utf-16-le`, `utf-16-be` or `gb18030` (which holds GBK).

    The whole file is tried, since a till's first thousand lines are often plain ASCII. A damaged
    file gets the encoding that fails later; its bad lines are reported when they are read.
    """
    with open_bytes(path) as file:
        head = file.read(4096)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    wide = _wide(head)
    if wide:
        return wide
    utf8 = _valid_until(path, "utf-8")
    if utf8 is None:
        return "utf-8"
    gb18030 = _valid_until(path, "gb18030")
    return "gb18030" if gb18030 is None or gb18030 > utf8 else "utf-8"


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: delimiters and line ends put NULs on one side of each pair."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 < len(head) // 2 or min(even, odd) * 20 > max(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        head[: len(head) // 4 * 4].decode(name)
    except UnicodeDecodeError:
        return None
    return name


def _valid_until(path: Source, name: str) -> int | None:
    """None when every byte decodes, else roughly how far it went."""
    decoder = codecs.getincrementaldecoder(name)()
    done = 0
    for chunk in _chunks(path):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as wrong:
            return done + wrong.start
        done += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return done
    return None


def _chunks(path: Source) -> Iterator[bytes]:
    with open_bytes(path) as file:
        while chunk := file.read(_CHUNK):
            yield chunk
