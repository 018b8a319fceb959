"""Months of facts that leave PostgreSQL: the list of them, and how a partition goes."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from siyu.migrations import previous
from siyu.migrations.walls import prefix

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    op.create_table(
        "archived",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("first_epoch", sa.Integer(), nullable=False),
        sa.Column("first_xid", sa.BigInteger(), nullable=False),
        sa.Column("first_id", sa.UUID(), nullable=False),
        sa.Column("last_epoch", sa.Integer(), nullable=False),
        sa.Column("last_xid", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.UUID(), nullable=False),
        sa.Column("oldest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name="archived_pk"),
        schema="facts",
    )
    op.execute(f"grant select on facts.archived to {prefix()}_app, {prefix()}_relay")
    op.execute(f"grant insert on facts.archived to {prefix()}_relay")
    _functions()


def _functions() -> None:
    """Only the owner may lock or drop a partition; the relay may ask for that, month by month."""
    op.execute(
        """
        create function facts.still_month(first date) returns void language plpgsql
        security definer set search_path = pg_catalog as $body$
        begin
          execute format('lock table facts.%I in share mode', 'fact_' || to_char(first, 'YYYYMM'));
        end $body$
        """
    )
    op.execute(
        """
        create function facts.drop_month(first date) returns void language plpgsql
        security definer set search_path = pg_catalog as $body$
        declare
          name text := 'fact_' || to_char(first, 'YYYYMM');
        begin
          if not exists (select from facts.archived where month = first) then
            raise exception '% is not archived', first;
          end if;
          execute format('alter table facts.fact detach partition facts.%I', name);
          execute format('drop table facts.%I', name);
        end $body$
        """
    )
    for function in ("still_month", "drop_month"):
        op.execute(f"revoke all on function facts.{function}(date) from public")
        op.execute(f"grant execute on function facts.{function}(date) to {prefix()}_relay")
