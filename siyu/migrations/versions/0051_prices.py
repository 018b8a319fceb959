"""List prices that were, price books in versions, and what was really paid."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

_TABLES = """
create table catalog.list_price (
  tenant_id integer not null, sku_id uuid not null, since timestamptz not null,
  price_minor bigint not null, by text not null,
  constraint list_price_pk primary key (tenant_id, sku_id, since));

create table catalog.price_book (
  tenant_id integer not null, id uuid not null, code text not null, version integer not null,
  closed_at timestamptz,
  constraint price_book_pk primary key (tenant_id, id));
create unique index price_book_code_ix on catalog.price_book (tenant_id, code);

create table catalog.price_book_version (
  tenant_id integer not null, book_id uuid not null, version integer not null, name text not null,
  stores uuid[], tiers uuid[], valid_from timestamptz not null, valid_until timestamptz,
  at timestamptz not null, by text not null,
  constraint price_book_version_pk primary key (tenant_id, book_id, version),
  constraint price_book_version_time_ck check (valid_until > valid_from));

create table catalog.book_price (
  tenant_id integer not null, book_id uuid not null, version integer not null,
  sku_id uuid not null, from_quantity integer not null, unit_minor bigint not null,
  since timestamptz not null,
  constraint book_price_pk primary key (tenant_id, book_id, version, sku_id, from_quantity),
  constraint book_price_price_ck check (from_quantity > 0 and unit_minor >= 0));
create index book_price_sku_ix on catalog.book_price (tenant_id, sku_id, book_id, version);

create table catalog.deal (
  tenant_id integer not null, sku_id uuid not null, store_id uuid not null, day date not null,
  low_minor bigint not null, high_minor bigint not null, last_minor bigint not null,
  last_at timestamptz not null,
  constraint deal_pk primary key (tenant_id, sku_id, store_id, day),
  constraint deal_between_ck check (
    0 < low_minor and low_minor <= last_minor and last_minor <= high_minor));
"""


def upgrade() -> None:
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
    for table in ("list_price", "price_book", "deal"):
        tenant_wall(f"catalog.{table}", may="select, insert, update")
    for table in ("price_book_version", "book_price"):
        tenant_wall(f"catalog.{table}", may="select, insert")
