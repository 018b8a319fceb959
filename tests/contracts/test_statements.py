"""Every statement of the program, prepared as the role that runs it on the migrated database."""

import importlib
import pkgutil
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import msgspec
import pytest

import siyu
from siyu import migrations
from siyu.kernel.db import Database
from siyu.kernel.db.sql import Statement
from tests.house.database import PREFIX, Server

TYPES: dict[str, set[type]] = {
    "uuid": {UUID},
    "text": {str},
    "varchar": {str},
    "name": {str},
    "int2": {int},
    "int4": {int},
    "int8": {int},
    "numeric": {Decimal},
    "float8": {float},
    "bool": {bool},
    "bytea": {bytes},
    "date": {date},
    "time": {time},
    "timestamptz": {datetime},
}


LEFT_OUT = {"tests", "versions", "env", "__main__", "launch"}
"""Tests, and what runs something when it is imported."""


def every_statement() -> list[Statement]:
    for found in pkgutil.walk_packages(siyu.__path__, "siyu."):
        if not LEFT_OUT & set(found.name.split(".")):
            importlib.import_module(found.name)
    return [s for s in Statement.every if "/tests/" not in s.place]


def shapes_of(type_: Any) -> set[type] | None:
    """What a field takes; None when msgspec builds it from jsonb or an array."""
    if get_origin(type_) in {list, tuple, dict}:
        return None
    kinds = [t for t in get_args(type_) or (type_,) if t is not type(None)]
    if get_origin(type_) is Literal or all(get_origin(k) is Literal for k in kinds):
        return {str, int}
    if all(isinstance(k, type) and k in set.union(*TYPES.values()) for k in kinds):
        return set(kinds)
    return None


def differs(statement: Statement, columns: list[tuple[str, str]]) -> str | None:
    """What is wrong between a statement's columns and the struct it fills."""
    if statement.row is None:
        return None
    fields = msgspec.structs.fields(statement.row)
    if [name for name, _ in columns] != [f.name for f in fields]:
        return f"columns {[n for n, _ in columns]} are not the fields {[f.name for f in fields]}"
    for field, (name, kind) in zip(fields, columns, strict=True):
        wanted = shapes_of(field.type)
        if wanted is not None and kind in TYPES and not wanted & TYPES[kind]:
            return f"{name} is {kind}, the field is {field.type}"
        if wanted is not None and kind not in TYPES:
            return f"{name} is {kind}, which no plain field takes"
    return None


def lacks(statement: Statement, tables: dict[str, list[str]], kinds: list[str]) -> str | None:
    """What is wrong between the rows that a statement takes and the table whose rows they are."""
    taken = [kind.removesuffix("[]") for kind in kinds if kind.removesuffix("[]") in tables]
    if not taken and statement.takes is None:
        return None
    fields = list(getattr(statement.takes, "_fields", []))
    if [tables[table] for table in taken] != [fields]:
        return f"takes {fields}, the row is {[tables[table] for table in taken]}"
    return None


_COLUMNS = """
select n.nspname || '.' || c.relname as name,
       array_agg(a.attname::text order by a.attnum) as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') group by 1
"""


async def test_every_statement_prepares_and_fills_its_struct(database: Database) -> None:
    statements = every_statement()
    wrong = []
    for role, pool in (("app", database.app), ("relay", database.relay)):
        async with pool.acquire() as conn:
            tables = {row["name"]: row["columns"] for row in await conn.fetch(_COLUMNS)}
            for statement in (s for s in statements if s.role == role):
                try:
                    prepared = await conn.prepare(statement.text)
                except Exception as why:  # noqa: BLE001 - all of them are to be told at once
                    wrong.append(f"{statement.place}: {why}")
                    continue
                columns = [(a.name, a.type.name) for a in prepared.get_attributes()]
                kinds = [f"{t.schema}.{t.name}" for t in prepared.get_parameters()]
                faults = (differs(statement, columns), lacks(statement, tables, kinds))
                wrong += [f"{statement.place}: {fault}" for fault in faults if fault]
    assert len(statements) > 100
    assert not wrong, "\n".join(wrong)


async def test_the_migrated_database_is_what_the_models_describe(
    database: Database, server: Server
) -> None:
    await migrations.check(server.urls("owner"), prefix=PREFIX)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("select 1 as other", "are not the fields"),
        ("select 'x'::text as number", "is text"),
    ],
)
async def test_a_planted_fault_is_seen(database: Database, text: str, fault: str) -> None:
    class Row(msgspec.Struct):
        number: int

    planted = Statement.__new__(Statement)
    planted.row = Row
    async with database.app.acquire() as conn:
        prepared = await conn.prepare(text)
        columns = [(a.name, a.type.name) for a in prepared.get_attributes()]
    assert fault in (differs(planted, columns) or "")


@pytest.mark.parametrize("fields", [["a", "b"], ["b"], []])
def test_rows_in_another_order_than_the_table_are_seen(fields: list[str]) -> None:
    planted = Statement.__new__(Statement)
    planted.takes = type("Planted", (tuple,), {"_fields": tuple(fields)})
    assert lacks(planted, {"room.table": ["b", "a"]}, ["room.table[]"])
    assert not lacks(planted, {"room.table": fields}, ["room.table[]"])
