"""The catalog as a table: written out, edited somewhere else, and brought in again."""

import io
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Stream
from msgspec import Struct
from openpyxl import Workbook

from siyu.api import spreadsheets
from siyu.flows import import_goods
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import catalog
from siyu.modules.catalog import sheet
from siyu.modules.tills.reading import refusals
from siyu.views.refs import PersonRef, gather_refs, staff_of

CHUNK = 500
SHOWN = 100
MOST_SENT = 32 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNREADABLE = [
    refusals.FileEmpty,
    refusals.FileLocked,
    refusals.FileDamaged,
    refusals.FileTooLarge,
    refusals.FileIsPage,
    refusals.FileNotTable,
    catalog.SheetLacks,
    catalog.SheetTooLong,
]


class GoodsImportItem(Struct, frozen=True, kw_only=True):
    """A table that was brought in: `done` of its `products`; `faults` are rows left out."""

    id: UUID
    name: str
    rows: int
    products: int
    done: int
    added: int
    changed: int
    same: int
    faults: int
    asked_at: datetime
    by: PersonRef | None
    ended_at: datetime | None


class FaultShape(Struct, frozen=True):
    """A row that was left out, by its line in the file, and why."""

    line: int
    message: str


class GoodsImportDetail(GoodsImportItem, frozen=True, kw_only=True):
    """With the first rows that were left out."""

    first: list[FaultShape]


class GoodsAsked(Struct, frozen=True):
    id: UUID


@door.get("/products/table", permit="catalog.read")
async def write_table(ask: Ask, form: Literal["csv", "xlsx"] = "csv") -> Stream | Response[bytes]:
    """The whole catalog, a row for each SKU; what is brought in again changes what was edited."""
    headers = {"content-disposition": f'attachment; filename="products.{form}"'}
    if form == "csv":
        return Stream(_csv(ask), media_type="text/csv; charset=utf-8", headers=headers)
    return Response(await _workbook(ask), media_type=XLSX, headers=headers)


@door.post(
    "/products/imports",
    permit="catalog.write",
    status_code=202,
    errors=_UNREADABLE,
    request_max_body_size=MOST_SENT,
)
async def ask_import(
    ask: Ask, data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> GoodsAsked:
    """Bring a table of goods in (CSV or Excel); it is worked through in the background."""
    body = await data.read()
    table = import_goods.read(body)
    async with ask.work() as work:
        name = (data.filename or "")[:200]
        return GoodsAsked(await import_goods.ask(work, name, body, table))


@door.get("/products/imports", permit="catalog.write")
async def list_imports(ask: Ask, paging: Paging) -> Page[GoodsImportItem]:
    """Tables that were brought in, the latest first."""
    async with ask.look() as work:
        rows, count = await catalog.list_imports(work, limit=paging.limit, offset=paging.offset)
        refs = await gather_refs(work, people=[staff_of(row.asked_by) for row in rows])
    return paging.of([_item(row, refs.person(staff_of(row.asked_by))) for row in rows], count)


@door.get("/products/imports/{id:uuid}", permit="catalog.write")
async def show_import(ask: Ask, id: UUID) -> GoodsImportDetail:
    """One of them, how far it is, and the first rows that were left out."""
    async with ask.look() as work:
        row = await catalog.get_import(work, id)
        faults = await catalog.faults_of(work, id)
        by = staff_of(row.asked_by)
        refs = await gather_refs(work, people=[by])
    item = _item(row, refs.person(by))
    said = {name: getattr(item, name) for name in GoodsImportItem.__struct_fields__}
    first = [FaultShape(one.line, getattr(one, ask.language)) for one in faults[:SHOWN]]
    return GoodsImportDetail(**said, first=first)


@door.get("/products/imports/{id:uuid}/faults", permit="catalog.write")
async def write_faults(ask: Ask, id: UUID) -> Response[bytes]:
    """All rows that were left out, as a table."""
    async with ask.look() as work:
        faults = await catalog.faults_of(work, id)
    head = {"zh": "行,原因", "en": "Line,Why"}[ask.language]
    rows = spreadsheets.rows([str(one.line), getattr(one, ask.language)] for one in faults)
    headers = {"content-disposition": 'attachment; filename="left-out.csv"'}
    return Response(
        spreadsheets.head(head) + rows, media_type="text/csv; charset=utf-8", headers=headers
    )


async def _csv(ask: Ask) -> AsyncIterator[bytes]:
    yield spreadsheets.head(",".join(_heads(ask)))
    async for rows in _chunks(ask):
        yield spreadsheets.rows(rows)


async def _workbook(ask: Ask) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet("products")
    page.append(_heads(ask))
    async for rows in _chunks(ask):
        for row in rows:
            page.append([spreadsheets.harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def _chunks(ask: Ask) -> AsyncIterator[list[list[str]]]:
    after: str | None = ""
    while after is not None:
        async with ask.look() as work:
            rows, after = await import_goods.table_rows(
                work, after, limit=CHUNK, zh=ask.language == "zh"
            )
        yield rows


def _heads(ask: Ask) -> list[str]:
    return [zh if ask.language == "zh" else en for zh, en in sheet.HEADS.values()]


def _item(row: catalog.GoodsImport, by: PersonRef | None) -> GoodsImportItem:
    return GoodsImportItem(
        id=row.id,
        name=row.name,
        rows=row.rows,
        products=row.products,
        done=row.done,
        added=row.added,
        changed=row.changed,
        same=row.same,
        faults=row.faults,
        asked_at=row.asked_at,
        by=by,
        ended_at=row.ended_at,
    )


DOORS = [write_table, ask_import, list_imports, show_import, write_faults]
