"""`siyu backup`: everything that can't be derived, in one file, while Siyu runs or not."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import asyncpg
import msgspec

from siyu import __version__
from siyu.bootstrap import addresses
from siyu.bootstrap.care import archive
from siyu.bootstrap.ground import awake, get_revision, keyring
from siyu.cli.program import BackedUp, Moved
from siyu.kernel.archive import File, list_kept
from siyu.kernel.clock import SystemClock
from siyu.kernel.config import Settings, master_secret
from siyu.kernel.errors import Refusal
from siyu.kernel.postgres import dump


class ArchiveBroken(Refusal):
    code = "kernel.backup_archive_broken"
    status = 422
    zh = "归档文件 {file} 缺失或已被改动，无法备份；请先从旧备份取回（siyu check 会列出）。"
    en = (
        "{file} of the archive is missing or was changed, so a backup would not be whole; "
        "bring it back from an earlier one (`siyu check` lists what is wrong)."
    )


class NothingThere(Refusal):
    code = "kernel.backup_nothing_there"
    status = 422
    zh = "{data} 中还没有数据，没有可备份的内容。"
    en = "Nothing is kept in {data} yet, so there is nothing to back up."


async def backup(
    settings: Settings, target: Path, *, passphrase: str | None, moved: Moved
) -> BackedUp:
    """The database as of one instant, then files: each is there before a row names it."""
    _must_be_possible(settings, target)
    async with awake(settings):
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".siyu-backup-") as folder:
            dumped = Path(folder) / archive.DUMP
            revision = await _dump(settings, dumped, moved)
            kept = await _archived(settings)
            pack = _Pack(settings, revision, passphrase, moved, kept)
            return await asyncio.to_thread(pack.write, target, dumped)


def _must_be_possible(settings: Settings, target: Path) -> None:
    if target.exists():
        raise archive.FileThere(file=target)
    if settings.database_url is None and not (settings.data / "postgres").exists():
        raise NothingThere(data=settings.data)
    target.parent.mkdir(parents=True, exist_ok=True)


async def _dump(settings: Settings, target: Path, moved: Moved) -> str:
    urls = addresses.urls(settings, keyring(settings))
    revision = await get_revision(urls.owner)
    if revision is None:
        raise NothingThere(data=settings.data)
    told = 0

    def report(_: str) -> None:
        nonlocal told
        told += 1
        moved("tables", told, 0)

    await dump(urls.admin, target, bin_folder=settings.postgres_bin, report=report)
    moved("tables", told, told)
    return revision


async def _archived(settings: Settings) -> list[File]:
    """At least the files that the dump before names; a month that left since is in both."""
    relay = await asyncpg.create_pool(
        addresses.urls(settings, keyring(settings)).relay, min_size=0, max_size=1
    )
    async with relay:
        return [file for month in await list_kept(relay) for file in month.files]


class _Pack:
    """What goes into the file beside the dump."""

    def __init__(
        self,
        settings: Settings,
        revision: str,
        passphrase: str | None,
        moved: Moved,
        facts: Sequence[File],
    ) -> None:
        self._facts = facts
        self._settings, self._revision = settings, revision
        self._passphrase, self._moved = passphrase, moved

    def write(self, target: Path, dumped: Path) -> BackedUp:
        uploads = _files(self._settings.data / "uploads")
        size = dumped.stat().st_size + sum(path.stat().st_size for path in uploads.values())
        size += sum(file.bytes for file in self._facts)
        counted = _counting("megabytes", size, self._moved)
        with archive.writing(target) as writer:
            writer.add_file(archive.DUMP, dumped, counted)
            for name, path in uploads.items():
                writer.add_file(archive.UPLOADS + name, path, counted)
            for file in self._facts:
                self._add_facts(writer, file, counted)
            manifest = self._listed(writer)
            writer.add_bytes(archive.MANIFEST, msgspec.json.encode(manifest))
        return BackedUp(
            file=str(target),
            bytes=target.stat().st_size,
            database_bytes=dumped.stat().st_size,
            uploads=len(uploads),
            archived=len(self._facts),
            revision=self._revision,
            sealed=bool(manifest.salt),
        )

    def _add_facts(
        self, writer: archive.Writer, file: File, counted: Callable[[int], None]
    ) -> None:
        name = archive.FACTS + file.name
        try:
            writer.add_file(name, self._settings.facts_archive / file.name, counted)
        except OSError as why:
            raise ArchiveBroken(file=file.name) from why
        if writer.parts[name].sha256 != file.sha256:
            raise ArchiveBroken(file=file.name)

    def _listed(self, writer: archive.Writer) -> archive.Manifest:
        secret = master_secret(self._settings).decode()
        if self._passphrase:
            kept, salt = archive.sealed(secret, self._passphrase)
        else:
            kept, salt = secret.encode(), b""
        writer.add_bytes(archive.SECRET, kept)
        return archive.Manifest(
            format=archive.FORMAT,
            version=__version__,
            revision=self._revision,
            prefix=self._settings.database_role_prefix,
            made_at=SystemClock().now().isoformat(timespec="seconds"),
            salt=salt.hex(),
            parts=dict(writer.parts),
        )


def _files(folder: Path) -> dict[str, Path]:
    """Every upload by its place; drafts, whose names begin with a dot, belong to nobody yet."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return {p.relative_to(folder).as_posix(): p for p in found if not p.name.startswith(".")}


def _counting(what: str, size: int, moved: Moved) -> Callable[[int], None]:
    done, whole = 0, max(1, size >> 20)

    def count(more: int) -> None:
        nonlocal done
        done += more
        moved(what, min(whole, done >> 20) if done < size else whole, whole)

    return count
