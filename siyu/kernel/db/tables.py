"""Tables are described once, as SQLAlchemy Core; this is where they are collected."""

from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_uq",
        "ix": "%(table_name)s_%(column_0_N_name)s_ix",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
        "ck": "%(table_name)s_%(constraint_name)s_ck",
    }
)

TENANT_POLICY = "tenant_id = current_setting('siyu.tenant')::int4"


def tenant_table(name: str, schema: str, *items: SchemaItem, **options: Any) -> Table:
    """A table whose rows belong to a tenant: `tenant_id` leads its primary key.

    Give the other key columns with `primary_key=True`. Row security is switched on by the
    migration's `tenant_wall`, and a contract test finds a table that lacks it.
    """
    tenant = Column("tenant_id", Integer, primary_key=True, autoincrement=False)
    info = {"tenant": True}
    return Table(name, metadata, tenant, *items, schema=schema, info=info, **options)
