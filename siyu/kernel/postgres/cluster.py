"""The database folder itself: made whole or not at all, and refused when another version's."""

import os
import secrets
import shutil
import sys
from pathlib import Path

from siyu.kernel.postgres.account import Account
from siyu.kernel.postgres.binaries import get_major
from siyu.kernel.postgres.errors import InitFailed, VersionForeign
from siyu.kernel.postgres.place import write_private
from siyu.kernel.postgres.values import SUPERUSER

HBA = """\
# Written by Siyu at every start: passwords only, and over the local socket only.
local all all scram-sha-256
"""


def make(home: Path, *, programs: Path, account: Account, password: str, sync: bool) -> None:
    """initdb beside the final name, then one rename: a killed one leaves only rubbish to sweep."""
    cluster = home / "cluster"
    _sweep(home)
    if cluster.exists():
        _check_version(cluster, programs, account)
        if account.drops and cluster.stat().st_uid == 0:  # unpacked or copied by root
            account.own_all(cluster)
        return
    making = home / f"making-{secrets.token_hex(4)}"
    word = making.with_suffix(".word")
    write_private(word, password, account)
    try:
        _initdb(making, programs=programs, account=account, word=word, sync=sync)
    finally:
        word.unlink()
    making.rename(cluster)
    _flush_names(home)


def write_hba(cluster: Path, account: Account) -> None:
    write_private(cluster / "pg_hba.conf", HBA, account)


def _initdb(making: Path, *, programs: Path, account: Account, word: Path, sync: bool) -> None:
    command: list[str | Path] = [programs / "initdb", f"--pgdata={making}", f"--pwfile={word}"]
    command += [f"--username={SUPERUSER}", "--auth=scram-sha-256", "--data-checksums"]
    command += ["--encoding=UTF8", *_locale(get_major(programs, account))]
    done = account.run(*command, *([] if sync else ["--no-sync"]))
    if done.returncode != 0:
        shutil.rmtree(making, ignore_errors=True)
        raise InitFailed(folder=making.parent, said=done.stderr.strip()[-400:])


def _locale(major: int) -> list[str]:
    """Sorts by code point everywhere; without the ctype, trigrams would drop all Han characters."""
    ctype = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    if major < 17:
        return [f"--locale={ctype}", "--lc-collate=C", "--lc-messages=C"]
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*builtin, "--locale=C", f"--lc-ctype={ctype}"]


def _check_version(cluster: Path, programs: Path, account: Account) -> None:
    found, ours = int((cluster / "PG_VERSION").read_text().strip()), get_major(programs, account)
    if found != ours:
        raise VersionForeign(folder=cluster.parent, found=found, ours=ours)


def _sweep(home: Path) -> None:
    """Removes half-made databases; one that an unlucky initdb still writes to goes next time."""
    for rubbish in home.glob("making-*"):
        if rubbish.is_dir():
            shutil.rmtree(rubbish, ignore_errors=True)
        else:
            rubbish.unlink()


def _flush_names(folder: Path) -> None:
    """A rename survives a power cut only when its folder was written too."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
