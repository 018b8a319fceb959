"""Tags: groups, tags, and who has which since when."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    op.execute(
        """
        create table customers.tag_group (
          tenant_id integer not null, id uuid not null, name text not null,
          made_at timestamptz not null, made_by text not null,
          constraint tag_group_pk primary key (tenant_id, id))
        """
    )
    op.execute("create unique index tag_group_name_ix on customers.tag_group (tenant_id, name)")
    op.execute(
        """
        create table customers.tag (
          tenant_id integer not null, id uuid not null, group_id uuid not null,
          name text not null, made_at timestamptz not null, made_by text not null,
          retired_at timestamptz, retired_by text,
          constraint tag_pk primary key (tenant_id, id))
        """
    )
    op.execute("create unique index tag_name_ix on customers.tag (tenant_id, group_id, name)")
    op.execute(
        """
        create table customers.tagging (
          tenant_id integer not null, customer_id uuid not null, id uuid not null,
          tag_id uuid not null, since timestamptz not null, by text not null, via text not null,
          ended_at timestamptz, ended_by text,
          constraint tagging_pk primary key (tenant_id, customer_id, id))
        """
    )
    op.execute(
        "create unique index tagging_living_ix on customers.tagging "
        "(tenant_id, tag_id, customer_id) where ended_at is null"
    )
    op.execute(
        """
        create table customers.bulk_tagging (
          tenant_id integer not null, id uuid not null, tag_id uuid not null,
          audience_id uuid not null, has boolean not null, members bytea not null,
          people integer not null, through integer not null, done integer not null,
          changed integer not null, asked_at timestamptz not null, asked_by text not null,
          ended_at timestamptz, stopped_by text,
          constraint bulk_tagging_pk primary key (tenant_id, id))
        """
    )
    op.execute("create index bulk_tagging_asked_ix on customers.bulk_tagging (tenant_id, asked_at)")
    for table in ("tag_group", "tag", "tagging", "bulk_tagging"):
        tenant_wall(f"customers.{table}")
