"""How archived facts lie in columns and in Parquet files, and how rows are summed up in each."""

from datetime import date, datetime

import msgspec

from siyu.kernel.columns.tables import DEDUPLICATION_WINDOW
from siyu.kernel.facts.log import StoredTold

FORMAT = "Parquet"

# Ids are text: ClickHouse orders its UUIDs by their second half, positions are ordered by the
# first. What is absent is empty: a sorting key holds no NULL.
COLUMNS = {
    "tenant_id": "UInt32",
    "id": "String",
    "epoch": "UInt32",
    "xid": "UInt64",
    "recorded_at": "DateTime64(6, 'UTC')",
    "at": "DateTime64(6, 'UTC')",
    "name": "LowCardinality(String)",
    "version": "UInt16",
    "subject": "String",
    "cause": "String",
    "actor": "String",
    "body": "String",
}
NAMES = ", ".join(COLUMNS)

PREFIX = "archived_"
DRAFT = "archiving_"


class Counted(msgspec.Struct, frozen=True):
    """How many rows, and the sum of what each hashes to: the same in any order."""

    rows: int
    checksum: str


# MD5 is what both engines have; 60 bits of it per row are summed. It guards against accidents,
# the files' SHA-256 against more.
_TEXT = """
concat_ws(chr(31), tenant_id, id, epoch, xid, (extract(epoch from recorded_at) * 1000000)::bigint,
  (extract(epoch from at) * 1000000)::bigint, name, version, coalesce(subject::text, ''),
  coalesce(cause::text, ''), actor, body::text)
"""
SUM_IN_POSTGRES = f"sum(('x' || left(md5({_TEXT}), 15))::bit(60)::bigint)"

_STRINGS = """
concatWithSeparator(char(31), toString(tenant_id), id, toString(epoch), toString(xid),
  toString(toUnixTimestamp64Micro(recorded_at)), toString(toUnixTimestamp64Micro(at)), name,
  toString(version), subject, cause, actor, body)
"""
_HASH = f"bitShiftRight(reinterpretAsUInt64(reverse(substring(MD5({_STRINGS}), 1, 8))), 4)"
COUNT_IN_COLUMNS = f"SELECT count() AS rows, toString(sum(toUInt128({_HASH}))) AS checksum FROM "


def table_of(month: date, generation: str) -> str:
    return f"{PREFIX}{month:%Y%m}_{generation}"


def create(name: str) -> str:
    """The statement that makes an empty table, sorted for timelines."""
    columns = ", ".join(f"{n} {t}" for n, t in COLUMNS.items())
    settings = (
        f"non_replicated_deduplication_window = {DEDUPLICATION_WINDOW}, "
        "fsync_after_insert = 1, fsync_part_directory = 1"
    )
    return (
        f"CREATE TABLE {name} ({columns}) ENGINE = MergeTree "
        f"ORDER BY (tenant_id, subject, at, id) SETTINGS {settings}"
    )


def row_of(told: StoredTold) -> list[int | str | datetime]:
    """A fact as the values of `COLUMNS`."""
    fact = told.fact
    subject, cause = (str(id_ or "") for id_ in (fact.subject, fact.cause))
    return [
        told.tenant_id,
        str(fact.id),
        fact.epoch,
        fact.xid,
        fact.recorded_at,
        fact.at,
        fact.name,
        fact.version,
        subject,
        cause,
        fact.actor,
        fact.body,
    ]
