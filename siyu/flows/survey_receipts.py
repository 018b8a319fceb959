"""A look ahead at a file of receipts: its rows as mapped, and codes that nobody knows yet."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec

from siyu.flows.import_receipts import row_reader
from siyu.flows.resolve_receipts import find_guides, find_skus, find_stores
from siyu.kernel.db import Work, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, staff, tenants, tills
from siyu.modules.tills.errors import FileGone
from siyu.modules.tills.reading import Mapping, RowReader, Survey, open_records
from siyu.modules.tills.values import AliasKind

HEAD = 50
_SHOWN = 200

Find = Callable[[Work, Sequence[str]], Awaitable[dict[str, UUID | None]]]


class Unknown(msgspec.Struct, frozen=True):
    """A code of the till that stands for nothing yet, and on how many rows it is."""

    value: str
    rows: int


class Surveyed(msgspec.Struct, frozen=True):
    survey: Survey
    stores: list[Unknown]
    skus: list[Unknown]
    guides: list[Unknown]


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What people decided about a code: what it is, or that it is to be created, or nothing."""

    kind: AliasKind
    value: str
    target: UUID | None = None
    create: bool = False


async def survey(
    works: Works, uploads: Path, tenant: TenantId, file_id: UUID, mapping: Mapping
) -> Surveyed:
    """Reads the whole file, off the event loop; changes nothing."""
    async with works.look(tenant) as work:
        file = await tills.get_file(work, file_id)
        merchant = await tenants.get_tenant(work)
        now = work.now
    path = tills.file_place(uploads, tenant, file.id)
    reader = row_reader(file, mapping, merchant, now)
    found = await asyncio.to_thread(_surveyed, path, file, reader)
    async with works.look(tenant) as work:
        return Surveyed(
            found,
            await _unknown(work, find_stores, found.stores),
            await _unknown(work, find_skus, found.skus),
            await _unknown(work, find_guides, found.guides),
        )


def _surveyed(path: Path, file: tills.ImportFile, reader: RowReader) -> Survey:
    if not path.exists():
        raise FileGone
    found = Survey(HEAD)
    found.take(reader.read(open_records(path, file.shape)))
    return found


async def _unknown(work: Work, find: Find, codes: Counter[str]) -> list[Unknown]:
    """Those without a meaning, most frequent first."""
    found = await find(work, list(codes))
    return [Unknown(code, rows) for code, rows in codes.most_common() if found[code] is None]


def shown(unknown: Sequence[Unknown]) -> list[Unknown]:
    """As many as a person settles by hand."""
    return list(unknown[:_SHOWN])


async def settle(work: Work, items: Sequence[Settled]) -> None:
    """Keep what codes stand for; stores and articles that are to be created are, by their code.

    NotFound when a target is not the merchant's own.
    """
    await _must_know(work, items)
    day = (await tenants.get_tenant(work)).date_of(work.now)
    aliases = [tills.Alias(i.kind, i.value, i.target) for i in items if not i.create]
    stores = [i.value for i in items if i.create and i.kind == "store"]
    await create_stores(work, stores, day)
    await create_skus(work, [i.value for i in items if i.create and i.kind == "sku"])
    await tills.set_aliases(work, aliases)


async def _must_know(work: Work, items: Sequence[Settled]) -> None:
    targets = {(item.kind, item.target) for item in items if item.target and not item.create}
    known: set[UUID] = set()
    known |= set(await tenants.store_refs(work, [t for kind, t in targets if kind == "store"]))
    known |= set(await catalog.sku_refs(work, [t for kind, t in targets if kind == "sku"]))
    known |= set(await staff.names(work, [t for kind, t in targets if kind == "guide"]))
    if any(target not in known for _, target in targets):
        raise NotFound


async def create_stores(work: Work, codes: Sequence[str], day: date) -> None:
    """Stores that are called by their code until somebody names them."""
    known = await tenants.find_stores_by_code(work, codes)
    for code in dict.fromkeys(codes):
        if code not in known:
            await tenants.open_store(work, tenants.OpenStore(code=code, name=code, opened_on=day))


async def create_skus(work: Work, codes: Sequence[str]) -> None:
    """Articles that are called by their code, without a list price, until somebody lists them."""
    known = await catalog.find_skus_by_code(work, list(codes))
    new = [code for code in dict.fromkeys(codes) if code not in known]
    products = [
        catalog.NewProduct(
            code=code,
            name=code,
            category_id=None,
            skus=[catalog.NewSku(code=code, name=code, price_minor=0)],
        )
        for code in new
    ]
    if products:
        await catalog.list_new(work, products)
