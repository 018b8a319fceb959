"""A table of goods comes in: each product as its rows say, good rows though others are bad.

It may be given in again: a product is known by its code, and what says nothing new does nothing.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.kernel.db import Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, tenants
from siyu.modules.catalog import sheet
from siyu.modules.tills import reading
from siyu.modules.tills.reading.rows import clean

MOST_ROWS = 50_000
CHUNK = 100
HEADER_WITHIN = 20
"""What stands above the header is passed over, so far."""
Progress = Callable[[int, int], None]


class Table(msgspec.Struct, frozen=True):
    """What stands in a file: its products with their rows, and rows that are of none."""

    rows: int
    groups: dict[str, list[sheet.Row]]
    faults: list[sheet.Fault]


def read(body: bytes) -> Table:
    """CSV or a workbook, in any encoding; raises for a file that is no table of goods."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        rows = list(_rows(Path(file.name)))
    groups, faults = sheet.grouped(rows)
    return Table(len(rows), groups, faults)


async def ask(work: Work, name: str, body: bytes, table: Table) -> UUID:
    """It will be worked through in the background."""
    return await catalog.ask_import(
        work,
        name,
        body,
        rows=table.rows,
        products=len(table.groups),
        faults=[_told(one) for one in table.faults],
    )


async def run(
    works: Works, tenant: TenantId, run_id: UUID, progress: Progress | None = None
) -> None:
    """Work a table through, or the rest of one that was interrupted."""
    async with works.open(tenant) as work:
        body = await catalog.body_of(work, run_id)
        began = (await catalog.get_import(work, run_id)).done
        bringer = Bringer(works, tenant, run_id, await _shop(work))
    if body is None:
        return
    groups = list(read(body).groups.items())
    for at in range(began, len(groups), CHUNK):
        await bringer.bring(dict(groups[at : at + CHUNK]))
        if progress:
            progress(min(at + CHUNK, len(groups)), len(groups))
    async with works.open(tenant) as work:
        await catalog.end_import(work, run_id)


class Bringer:
    """Brings products in, each in a work of its own, with what became of it and those before."""

    def __init__(self, works: Works, tenant: TenantId, run_id: UUID, shop: sheet.Shop) -> None:
        self._works = works
        self._tenant = tenant
        self._run = run_id
        self._shop = shop
        self._waiting = catalog.Step(done=0)

    async def bring(self, groups: dict[str, list[sheet.Row]]) -> None:
        async with self._works.look(self._tenant) as work:
            known = await catalog.products_by_code(work, list(groups))
        for code, rows in groups.items():
            await self._bring(rows, known.get(code))
        async with self._works.open(self._tenant) as work:
            await catalog.go_on(work, self._run, self._waiting)
        self._waiting = catalog.Step(done=0)

    async def _bring(self, rows: list[sheet.Row], known: catalog.Known | None) -> None:
        plan = sheet.plan(self._shop, rows, known)
        self._note(plan.faults, done=self._waiting.done + 1)
        if plan.wanted is None:
            return
        if known is not None and not catalog.differs(known, plan.wanted):
            self._note([], same=self._waiting.same + 1)
            return
        try:
            await self._write(plan.wanted, known)
        except Refusal as why:
            self._note([sheet.Fault(rows[0].line, why)])

    async def _write(self, wanted: catalog.NewProduct, known: catalog.Known | None) -> None:
        async with self._works.open(self._tenant) as work:
            if known is None:
                await catalog.list_new(work, [wanted])
            else:
                await _change(work, known[0].id, wanted)
            counts = {"added": 1} if known is None else {"changed": 1}
            step = msgspec.structs.replace(self._waiting, **counts)
            await catalog.go_on(work, self._run, step)
        self._waiting = catalog.Step(done=0)

    def _note(self, faults: Sequence[sheet.Fault], **counts: int) -> None:
        said = (*self._waiting.faults, *(_told(one) for one in faults))
        self._waiting = msgspec.structs.replace(self._waiting, faults=said, **counts)


async def table_rows(
    work: Work, after: str, *, limit: int, zh: bool
) -> tuple[list[list[str]], str | None]:
    """Rows of the products whose codes come next, and after which code to go on."""
    shop = await _shop(work)
    codes: dict[UUID | None, str] = {id_: code for code, id_ in shop.categories.items()}
    found = await catalog.products_after(work, after, limit=limit)
    rows = [
        sheet.cells(product, sku, codes.get(product.category_id, ""), shop, zh=zh)
        for product, skus in found
        for sku in skus
    ]
    return rows, found[-1][0].code if len(found) == limit else None


async def _change(work: Work, product: UUID, wanted: catalog.NewProduct) -> None:
    said = {"category_id": wanted.category_id, "description": wanted.description}
    await catalog.change(work, product, name=wanted.name, **said)
    await catalog.arrange(work, product, wanted.options, wanted.skus)
    await catalog.schedule(work, product, wanted.listed_from, wanted.listed_until)


async def _shop(work: Work) -> sheet.Shop:
    merchant = await tenants.get_tenant(work)
    categories = {one.code: one.id for one in await catalog.list_categories(work)}
    return sheet.Shop(merchant.money, ZoneInfo(merchant.timezone), categories)


def _rows(path: Path) -> Iterator[sheet.Row]:
    shape = msgspec.structs.replace(reading.find_shape(path), header_line=0, header=())
    places: dict[int, sheet.Field] = {}
    rows = 0
    for n, (line, cells) in enumerate(reading.open_records(path, shape)):
        if isinstance(cells, reading.RowProblem):
            continue
        if not places:
            places = sheet.places(cells, last=n >= HEADER_WITHIN)
            continue
        rows += 1
        if rows > MOST_ROWS:
            raise catalog.SheetTooLong(most=MOST_ROWS)
        wide = [*cells, *[""] * (max(places) + 1)]
        yield sheet.Row(line=line, cells={f: clean(wide[at]) for at, f in places.items()})
    if not places:
        sheet.places([], last=True)


def _told(fault: sheet.Fault) -> catalog.Told:
    return catalog.Told(line=fault.line, zh=fault.why.sentence("zh"), en=fault.why.sentence("en"))
