"""`siyu restore`: a backup brought back into an empty place, where a new epoch of facts begins.

Transaction numbers start anew in another cluster, so readers of facts count from a new epoch;
columns are not in the backup at all: the next start finds none and fills them from the facts.
"""

import asyncio
import os
import shutil
from pathlib import Path

from siyu.bootstrap import addresses
from siyu.bootstrap.care import archive
from siyu.bootstrap.ground import (
    awake,
    furnish_database,
    get_revision,
    head,
    keyring,
    make_folder,
    open_epoch,
)
from siyu.cli.program import Moved, Restored
from siyu.kernel import postgres
from siyu.kernel.clock import SystemClock
from siyu.kernel.config import Settings, master_secret
from siyu.kernel.errors import Refusal
from siyu.kernel.postgres.roles import Roles


class NotEmpty(Refusal):
    code = "kernel.restore_not_empty"
    zh = "{place} 中已有数据；请恢复到空目录（和空数据库）。"
    en = "Something is in {place} already; restore into an empty folder (and an empty database)."


class OtherSecret(Refusal):
    code = "kernel.restore_other_secret"
    zh = "设置中的主密钥与备份中的不同；请去掉 SIYU_SECRET，或设为备份时的主密钥。"
    en = "SIYU_SECRET differs from the backup's master secret; unset it, or set the one of then."


class OtherPrefix(Refusal):
    code = "kernel.restore_other_prefix"
    zh = "备份的数据库角色前缀是“{prefix}”；请设置 SIYU_DATABASE_ROLE_PREFIX={prefix}。"
    en = "The backup's roles are named '{prefix}_…'; set SIYU_DATABASE_ROLE_PREFIX={prefix}."


class Newer(Refusal):
    code = "kernel.restore_newer"
    zh = "备份来自更新的版本（{revision}），当前程序只到 {ours}；请先升级程序。"
    en = "The backup is of a newer program ({revision}); this one knows {ours} at most."


async def restore(
    settings: Settings, file: Path, *, passphrase: str | None, moved: Moved
) -> Restored:
    """All or nothing: a restore that fails leaves the folder as empty as it was."""
    data = settings.data
    for folder in (data, settings.facts_archive):
        if folder.exists() and any(folder.iterdir()):
            raise NotEmpty(place=folder)
    with archive.reading(file) as backup:
        _must_fit(settings, backup.manifest)
        secret = backup.secret(passphrase)
        await asyncio.to_thread(_verify, backup, moved)
        make_folder(settings)
        try:
            _keep_secret(settings, secret)
            await asyncio.to_thread(_bring_files, backup, settings, moved)
            await _bring_database(settings, data / archive.DUMP, moved)
        except BaseException:
            _empty(data)
            _empty(settings.facts_archive)
            raise
        (data / archive.DUMP).unlink()
        uploads, facts = len(backup.uploads()), len(backup.facts())
        made_at = backup.manifest.made_at
    return Restored(
        data=str(data), uploads=uploads, archived=facts, revision=head(), made_at=made_at
    )


def _must_fit(settings: Settings, manifest: archive.Manifest) -> None:
    if manifest.prefix != settings.database_role_prefix:
        raise OtherPrefix(prefix=manifest.prefix)
    if manifest.revision > head():
        raise Newer(revision=manifest.revision, ours=head())


def _verify(backup: archive.Reader, moved: Moved) -> None:
    done, size = 0, sum(part.bytes for part in backup.manifest.parts.values())

    def count(more: int) -> None:
        nonlocal done
        done += more
        moved("checked megabytes", done >> 20, max(1, size >> 20))

    backup.verify(count)


def _keep_secret(settings: Settings, secret: str) -> None:
    if settings.secret is not None:
        if settings.secret != secret:
            raise OtherSecret
        return
    place = settings.data / "secret"
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)
    if master_secret(settings).decode() != secret:
        raise OtherSecret


def _bring_files(backup: archive.Reader, settings: Settings, moved: Moved) -> None:
    data = settings.data
    backup.extract(archive.DUMP, data / archive.DUMP)
    for name in backup.facts():
        backup.extract(name, settings.facts_archive / name.removeprefix(archive.FACTS))
    uploads = backup.uploads()
    for number, name in enumerate(uploads, 1):
        backup.extract(name, data / name)
        moved("uploads", number, len(uploads))


async def _bring_database(settings: Settings, dumped: Path, moved: Moved) -> None:
    keys = keyring(settings)
    if settings.database_url is not None:
        await _furnish_empty(settings)
    async with awake(settings):
        urls = addresses.urls(settings, keys)
        if await get_revision(urls.owner) is not None:
            raise NotEmpty(place="the database")
        moved("database", 0, 1)
        await postgres.restore(urls.admin, dumped, bin_folder=settings.postgres_bin)
        moved("database", 1, 1)
        await open_epoch(urls, SystemClock(), restored=True)
        await furnish_database(settings)


async def _furnish_empty(settings: Settings) -> None:
    """Roles and an empty database on a server of one's own."""
    assert settings.database_url is not None
    await postgres.furnish(
        settings.database_url,
        names=Roles.of(settings.database_role_prefix),
        database=addresses.DATABASE,
        password_of=keyring(settings).password,
    )


def _empty(data: Path) -> None:
    """Take away what this restore brought."""
    if not data.is_dir():
        return
    for found in data.iterdir():
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)
