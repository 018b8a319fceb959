"""A block as screens draw it: its sentence, and for each slot a form field."""

from typing import Any, Literal, get_type_hints

import msgspec
from msgspec import Struct

from siyu.kernel.blocks.block import Block, limits_of
from siyu.kernel.errors import Language

Kind = Literal["number", "days", "money", "choice", "choices"]


class OptionShape(Struct, frozen=True):
    value: str | int
    label: str


class FieldShape(Struct, frozen=True, kw_only=True):
    """How a slot is filled: a number within limits, or a choice of `options` or from `source`."""

    name: str
    label: str
    kind: Kind
    required: bool
    default: Any
    least: int | None
    most: int | None
    source: str
    options: list[OptionShape]


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
        fields=[_field(block, f, language) for f in msgspec.structs.fields(block.arguments)],
    )


def _field(block: Block, field: Any, language: Language) -> FieldShape:
    slot = block.slots[field.name]
    least, most = limits_of(block.arguments, field.name) or (None, None)
    return FieldShape(
        name=field.name,
        label=slot.label.pick(language),
        kind=_kind(block.arguments, field.name),
        required=field.required,
        default=None if field.required else msgspec.to_builtins(field.default),
        least=least,
        most=most,
        source=slot.source,
        options=[OptionShape(value, w.pick(language)) for value, w in slot.options.items()],
    )


def _kind(arguments: type[Struct], name: str) -> Kind:
    info = msgspec.inspect.type_info(get_type_hints(arguments, include_extras=True)[name])
    drawn: Kind | None = None
    while isinstance(info, msgspec.inspect.Metadata):
        drawn = (info.extra or {}).get("draw") or drawn
        info = info.type
    if isinstance(info, msgspec.inspect.IntType):
        return drawn or "number"
    many = isinstance(info, msgspec.inspect.VarTupleType | msgspec.inspect.ListType)
    return "choices" if many else "choice"
