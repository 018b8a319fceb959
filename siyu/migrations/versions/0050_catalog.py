"""Categories, products, SKUs."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, open_to_search, search_function, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("catalog")
    op.execute(
        """
        create table catalog.category (
          tenant_id integer not null, id uuid not null, parent_id uuid, code text not null,
          name text not null, place integer not null default 0, made_at timestamptz not null,
          constraint category_pk primary key (tenant_id, id));
        """
    )
    op.execute("create unique index category_code_ix on catalog.category (tenant_id, code)")
    op.execute(
        """
        create table catalog.product (
          tenant_id integer not null, id uuid not null, code text not null, name text not null,
          category_id uuid, pictures text[] not null default '{}',
          picture text generated always as (pictures[1]) stored,
          description text not null default '', options jsonb not null default '[]',
          listed_at timestamptz not null, listed_from timestamptz, listed_until timestamptz,
          words text not null default '', grams text[] not null default '{}',
          constraint product_pk primary key (tenant_id, id),
          constraint product_listed_ck check (listed_until > listed_from))
        """
    )
    op.execute("create unique index product_code_ix on catalog.product (tenant_id, code)")
    op.execute("create index product_category_ix on catalog.product (tenant_id, category_id)")
    # Goods are sought far oftener than named: nobody who seeks walks what waits to be put in order.
    op.execute(
        "create index product_grams_ix on catalog.product using gin (grams) with (fastupdate = off)"
    )
    op.execute(
        """
        create table catalog.sku (
          tenant_id integer not null, id uuid not null, product_id uuid not null,
          code text not null, name text not null, price_minor bigint not null, barcode text,
          made_at timestamptz not null, price_since timestamptz not null, voucher jsonb,
          choice text[] not null default '{}', withdrawn_at timestamptz,
          constraint sku_pk primary key (tenant_id, id))
        """
    )
    op.execute("create unique index sku_code_ix on catalog.sku (tenant_id, code)")
    op.execute("create index sku_product_ix on catalog.sku (tenant_id, product_id)")
    op.execute(
        "create unique index sku_barcode_ix on catalog.sku (tenant_id, barcode) "
        "where barcode is not null"
    )
    op.execute(
        """
        create table catalog.goods_import (
          tenant_id integer not null, id uuid not null, name text not null, body bytea,
          rows integer not null, products integer not null, done integer not null default 0,
          added integer not null default 0, changed integer not null default 0,
          same integer not null default 0, faults jsonb not null default '[]',
          asked_at timestamptz not null, asked_by text not null, ended_at timestamptz,
          constraint goods_import_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index goods_import_asked_ix on catalog.goods_import (tenant_id, asked_at)")
    for table in ("category", "product", "sku", "goods_import"):
        tenant_wall(f"catalog.{table}")
    open_to_search("catalog.product")
    # Every piece must be there, and each two that touch in what was asked for on one side at least.
    search_function(
        "catalog.search_products(pieces text[], lefts text[], rights text[])",
        "setof uuid",
        """
        select p.id from catalog.product p
        where p.tenant_id = current_setting('siyu.tenant')::int4 and p.grams @> pieces
          and not exists (
            select from unnest(lefts, rights) as q (l, r)
            where not (p.grams && array[q.l, q.r]))
        """,
    )
