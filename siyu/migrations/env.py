"""Alembic's entry: one connection, every room's schema, a short lock time-out."""

from collections.abc import MutableMapping
from typing import Any

from alembic import context

from siyu.migrations.tables import metadata

SCHEMAS = {table.schema for table in metadata.tables.values()}


def include(name: str | None, kind: str, parents: MutableMapping[Any, str | None]) -> bool:
    if kind == "schema":
        return name in SCHEMAS
    if kind == "table":
        # Partitions are made and dropped by the calendar, not by migrations.
        return f"{parents['schema_name']}.{name}" in metadata.tables
    return True


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_schemas=True,
        include_name=include,
        compare_type=True,
        compare_server_default=False,
        version_table_schema="public",
    )
    with context.begin_transaction():
        connection.exec_driver_sql("set local lock_timeout = '5s'")
        context.run_migrations()


run()
