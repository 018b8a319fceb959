"""Columnar tables as data: a room says what it wants to ask, the kernel makes the tables."""

import re

import msgspec

_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")

# What the kernel adds to every table. `place` is where the row stands in its feed: the batch's
# number and the row's within it, so it grows with time and decides which row is the latest.
OWN = {
    "tenant_id": "UInt32",
    "at": "DateTime64(3, 'UTC')",
    "fact_id": "UUID",
    "ordinal": "UInt16",
    "place": "UInt64",
}
_CODECS = {"at": "CODEC(Delta, ZSTD)", "place": "CODEC(Delta, ZSTD)"}

DEDUPLICATION_WINDOW = 1000


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table fed by facts; `columns` are names and ClickHouse types, beside the kernel's own.

    Without `key` every row stays (what happened); with `key` the latest row of each key counts
    (how things stand). Rows are sorted by tenant_id and `order`, or by tenant_id and `key`.
    Raise `version` when the projection changes its mind about the rows: the table is refilled.
    """

    name: str
    columns: dict[str, str]
    order: tuple[str, ...] = ("at",)
    key: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        for name in (self.name, *self.columns):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} can't name a table or column")
        if clash := OWN.keys() & self.columns.keys():
            raise ValueError(f"{self.name}: {sorted(clash)} are the kernel's columns")
        if missing := {*self.order, *self.key} - self.every.keys():
            raise ValueError(f"{self.name}: no column {sorted(missing)}")

    @property
    def every(self) -> dict[str, str]:
        """All columns, the kernel's own first, in the order rows are given."""
        return OWN | self.columns

    def stored_as(self, generation: str) -> str:
        """The name of the table that holds one filling; readers ask the view `name`."""
        return stored_name(self.name, generation)


def stored_name(table: str, generation: str) -> str:
    return f"{table}__{generation}"


def create_table(table: Table, generation: str) -> str:
    """The statement that makes the (empty) table of one filling."""
    return f"CREATE TABLE IF NOT EXISTS {describe(table, '__' + generation)}"


def create_view(table: Table, generation: str) -> str:
    """The statement that lets readers see a filling, in one step, instead of the one before."""
    final = " FINAL" if table.key else ""
    names = ", ".join(table.every)
    source = table.stored_as(generation)
    return f"CREATE OR REPLACE VIEW {table.name} AS SELECT {names} FROM {source}{final}"


def describe(table: Table, suffix: str) -> str:
    """Name, columns, engine and settings, as they follow CREATE TABLE."""
    columns = ", ".join(f"{n} {t} {_CODECS.get(n, '')}".strip() for n, t in table.every.items())
    engine = "ReplacingMergeTree(place)" if table.key else "MergeTree"
    partition = "" if table.key else " PARTITION BY toYYYYMM(at)"
    order = ", ".join(("tenant_id", *(table.key or table.order)))
    settings = (
        f"non_replicated_deduplication_window = {DEDUPLICATION_WINDOW}, "
        "fsync_after_insert = 1, fsync_part_directory = 1"
    )
    return (
        f"{table.name}{suffix} ({columns}) ENGINE = {engine}{partition} "
        f"ORDER BY ({order}) SETTINGS {settings}"
    )
