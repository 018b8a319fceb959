"""People who work for a merchant, their posts and sessions."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import make_schema, open_to_search, search_function, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

TABLES = [
    """
    create table staff.person (
      tenant_id integer not null, id uuid not null, account text not null, name text not null,
      name_key text not null, searched text not null, grams text[] not null, role text not null,
      employee_no text, region_id uuid, key bytea not null, phone bytea, phone_blind bytea,
      phone_tail bytea, password_hash text not null, totp bytea, totp_step bigint,
      totp_since timestamptz, joined_at timestamptz not null, left_at timestamptz,
      left_reason text, left_by uuid, last_sign_in_at timestamptz,
      constraint person_pk primary key (tenant_id, id))
    """,
    "create unique index person_account_ix on staff.person (tenant_id, account)",
    """
    create unique index person_employee_no_ix on staff.person (tenant_id, employee_no)
    where employee_no is not null
    """,
    "create index person_grams_ix on staff.person using gin (grams)",
    """
    create index person_phone_ix on staff.person (tenant_id, phone_blind)
    where phone_blind is not null
    """,
    """
    create index person_tail_ix on staff.person (tenant_id, phone_tail)
    where phone_tail is not null
    """,
    """
    create table staff.post (
      tenant_id integer not null, id uuid not null, person_id uuid not null,
      store_id uuid not null, since timestamptz not null, until timestamptz,
      constraint post_pk primary key (tenant_id, id))
    """,
    """
    create unique index post_person_ix on staff.post (tenant_id, person_id)
    where until is null
    """,
    "create index post_store_ix on staff.post (tenant_id, store_id) where until is null",
    """
    create table staff.session (
      tenant_id integer not null, digest bytea not null, id uuid not null,
      person_id uuid not null, audience text not null, device text not null, place bytea not null,
      made_at timestamptz not null, seen_at timestamptz not null, until timestamptz not null,
      ended_at timestamptz, ended_by uuid, ended_why text,
      constraint session_pk primary key (tenant_id, digest),
      constraint session_ended_why_ck
        check (ended_why in ('signed_out', 'ended', 'password', 'left')))
    """,
    "create index session_person_ix on staff.session (tenant_id, person_id, made_at)",
    """
    create table staff.attempt (
      tenant_id integer not null, id uuid not null, account bytea not null,
      address bytea not null, at timestamptz not null,
      constraint attempt_pk primary key (tenant_id, id))
    """,
    "create index attempt_account_ix on staff.attempt (tenant_id, account, at)",
    "create index attempt_address_ix on staff.attempt (tenant_id, address, at)",
    """
    create table staff.recovery_code (
      tenant_id integer not null, person_id uuid not null, digest bytea not null,
      made_at timestamptz not null,
      constraint recovery_code_pk primary key (tenant_id, person_id, digest))
    """,
]


def upgrade() -> None:
    make_schema("staff")
    for statement in TABLES:
        op.execute(statement)
    for table in ("person", "post", "session", "attempt", "recovery_code"):
        tenant_wall(f"staff.{table}")
    _search()


def _search() -> None:
    """Ids of people whom a question may mean."""
    open_to_search("staff.person")
    search_function(
        "staff.find_people(needle text, pieces text[], blind bytea, tail bytea)",
        "setof uuid",
        """
        select p.id from staff.person p
        where p.tenant_id = current_setting('siyu.tenant')::int4
          and p.grams @> $2 and position($1 in p.searched) > 0
        union
        select p.id from staff.person p
        where p.tenant_id = current_setting('siyu.tenant')::int4
          and p.phone_blind = $3 and p.phone_blind is not null
        union
        select p.id from staff.person p
        where p.tenant_id = current_setting('siyu.tenant')::int4
          and p.phone_tail = $4 and p.phone_tail is not null
        """,
    )
