"""What the feed of the columns remembers: its fence, the fillings, the planned batches."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import prefix

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    op.create_table(
        "columns_feed",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", name="columns_feed_pk"),
        schema="facts",
    )
    op.create_table(
        "columns_table",
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("generation", name="columns_table_pk"),
        schema="facts",
    )
    op.create_table(
        "columns_batch",
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("after_epoch", sa.Integer(), nullable=False),
        sa.Column("after_xid", sa.BigInteger(), nullable=False),
        sa.Column("after_id", sa.UUID(), nullable=False),
        sa.Column("to_epoch", sa.Integer(), nullable=False),
        sa.Column("to_xid", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.UUID(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["generation"],
            ["facts.columns_table.generation"],
            name="columns_batch_generation_fk",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("generation", "number", name="columns_batch_pk"),
        schema="facts",
    )
    op.create_index(
        "columns_batch_open_ix",
        "columns_batch",
        ["generation"],
        unique=True,
        schema="facts",
        postgresql_where=sa.text("sent_at is null"),
    )
    tables = "facts.columns_feed, facts.columns_table, facts.columns_batch"
    op.execute(f"grant select, insert, update, delete on {tables} to {prefix()}_relay")
    op.execute(f"grant select on {tables} to {prefix()}_app")
