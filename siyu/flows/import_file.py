"""A file of receipts on this machine, imported in one go: what `siyu import pos` does."""

import asyncio
import shutil
from pathlib import Path

import msgspec

from siyu.flows.import_receipts import CHUNK, Progress, import_run
from siyu.flows.settle_codes import create_stores
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sealed_files import SealedFile
from siyu.modules import tenants, tills
from siyu.modules.tills.errors import StoreMissing
from siyu.modules.tills.reading import Mapping


async def import_file(
    kit: Kit,
    tenant: TenantId,
    path: Path,
    *,
    mapping: Mapping | None = None,
    source: str = "pos",
    store: str | None = None,
    create: bool = True,
    progress: Progress | None = None,
) -> tills.ImportRun:
    """Import a file by a mapping, or by the one saved for its columns, or by the likeliest one.

    `store` is the code of the store of all rows when no column says it; `create` opens stores and
    lists articles that are not known yet. An import that was interrupted is taken up again.
    """
    return await Importer(kit.works, kit.uploads, tenant).run(
        path, Choices(mapping, source, store, create), progress
    )


class Choices(msgspec.Struct, frozen=True):
    """What the person who imports has chosen; None leaves it to the file."""

    mapping: Mapping | None
    source: str
    store: str | None
    create: bool


class Importer:
    """Imports files of this machine for one merchant."""

    def __init__(
        self, works: Works, uploads: Path, tenant: TenantId, *, chunk: int = CHUNK
    ) -> None:
        self._works = works
        self._chunk = chunk
        self._uploads = uploads
        self._tenant = tenant

    async def run(
        self, path: Path, choices: Choices, progress: Progress | None = None
    ) -> tills.ImportRun:
        inspected = await asyncio.to_thread(tills.inspect_file, path)
        mapping = await self._mapping(inspected, choices)
        async with self._works.look(self._tenant) as work:
            run = await tills.find_interrupted(work, inspected.sha256, mapping)
        if run is None:
            draft = await asyncio.to_thread(self._copied, path)
            async with self._works.open(self._tenant) as work:
                file = await tills.keep_file(
                    work, self._uploads, draft, name=path.name, inspected=inspected
                )
                run = await tills.add_run(work, file, mapping)
        return await import_run(
            self._works,
            self._uploads,
            self._tenant,
            run,
            create=choices.create,
            progress=progress,
            chunk=self._chunk,
        )

    async def _mapping(self, inspected: tills.Inspected, choices: Choices) -> Mapping:
        async with self._works.open(self._tenant) as work:
            saved = await tills.find_mapping(work, inspected.fingerprint)
            mapping = choices.mapping or (saved.mapping if saved else inspected.guess)
            mapping = msgspec.structs.replace(mapping, source=choices.source)
            if "store" in mapping.columns or "store" in mapping.constants:
                return mapping
            if choices.store is None:
                raise StoreMissing
            if choices.create:
                day = (await tenants.get_tenant(work)).date_of(work.now)
                await create_stores(work, [choices.store], day)
            found = await tenants.find_stores_by_code(work, [choices.store])
            if choices.store not in found:
                raise StoreMissing
            constants = {**mapping.constants, "store": str(found[choices.store].id)}
            return msgspec.structs.replace(mapping, constants=constants)

    def _copied(self, path: Path) -> SealedFile:
        draft = tills.new_draft(self._works.keyring, self._uploads, self._tenant)
        with path.open("rb") as plain, draft.create() as kept:
            shutil.copyfileobj(plain, kept, 1024 * 1024)
        return draft
