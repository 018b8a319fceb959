"""Files sealed at rest, a chunk at a time: a large one is never held in memory whole.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) over AES-256-GCM: each
file has a key of its own, and a chunk's nonce is its number and whether it is the last one. So
chunks can't be changed, swapped or dropped, and a file cut short is noticed.
"""

import io
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from siyu.kernel.crypto import Unsealable

CHUNK = 256 * 1024
_TAG = 16
_MARK = b"siyuSF01"
_SALT = 32
_HEAD = len(_MARK) + _SALT


class SealedFile:
    """A file that opens only with `key` and only as what it was sealed as (`what`)."""

    def __init__(self, path: Path, key: bytes, what: bytes) -> None:
        self.path = path
        self._key = key
        self._what = what

    @property
    def parent(self) -> Path:
        return self.path.parent

    @property
    def size(self) -> int:
        """Bytes of what is sealed in it."""
        return _plain_size(self.path.stat().st_size)

    def exists(self) -> bool:
        return self.path.exists()

    def open(self) -> io.BufferedReader:
        """What is sealed in it, to be read from any place; Unsealable when it was tampered with."""
        return io.BufferedReader(_Reader(self.path, self._cipher), CHUNK)

    def create(self) -> "Writer":
        """A new file; it is whole and on disk once the writer was closed without an error."""
        salt = secrets.token_bytes(_SALT)
        return Writer(self.path, _MARK + salt, self._cipher(salt))

    def _cipher(self, salt: bytes) -> AESGCM:
        return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"file/" + self._what).derive(self._key))


class Writer:
    """Takes bytes and keeps them sealed; after an error the file lacks its last chunk."""

    def __init__(self, path: Path, head: bytes, cipher: AESGCM) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        self._file = os.fdopen(os.open(path, flags, 0o600), "wb")
        self._file.write(head)
        self._cipher = cipher
        self._number = 0
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        # The last chunk is marked as such, so one is held back until more comes.
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._file:
            if kind is None:
                self._put(bytes(self._held), last=True)
                self._file.flush()
                os.fsync(self._file.fileno())

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class _Reader(io.RawIOBase):
    def __init__(self, path: Path, cipher_of: Callable[[bytes], AESGCM]) -> None:
        self._file = path.open("rb")
        head = self._file.read(_HEAD)
        if not head.startswith(_MARK) or len(head) < _HEAD:
            self._file.close()
            raise Unsealable
        self._cipher = cipher_of(head[len(_MARK) :])
        sealed = os.fstat(self._file.fileno()).st_size
        self._size = _plain_size(sealed)
        self._last = max(0, (sealed - _HEAD - 1) // (CHUNK + _TAG))
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        number, within = divmod(self._at, CHUNK)
        if number > self._last:
            return 0
        piece = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(_HEAD + number * (CHUNK + _TAG))
            sealed = self._file.read(CHUNK + _TAG)
            nonce = _nonce(number, last=number == self._last)
            try:
                self._held = (number, self._cipher.decrypt(nonce, sealed, None))
            except InvalidTag as wrong:
                raise Unsealable from wrong
        return self._held[1]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _plain_size(sealed: int) -> int:
    chunks = -(-(sealed - _HEAD) // (CHUNK + _TAG))
    return max(0, sealed - _HEAD - chunks * _TAG)
