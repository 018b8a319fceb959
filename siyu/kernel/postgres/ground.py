"""What the server stands on: its folder, its programs, its account; settled under the lock."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from siyu.kernel.postgres import cluster, place
from siyu.kernel.postgres.account import Account, get_account
from siyu.kernel.postgres.binaries import bin_dir_for
from siyu.kernel.postgres.lock import FolderLock
from siyu.kernel.postgres.values import SUPERUSER, Options


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    home: Path
    programs: Path
    account: Account
    lock: FolderLock

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"


def settle(data: Path, options: Options, password_of: Callable[[str], str]) -> Ground:
    """Takes the folder's lock and makes the database in it unless it is there."""
    account = get_account(data.resolve())
    programs = bin_dir_for(account, options.bin_folder, options.shelter)
    home = place.settle(data, account, options.shelter)
    lock = FolderLock(home / "lock")
    lock.take("PostgreSQL")
    ground = Ground(home=home, programs=programs, account=account, lock=lock)
    try:
        sync = options.settings.get("fsync", "on") != "off"
        word = password_of(SUPERUSER)
        cluster.make(home, programs=programs, account=account, password=word, sync=sync)
        cluster.write_hba(ground.cluster, account)
        logs = home / "log"
        logs.mkdir(mode=0o700, exist_ok=True)
        account.own_all(logs)
    except BaseException:
        lock.free()
        raise
    return ground
