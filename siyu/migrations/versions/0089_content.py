"""Content: articles and who has read them."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("content")
    op.execute(
        """
        create table content.article (
          tenant_id integer not null, id uuid not null, title text not null,
          parts jsonb not null, products uuid[] not null, made_at timestamptz not null,
          made_by text not null, changed_at timestamptz not null, changed_by text not null,
          published_at timestamptz, published_by text, unpublished_at timestamptz,
          unpublished_by text,
          constraint article_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index article_changed_ix on content.article (tenant_id, changed_at)")
    op.execute(
        "create index article_published_ix on content.article (tenant_id, published_at) "
        "where published_at is not null and unpublished_at is null"
    )
    op.execute(
        """
        create table content.reading (
          tenant_id integer not null, article_id uuid not null, customer_id uuid not null,
          times integer not null, first_at timestamptz not null, last_at timestamptz not null,
          constraint reading_pk primary key (tenant_id, article_id, customer_id))
        """
    )
    for table in ("article", "reading"):
        tenant_wall(f"content.{table}")
