"""Whether archived facts are as they were written: files by their sums, months in columns."""

import asyncio
from collections.abc import Sequence

from siyu.bootstrap.archiving import shelf
from siyu.cli.program import Checked
from siyu.kernel import archive
from siyu.kernel.archive import BrokenFile, Kept, Shelf
from siyu.kernel.errors import Trouble
from siyu.kernel.kit import Kit


async def check_archive(kit: Kit) -> list[Checked]:
    """The files against the sums in PostgreSQL, and whether columns can read all of them."""
    kept = await archive.list_kept(kit.database.relay)
    files = await asyncio.to_thread(_files, shelf(kit), kept)
    if not kept or files.state == "failed":
        return [files]
    return [files, await _loaded(kit)]


def _files(place: Shelf, kept: Sequence[Kept]) -> Checked:
    broken = []
    for file in (file for month in kept for file in month.files):
        try:
            place.get(file)
        except BrokenFile as why:
            broken.append(str(why))
    if broken:
        more = f" and {len(broken) - 3} more" if len(broken) > 3 else ""
        said = f"{'; '.join(broken[:3])}{more}: bring the files back from a backup"
        return Checked(name="archive", state="failed", said=said)
    facts, size = sum(one.rows for one in kept), sum(f.bytes for one in kept for f in one.files)
    said = f"{len(kept)} months, {facts} facts, {size / 1e6:,.1f} MB, every file as it was written"
    return Checked(name="archive", state="ok", said=said if kept else "no month is archived yet")


async def _loaded(kit: Kit) -> Checked:
    name = "archive in columns"
    try:
        missing = await archive.list_missing(kit.database.relay, kit.columns)
    except Trouble:
        return Checked(name=name, state="off", said="columns do not answer")
    if missing:
        said = f"{len(missing)} months are not loaded: the worker does that, see its log"
        return Checked(name=name, state="failed", said=said)
    return Checked(name=name, state="ok", said="every month can be read")
