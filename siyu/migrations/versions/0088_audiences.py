"""Audiences and their versions."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("audiences")
    op.execute(
        """
        create table audiences.audience (
          tenant_id integer not null, id uuid not null, name text not null,
          version integer not null, made_at timestamptz not null, made_by text not null,
          ended_at timestamptz, ended_by text,
          constraint audience_pk primary key (tenant_id, id))
        """
    )
    op.execute(
        "create unique index audience_name_ix on audiences.audience (tenant_id, name) "
        "where ended_at is null"
    )
    op.execute(
        """
        create table audiences.version (
          tenant_id integer not null, audience_id uuid not null, version integer not null,
          tree jsonb not null, digest text not null, people bigint not null,
          saved_at timestamptz not null, saved_by text not null,
          constraint version_pk primary key (tenant_id, audience_id, version))
        """
    )
    tenant_wall("audiences.audience", may="select, insert, update")
    tenant_wall("audiences.version", may="select, insert")
