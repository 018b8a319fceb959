"""One block: a code, a sentence with slots in both languages, typed arguments and a check.

A block is one file with a constant `BLOCK`. Its arguments are a frozen struct; what each field
takes is said by its type, what it is called by its slot:

    class Arguments(Struct, frozen=True):
        days: Days

    BLOCK = Block(
        code="met_within",
        group="profile",
        sentence=Words("{days} 天内认识", "met within {days} days"),
        arguments=Arguments,
        slots={"days": Slot(Words("天数", "Days"))},
    )
"""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta, Struct

from siyu.kernel.errors import Language

Days = Annotated[int, Meta(ge=1, le=3650, extra={"draw": "days"})]
"""So many of the tenant's calendar days, today included."""

Money = Annotated[int, Meta(ge=0, le=10**13, extra={"draw": "money"})]
"""An amount in minor units."""


Share = Annotated[int, Meta(ge=1, le=10_000, extra={"draw": "share"})]
"""A part of a whole in basis points; screens show it in percent."""


class Words(Struct, frozen=True):
    """The same in both languages."""

    zh: str
    en: str

    def pick(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


class Slot(Struct, frozen=True):
    """What a field is called; `source` names a list to choose from, `options` are few and fixed.

    A field that takes rows (a tuple of structs, which are ordered) says in `columns` what each of
    their fields is called.
    """

    label: Words
    source: str = ""
    options: Mapping[str, Words] | Mapping[int, Words] = {}
    columns: Mapping[str, "Slot"] = {}


class Wrong(Struct, frozen=True):
    """What is wrong with the arguments, at one of their fields."""

    field: str
    words: Words


Check = Callable[[Any], Sequence[Wrong]]


def _nothing_more(_: Any) -> Sequence[Wrong]:
    return ()


class Block(Struct, frozen=True, kw_only=True):
    """A condition that says of itself what it means and what it asks for.

    `check` sees arguments whose fields are right one by one, and says what is wrong between them.
    """

    code: str
    group: str
    sentence: Words
    arguments: type[Struct]
    slots: Mapping[str, Slot] = {}
    check: Check = _nothing_more

    def __post_init__(self) -> None:
        named = {field.name for field in msgspec.structs.fields(self.arguments)}
        for text in (self.sentence.zh, self.sentence.en):
            if {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None} != named:
                raise ValueError(f"{self.code}: {text!r} does not hold {sorted(named)}, each once")
        if named != self.slots.keys():
            raise ValueError(f"{self.code}: slots are not {sorted(named)}")

    def read(self, given: Mapping[str, Any]) -> tuple[Struct | None, list[Wrong]]:
        """The arguments, normalised: choices sorted and each once; or all that is wrong."""
        wrong = [Wrong(name, _UNKNOWN) for name in given if name not in self.slots]
        values: dict[str, Any] = {}
        types = get_type_hints(self.arguments, include_extras=True)
        for field in msgspec.structs.fields(self.arguments):
            if field.name not in given and not field.required:
                continue
            try:
                values[field.name] = _normal(msgspec.convert(given[field.name], types[field.name]))
            except (KeyError, msgspec.ValidationError):
                wrong.append(Wrong(field.name, self._expected(field.name)))
        if wrong:
            return None, wrong
        arguments = self.arguments(**values)
        found = list(self.check(arguments))
        return (None, found) if found else (arguments, [])

    def _expected(self, name: str) -> Words:
        """What would have been right, as a sentence."""
        label, limits = self.slots[name].label, limits_of(self.arguments, name)
        if limits is None and self.slots[name].columns:
            return Words(f"{label.zh}没有填对。", f"{label.en}: not filled in as it should be.")
        if limits is None:
            return Words(f"请选择{label.zh}。", f"Please choose: {label.en.lower()}.")
        low, high = limits
        return Words(
            f"{label.zh}应是 {low} 到 {high} 之间的整数。",
            f"{label.en} must be a whole number from {low} to {high}.",
        )


_UNKNOWN = Words("没有这一项。", "There is no such field.")


def limits_of(arguments: type[Struct], name: str) -> tuple[int, int] | None:
    """The least and the most a whole number may be; None for what is chosen from a list."""
    info = msgspec.inspect.type_info(get_type_hints(arguments, include_extras=True)[name])
    while isinstance(info, msgspec.inspect.Metadata):
        info = info.type
    if not isinstance(info, msgspec.inspect.IntType):
        return None
    return info.ge or 0, info.le if info.le is not None else 2**31 - 1


def _normal(value: Any) -> Any:
    return tuple(sorted(set(value))) if isinstance(value, tuple | list) else value
