"""Keys to the open API."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("developers")
    op.execute(
        """
        create table developers.key (
          tenant_id integer not null, id uuid not null, digest bytea not null,
          name text not null, prefix text not null, permits text[] not null, made_by uuid,
          made_at timestamptz not null, expires_on date, until timestamptz,
          last_used_at timestamptz, revoked_at timestamptz, revoked_by uuid,
          constraint key_pk primary key (tenant_id, id))
        """
    )
    op.execute("create unique index key_digest_ix on developers.key (tenant_id, digest)")
    tenant_wall("developers.key")
