"""Console doors to files of receipts: upload, preview, saved mappings, what codes stand for."""

import asyncio
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, Parameter
from msgspec import Meta, Struct, structs

from siyu.api.typed import PLAIN
from siyu.flows.settle_codes import Settled, settle
from siyu.flows.survey_receipts import Surveyed, Unknown, shown, survey
from siyu.kernel.doors import Ask, door
from siyu.kernel.errors import Language
from siyu.kernel.kit import Kit
from siyu.kernel.sealed_files import SealedFile
from siyu.modules import tills
from siyu.modules.tills import errors
from siyu.modules.tills.reading import Field, Mapping, Row, RowProblem, refusals
from siyu.modules.tills.reading.dates import style_of
from siyu.modules.tills.values import AliasKind

UPLOAD_LIMIT = 256 * 1024 * 1024
_PIECE = 1024 * 1024

Text = Annotated[str, Meta(max_length=110, pattern=r"^[^\x00]*$")]


class MappingGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """Which column says what; names are the file's own."""

    columns: Annotated[dict[Field, Text], Meta(max_length=20)]
    constants: Annotated[dict[Literal["store"], UUID], Meta(max_length=1)] = {}
    source: Annotated[str, Meta(min_length=1, max_length=32, pattern=PLAIN)] = "pos"
    date_format: Annotated[str, Meta(max_length=40, pattern=PLAIN)] | None = None
    amount_unit: Literal["major", "minor"] = "major"

    def mapping(self) -> Mapping:
        style = style_of(self.date_format) if self.date_format else None
        constants: dict[Literal["store"], str] = {k: str(v) for k, v in self.constants.items()}
        return Mapping(
            columns=self.columns,
            constants=constants,
            source=self.source.strip(),
            date_format=style,
            amount_unit=self.amount_unit,
        )


class MappingShape(Struct, frozen=True, kw_only=True):
    columns: dict[Field, str]
    constants: dict[Literal["store"], str]
    source: str
    date_format: str | None
    amount_unit: Literal["major", "minor"]


class ColumnShape(Struct, frozen=True):
    name: str
    samples: list[str]


class FileShape(Struct, frozen=True, kw_only=True):
    """A file as it was understood, with the likeliest mapping and the one saved for its columns."""

    id: UUID
    name: str
    bytes: int
    format: Literal["csv", "xlsx", "xls"]
    encoding: str | None
    delimiter: str | None
    sheets: list[str]
    sheet: str | None
    rows: int
    columns: list[ColumnShape]
    guess: MappingShape
    saved: MappingShape | None


class PreviewGiven(Struct, forbid_unknown_fields=True):
    mapping: MappingGiven


class Cells(Struct, frozen=True, kw_only=True):
    receipt: str | None
    line: int | None
    at: datetime
    store: str | None
    till: str | None
    guide: str | None
    member: str | None
    sku: str | None
    quantity: float
    amount_minor: int
    discount_minor: int
    means: str | None


class PreviewRow(Struct, frozen=True):
    """A row as it would be recorded, or the sentence that says why not."""

    line: int
    cells: Cells | None
    problem: str | None


class Counted(Struct, frozen=True, kw_only=True):
    rows: int
    good: int
    bad: int
    returns: int
    without_member: int
    amount_minor: int
    first_at: datetime | None
    last_at: datetime | None


class Preview(Struct, frozen=True, kw_only=True):
    """The first rows, figures of the whole file, and the codes that stand for nothing yet."""

    rows: list[PreviewRow]
    counted: Counted
    unknown_stores: list[Unknown]
    unknown_skus: list[Unknown]
    unknown_guides: list[Unknown]


class SavedShape(Struct, frozen=True):
    id: UUID
    name: str
    mapping: MappingShape
    fingerprint: str


