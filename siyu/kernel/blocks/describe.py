"""A block as screens draw it: its sentence, and for each slot a form field."""

from collections.abc import Mapping
from typing import Any, Literal, get_type_hints

import msgspec
from msgspec import Struct

from siyu.kernel.blocks.block import Block, Slot, limits_of
from siyu.kernel.errors import Language

Kind = Literal["number", "days", "money", "share", "choice", "choices", "rows"]


class OptionShape(Struct, frozen=True):
    value: str | int
    label: str


class FieldShape(Struct, frozen=True, kw_only=True):
    """How a slot is filled: a number within limits, or a choice of `options` or from `source`.

    Rows are filled column by column.
    """

    name: str
    label: str
    kind: Kind
    required: bool
    default: Any
    least: int | None
    most: int | None
    source: str
    options: list[OptionShape]
    columns: list["FieldShape"] = []


class BlockShape(Struct, frozen=True, kw_only=True):
    """A condition; `sentence` holds each field's name in braces, where the field is drawn."""

    code: str
    group: str
    sentence: str
    fields: list[FieldShape]


def describe(block: Block, language: Language) -> BlockShape:
    return BlockShape(
        code=block.code,
        group=block.group,
        sentence=block.sentence.pick(language),
        fields=_fields(block.arguments, block.slots, language),
    )


def _fields(
    arguments: type[Struct], slots: Mapping[str, Slot], language: Language
) -> list[FieldShape]:
    fields = msgspec.structs.fields(arguments)
    return [_field(arguments, one, slots[one.name], language) for one in fields]


def _field(arguments: type[Struct], field: Any, slot: Slot, language: Language) -> FieldShape:
    least, most = limits_of(arguments, field.name) or (None, None)
    kind, row = _kind(arguments, field.name)
    return FieldShape(
        name=field.name,
        label=slot.label.pick(language),
        kind=kind,
        required=field.required,
        default=None if field.required else msgspec.to_builtins(field.default),
        least=least,
        most=most,
        source=slot.source,
        options=[OptionShape(value, w.pick(language)) for value, w in slot.options.items()],
        columns=[] if row is None else _fields(row, slot.columns, language),
    )


def _kind(arguments: type[Struct], name: str) -> tuple[Kind, type[Struct] | None]:
    """How it is drawn, and for rows what one of them is."""
    info = msgspec.inspect.type_info(get_type_hints(arguments, include_extras=True)[name])
    drawn: Kind | None = None
    while isinstance(info, msgspec.inspect.Metadata):
        drawn = (info.extra or {}).get("draw") or drawn
        info = info.type
    if isinstance(info, msgspec.inspect.IntType):
        return drawn or "number", None
    if not isinstance(info, msgspec.inspect.VarTupleType | msgspec.inspect.ListType):
        return "choice", None
    one = info.item_type
    return ("rows", one.cls) if isinstance(one, msgspec.inspect.StructType) else ("choices", None)
