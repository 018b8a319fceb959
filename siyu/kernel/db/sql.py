"""SQL statements as values: typed by the struct they fill, registered so that all are tested.

A contract test prepares every registered statement as the role that will run it, on the
migrated database, and compares its columns with the struct's fields: name by name, in order.
"""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar
from uuid import UUID

import msgspec

from siyu.kernel.errors import NotFound

Role = Literal["app", "relay"]


_SCALARS = {str, int, bool, float, bytes, UUID, datetime, date, time, Decimal}


class Runs(Protocol):
    """Whatever carries a connection; a `Work` does."""

    async def idle(self) -> Any:
        """The connection, once nothing is under way on it."""
        ...


class Posts(Runs, Protocol):
    """What can write on while its caller computes; a `Work` does."""

    async def post(self, text: str, *args: object) -> None: ...


class On:
    """A bare connection outside of a unit of work: queues across tenants, as the relay role."""

    def __init__(self, conn: Any) -> None:
        self.conn = conn

    async def idle(self) -> Any:
        return self.conn


# Rows of some hundred bytes: about what a local socket takes at once, so that a piece leaves whole.
_PIECE = 250


class Statement:
    """A statement with `$1` parameters; made at import, never in a function.

    Many rows go in as one parameter, `unnest($1::room.table[])`: an array of the table's own row
    type costs both sides half of what an array for each column does, and COPY, which row security
    refuses, is no faster. `takes` is then the shape of such a row, a NamedTuple with all columns
    of the table in its order; a contract test compares them.
    """

    every: ClassVar[list[Statement]] = []

    def __init__(
        self, text: str, *, role: Role = "app", takes: type[tuple[object, ...]] | None = None
    ) -> None:
        self.text = inspect.cleandoc(text)
        self.role = role
        self.takes = takes
        # Not inspect.stack(), which reads every caller's source: seconds over all statements.
        frame = sys._getframe(1)  # noqa: SLF001
        while frame.f_code.co_name == "__init__" and frame.f_back is not None:
            frame = frame.f_back
        self.place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        self.row: type[msgspec.Struct] | None = None
        Statement.every.append(self)


Row = TypeVar("Row", bound=msgspec.Struct)


class Query(Statement, Generic[Row]):
    """A SELECT (or RETURNING) whose columns are the fields of `row`, in the same order."""

    def __init__(
        self,
        row: type[Row],
        text: str,
        *,
        role: Role = "app",
        takes: type[tuple[object, ...]] | None = None,
    ) -> None:
        super().__init__(text, role=role, takes=takes)
        self.row = row
        self._row = row
        self._fields = row.__struct_fields__
        self._decoders = [_decoder(f.type) for f in msgspec.structs.fields(row)]
        self._plain = not any(self._decoders)

    async def all(self, on: Runs, *args: object) -> list[Row]:
        conn = await on.idle()
        return [self._built(r) for r in await conn.fetch(self.text, *args)]

    async def first(self, on: Runs, *args: object) -> Row | None:
        record = await (await on.idle()).fetchrow(self.text, *args)
        return None if record is None else self._built(record)

    async def one(self, on: Runs, *args: object) -> Row:
        """The row; NotFound when there is none."""
        found = await self.first(on, *args)
        if found is None:
            raise NotFound
        return found

    def _built(self, record: Any) -> Row:
        if self._plain:
            return self._row(**dict(zip(self._fields, record, strict=True)))
        values = zip(self._fields, self._decoders, record, strict=True)
        return self._row(**{name: d(v) if d and v is not None else v for name, d, v in values})


class Command(Statement):
    """A statement run for its effect; the answer is how many rows it touched."""

    async def run(self, on: Runs, *args: object) -> int:
        status: str = await (await on.idle()).execute(self.text, *args)
        return int(status.rpartition(" ")[2]) if status[-1].isdigit() else 0

    async def post(self, on: Posts, rows: Iterable[tuple[object, ...]], *args: object) -> None:
        """Write rows, the first parameter, while the caller goes on computing.

        They leave in pieces; when `rows` is a generator, the next piece is computed while the
        database writes the one before. What goes wrong is raised by whatever is asked of `on` next.
        """
        source = iter(rows)
        while piece := list(islice(source, _PIECE)):
            await on.post(self.text, piece, *args)


class Scalar(Statement):
    """A SELECT of one column; give the type you expect, a contract test checks nothing more."""

    async def get(self, on: Runs, *args: object) -> Any:
        return await (await on.idle()).fetchval(self.text, *args)

    async def column(self, on: Runs, *args: object) -> list[Any]:
        return [r[0] for r in await (await on.idle()).fetch(self.text, *args)]


def _decoder(type_: Any) -> Callable[[Any], Any] | None:
    """How a column becomes a field: jsonb text and arrays of shapes are built by msgspec."""
    kinds = [t for t in typing.get_args(type_) or (type_,) if t is not type(None)]
    gathers = typing.get_origin(type_) in {list, tuple, dict}
    if not gathers and all(
        t in _SCALARS or Literal in (typing.get_origin(t), typing.get_origin(type_)) for t in kinds
    ):
        return None
    from_text = msgspec.json.Decoder(type_)

    def decode(value: Any) -> Any:
        if isinstance(value, str):
            return from_text.decode(value)
        return msgspec.convert(value, type_)

    return decode