class SaveGiven(Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
    mapping: MappingGiven
    file: UUID


class AliasShape(Struct, frozen=True):
    kind: AliasKind
    value: str
    target: UUID | None


class AliasGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    kind: AliasKind
    value: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
    target: UUID | None = None
    create: bool = False


class AliasesGiven(Struct, forbid_unknown_fields=True):
    items: Annotated[list[AliasGiven], Meta(min_length=1, max_length=1000)]


_UNREADABLE = (
    refusals.FileEmpty,
    refusals.FileLocked,
    refusals.FileDamaged,
    refusals.FileTooLarge,
    refusals.FileIsPage,
    refusals.FileNotTable,
    refusals.SheetUnknown,
)
_UNFIT = (refusals.MappingUnfit, refusals.MappingLacks, refusals.DateFormatUnknown)


@door.post(
    "/receipts/files",
    permit="tills.import",
    errors=_UNREADABLE,
    request_max_body_size=UPLOAD_LIMIT,
)
async def upload_file(
    ask: Ask,
    kit: Kit,
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
    sheet: Annotated[str | None, Parameter(max_length=100, pattern=PLAIN)] = None,
) -> FileShape:
    """Upload a CSV or Excel file of receipts; nothing is recorded yet."""
    draft = await _arrived(ask, kit, data)
    try:
        found = await asyncio.to_thread(tills.inspect_file, draft, sheet=sheet)
        async with ask.work() as work:
            name = data.filename or "receipts"
            file = await tills.keep_file(work, kit.uploads, draft, name=name, inspected=found)
            saved = await tills.find_mapping(work, found.fingerprint)
            work.audit("tills.upload_file", "receipt_file", file.id, after={"rows": file.rows})
    finally:
        await asyncio.to_thread(draft.path.unlink, missing_ok=True)
    return _file_shape(file, found.guess, saved)


@door.post(
    "/receipts/files/{id:uuid}/preview",
    permit="tills.import",
    errors=[errors.FileGone, *_UNFIT],
    status_code=200,
)
async def preview_file(ask: Ask, kit: Kit, id: UUID, data: PreviewGiven) -> Preview:
    """What the file would come to if it were imported by this mapping."""
    found = await survey(kit.works, kit.uploads, ask.tenant, id, data.mapping.mapping())
    return _preview(found, ask.language)


@door.get("/receipts/mappings", permit="tills.import")
async def list_mappings(ask: Ask) -> list[SavedShape]:
    """Mappings kept under a name."""
    async with ask.look() as work:
        return [_saved_shape(saved) for saved in await tills.list_mappings(work)]


@door.post("/receipts/mappings", permit="tills.import", errors=[errors.MappingNamed, *_UNFIT])
async def save_mapping(ask: Ask, data: SaveGiven) -> SavedShape:
    """Keep a mapping; it is offered for files with the same columns."""
    mapping = data.mapping.mapping()
    async with ask.work() as work:
        file = await tills.get_file(work, data.file)
        mark = tills.fingerprint(file.shape)
        saved = await tills.save_mapping(work, data.name.strip(), mark, mapping)
        work.audit("tills.save_mapping", "receipt_mapping", saved, after={"name": data.name})
    return SavedShape(saved, data.name.strip(), _mapping_shape(mapping), mark)


@door.delete("/receipts/mappings/{id:uuid}", permit="tills.import")
async def drop_mapping(ask: Ask, id: UUID) -> None:
    """Throw a kept mapping away."""
    async with ask.work() as work:
        await tills.drop_mapping(work, id)
        work.audit("tills.drop_mapping", "receipt_mapping", id)


@door.get("/receipts/aliases", permit="tills.import")
async def list_aliases(ask: Ask, kind: AliasKind | None = None) -> list[AliasShape]:
    """What tills' own codes stand for."""
    async with ask.look() as work:
        return [
            AliasShape(a.kind, a.value, a.target_id) for a in await tills.list_aliases(work, kind)
        ]


@door.put("/receipts/aliases", permit="tills.import", status_code=204)
async def put_aliases(ask: Ask, data: AliasesGiven) -> None:
    """Say what codes stand for, or have stores and articles made under those codes."""
    items = [Settled(**structs.asdict(item)) for item in data.items]
    async with ask.work() as work:
        await settle(work, items)
        counts = {"items": len(items), "created": sum(item.create for item in items)}
        work.audit("tills.put_aliases", "receipt_aliases", None, after=counts)


async def _arrived(ask: Ask, kit: Kit, data: UploadFile) -> SealedFile:
    draft = await asyncio.to_thread(tills.new_draft, kit.keyring, kit.uploads, ask.tenant)
    with draft.create() as file:
        while piece := await data.read(_PIECE):
            await asyncio.to_thread(file.write, piece)
    return draft


def _file_shape(
    file: tills.ImportFile, guess: Mapping, saved: tills.SavedMapping | None
) -> FileShape:
    shape = file.shape
    return FileShape(
        id=file.id,
        name=file.name,
        bytes=file.size,
        format=shape.format,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        sheets=list(shape.sheets),
        sheet=shape.sheet,
        rows=file.rows,
        columns=[ColumnShape(c.name, list(c.samples)) for c in shape.columns],
        guess=_mapping_shape(guess),
        saved=_mapping_shape(saved.mapping) if saved else None,
    )


def _mapping_shape(mapping: Mapping) -> MappingShape:
    return MappingShape(**structs.asdict(mapping))


def _saved_shape(saved: tills.SavedMapping) -> SavedShape:
    return SavedShape(saved.id, saved.name, _mapping_shape(saved.mapping), saved.fingerprint)


def _preview(found: Surveyed, language: Language) -> Preview:
    survey = found.survey
    return Preview(
        rows=[_preview_row(item, language) for item in survey.head],
        counted=Counted(
            rows=survey.good + survey.bad,
            good=survey.good,
            bad=survey.bad,
            returns=survey.returns,
            without_member=survey.without_member,
            amount_minor=survey.amount_minor,
            first_at=survey.first_at,
            last_at=survey.last_at,
        ),
        unknown_stores=shown(found.stores),
        unknown_skus=shown(found.skus),
        unknown_guides=shown(found.guides),
    )


def _preview_row(item: Row | RowProblem, language: Language) -> PreviewRow:
    if isinstance(item, RowProblem):
        return PreviewRow(item.line, None, item.sentence(language))
    cells = Cells(
        receipt=item.receipt,
        line=item.line_no,
        at=item.at,
        store=item.store,
        till=item.till,
        guide=item.guide,
        member=item.member,
        sku=item.sku,
        quantity=item.quantity_milli / 1000,
        amount_minor=item.amount_minor,
        discount_minor=item.discount_minor,
        means=item.means,
    )
    return PreviewRow(item.line, cells, None)


DOORS = [
    upload_file,
    preview_file,
    list_mappings,
    save_mapping,
    drop_mapping,
    list_aliases,
    put_aliases,
]
