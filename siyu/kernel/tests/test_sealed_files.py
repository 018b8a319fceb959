"""Files sealed a chunk at a time."""

import io
import random
import tracemalloc
from pathlib import Path

import pytest

from siyu.kernel.crypto import Unsealable, new_key
from siyu.kernel.sealed_files import CHUNK, SealedFile

KEY = new_key()
HEAD, TAG = 40, 16


def sealed(folder: Path, content: bytes, *, piece: int = 100_000) -> SealedFile:
    file = SealedFile(folder / "sealed", KEY, b"test/1")
    with file.create() as writer:
        for at in range(0, len(content), piece):
            writer.write(content[at : at + piece])
    return file


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_what_is_sealed_is_read_again_and_stands_nowhere_in_clear(
    tmp_path: Path, size: int
) -> None:
    content = random.Random(size).randbytes(size)
    file = sealed(tmp_path, content)
    with file.open() as opened:
        assert opened.read() == content
    assert file.size == size
    assert size < 16 or content[:16] not in file.path.read_bytes()


def test_it_is_read_from_any_place(tmp_path: Path) -> None:
    content = random.Random(1).randbytes(3 * CHUNK + 500)
    with sealed(tmp_path, content).open() as opened:
        for at in (CHUNK - 3, 0, 3 * CHUNK + 499, 2 * CHUNK, len(content), len(content) + 9):
            opened.seek(at)
            assert opened.read(10) == content[at : at + 10]
        assert opened.seek(-5, io.SEEK_END) == len(content) - 5
        assert opened.read() == content[-5:]


@pytest.mark.parametrize(
    ("key", "what"), [(new_key(), b"test/1"), (KEY, b"test/2")], ids=["key", "what"]
)
def test_it_opens_with_its_key_and_as_itself_only(tmp_path: Path, key: bytes, what: bytes) -> None:
    file = sealed(tmp_path, b"13800138000")
    with pytest.raises(Unsealable), SealedFile(file.path, key, what).open() as opened:
        opened.read()


def swapped(body: bytes) -> bytes:
    one, two = HEAD + CHUNK + TAG, HEAD + 2 * (CHUNK + TAG)
    return body[:HEAD] + body[one:two] + body[HEAD:one] + body[two:]


DAMAGE = {
    "a bit": lambda b: b[:500] + bytes([b[500] ^ 1]) + b[501:],
    "the end": lambda b: b[:-1],
    "the last chunk": lambda b: b[: HEAD + 3 * (CHUNK + TAG)],
    "the order": swapped,
    "the head": lambda b: b[:20],
}


@pytest.mark.parametrize("what", DAMAGE)
def test_what_was_tampered_with_is_not_read(tmp_path: Path, what: str) -> None:
    file = sealed(tmp_path, random.Random(2).randbytes(3 * CHUNK + 500))
    file.path.write_bytes(DAMAGE[what](file.path.read_bytes()))
    with pytest.raises(Unsealable), file.open() as opened:
        opened.read()


def test_what_broke_off_while_it_was_written_is_not_read(tmp_path: Path) -> None:
    file = SealedFile(tmp_path / "broken", KEY, b"test/1")
    with pytest.raises(OSError, match="gone"), file.create() as writer:
        writer.write(b"x" * 3 * CHUNK)
        raise OSError("gone")
    with pytest.raises(Unsealable), file.open() as opened:
        opened.read()


def test_two_hundred_megabytes_pass_through_a_few(tmp_path: Path) -> None:
    file = SealedFile(tmp_path / "large", KEY, b"test/1")
    piece, pieces = b"13800138000,100.00\n" * 50_000, 211
    tracemalloc.start()
    try:
        with file.create() as writer:
            for _ in range(pieces):
                writer.write(piece)
        with file.open() as opened:
            lines = sum(part.count(b"\n") for part in iter(lambda: opened.read(1 << 20), b""))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert file.size > 200_000_000
    assert lines == 50_000 * pieces
    assert peak < 8_000_000
