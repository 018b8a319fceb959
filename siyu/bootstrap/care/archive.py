"""The one file of a backup: a tar of parts, the last of which lists the others with their sums."""

import hashlib
import io
import os
import secrets
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from siyu.kernel.crypto import Unsealable, seal, unseal
from siyu.kernel.errors import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
SECRET = "secret"  # noqa: S105 - the name of a part
UPLOADS = "uploads/"
FACTS = "archive/facts/"
CHUNK = 1 << 20
_PLACE = b"backup/secret"


class FileThere(Refusal):
    code = "kernel.backup_file_there"
    zh = "{file} 已存在；备份不会覆盖已有文件。"
    en = "{file} is there already; a backup overwrites nothing."


class NoBackup(Refusal):
    code = "kernel.backup_unreadable"
    status = 422
    zh = "{file} 不是完整的 Siyu 备份：{why}。"
    en = "{file} is no whole backup of Siyu: {why}."


class SecretSealed(Refusal):
    code = "kernel.backup_sealed"
    status = 422
    zh = "备份中的主密钥已加密；请用 --passphrase-file 给出正确的口令。"
    en = "The master secret in this backup is sealed; give its passphrase with --passphrase-file."


class Part(msgspec.Struct, frozen=True):
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds and what made it."""

    format: int
    version: str
    revision: str
    prefix: str
    made_at: str
    salt: str
    """Of the passphrase that seals the master secret; empty: it lies open."""
    parts: dict[str, Part]


class Writer:
    """Adds parts to a file that appears under its name only when it is whole."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, Part] = {}

    def add_file(self, name: str, path: Path, moved: Callable[[int], None]) -> None:
        with path.open("rb") as file:
            self._add(name, _Summed(file, moved), os.fstat(file.fileno()).st_size)

    def add_bytes(self, name: str, body: bytes) -> None:
        self._add(name, _Summed(io.BytesIO(body), lambda _: None), len(body))

    def _add(self, name: str, source: "_Summed", size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, source)  # raises when the file became shorter meanwhile
        self.parts[name] = Part(size, source.digest.hexdigest())


class _Summed(io.RawIOBase):
    """Reads on, and sums up what was read."""

    def __init__(self, source: IO[bytes], moved: Callable[[int], None]) -> None:
        self._source, self._moved, self.digest = source, moved, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        body = self._source.read(size)
        self.digest.update(body)
        self._moved(len(body))
        return body


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Whole or not at all, readable by us alone."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)
    except FileExistsError as why:
        raise FileThere(file=target) from why
    finally:
        draft.unlink()


class Reader:
    """A backup whose every part was compared with its sum."""

    def __init__(self, file: Path, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._file, self._tar, self.manifest = file, tar, manifest

    def uploads(self) -> list[str]:
        return sorted(n for n in self.manifest.parts if n.startswith(UPLOADS))

    def facts(self) -> list[str]:
        """Files of archived months of facts."""
        return sorted(n for n in self.manifest.parts if n.startswith(FACTS))

    def verify(self, moved: Callable[[int], None]) -> None:
        """NoBackup if a part is missing, changed, or goes where it must not."""
        for name, part in self.manifest.parts.items():
            if not _is_safe(name):
                raise NoBackup(file=self._file, why=f"{name!r} leads out of the data folder")
            digest = hashlib.sha256()
            for body in self._chunks(name):
                digest.update(body)
                moved(len(body))
            if digest.hexdigest() != part.sha256:
                raise NoBackup(file=self._file, why=f"{name} was changed")

    def extract(self, name: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for body in self._chunks(name):
                file.write(body)

    def secret(self, passphrase: str | None) -> str:
        """The master secret, opened; SecretSealed without the right words."""
        kept = b"".join(self._chunks(SECRET))
        if not self.manifest.salt:
            return kept.decode()
        try:
            salt = bytes.fromhex(self.manifest.salt)
            return unseal(_key(passphrase or "", salt), kept, _PLACE).decode()
        except Unsealable as why:
            raise SecretSealed from why

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            file = self._tar.extractfile(name)
        except KeyError:
            file = None
        if file is None:
            raise NoBackup(file=self._file, why=f"{name} is missing")
        while body := file.read(CHUNK):
            yield body


@contextmanager
def reading(file: Path) -> Iterator[Reader]:
    try:
        tar = tarfile.open(file)  # noqa: SIM115 - closed below, with the reader
    except (tarfile.TarError, OSError) as why:
        raise NoBackup(file=file, why="it can't be read") from why
    with tar:
        try:
            listed = tar.extractfile(MANIFEST)
            body = listed.read() if listed else b""
            manifest = msgspec.json.decode(body, type=Manifest)
        except (KeyError, tarfile.TarError, OSError, msgspec.DecodeError) as why:
            raise NoBackup(file=file, why="its list of parts is missing") from why
        if manifest.format != FORMAT:
            raise NoBackup(file=file, why=f"it has format {manifest.format}, not {FORMAT}")
        yield Reader(file, tar, manifest)


def sealed(secret: str, passphrase: str) -> tuple[bytes, bytes]:
    """The secret under a passphrase, and the salt: scrypt (RFC 7914) at 32 MB per try."""
    salt = secrets.token_bytes(16)
    return seal(_key(passphrase, salt), secret.encode(), _PLACE), salt


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    inside = name.startswith((UPLOADS, FACTS)) and not path.is_absolute() and ".." not in path.parts
    return inside or name in {DUMP, SECRET}
