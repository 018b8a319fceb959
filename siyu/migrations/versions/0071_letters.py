"""Letters, what the gate ruled on them, the merchant's rules of reaching people, campaigns."""

from pathlib import Path

from alembic import op

from siyu.migrations import previous
from siyu.migrations.walls import tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)

TABLES = """
create table messaging.letter (
  tenant_id integer not null, id uuid not null, customer_id uuid not null, guide_id uuid,
  campaign_id uuid, purpose text not null, words text not null, digest bytea not null,
  card_kind text, card_id uuid, sent_at timestamptz not null, read_at timestamptz,
  opened_at timestamptz,
  constraint letter_card_kind_ck check (card_kind in ('product', 'article')),
  constraint letter_card_ck check ((card_kind is null) = (card_id is null)),
  constraint letter_pk primary key (tenant_id, id));
create index letter_customer_ix on messaging.letter (tenant_id, customer_id, sent_at desc);
create index letter_unread_ix on messaging.letter (tenant_id, customer_id) where read_at is null;
create index letter_guide_ix on messaging.letter (tenant_id, guide_id, sent_at desc)
  where guide_id is not null;
create unique index letter_campaign_ix on messaging.letter (tenant_id, campaign_id, customer_id)
  where campaign_id is not null;

create table messaging.verdict (
  tenant_id integer not null, id uuid not null, customer_id uuid not null, guide_id uuid,
  campaign_id uuid, purpose text not null, channel text not null, allowed boolean not null,
  waits boolean not null, reason text, until timestamptz, at timestamptz not null,
  letter_id uuid,
  constraint verdict_reason_ck check (allowed = (reason is null)),
  constraint verdict_pk primary key (tenant_id, id));
create index verdict_customer_ix on messaging.verdict (tenant_id, customer_id, at desc);
create unique index verdict_campaign_ix on messaging.verdict (tenant_id, campaign_id, customer_id)
  where campaign_id is not null and not waits;
create index verdict_reason_ix on messaging.verdict (tenant_id, campaign_id, reason, id)
  where campaign_id is not null;

create table messaging.waiting (
  tenant_id integer not null, id uuid not null, until timestamptz not null,
  customer_id uuid not null, campaign_id uuid, letter jsonb not null,
  constraint waiting_pk primary key (tenant_id, id));
create index waiting_until_ix on messaging.waiting (tenant_id, until);
create index waiting_customer_ix on messaging.waiting (tenant_id, customer_id);

create table messaging.person (
  tenant_id integer not null, customer_id uuid not null,
  constraint person_pk primary key (tenant_id, customer_id));

create table messaging.policy (
  tenant_id integer not null, version integer not null, rules jsonb not null,
  set_at timestamptz not null, set_by text not null,
  constraint policy_pk primary key (tenant_id, version));

create table messaging.notice (
  tenant_id integer not null, id uuid not null, staff_id uuid not null, words text not null,
  at timestamptz not null, read_at timestamptz,
  constraint notice_pk primary key (tenant_id, id));
create index notice_staff_ix on messaging.notice (tenant_id, staff_id, at desc);
create index notice_unread_ix on messaging.notice (tenant_id, staff_id) where read_at is null;

create table messaging.campaign (
  tenant_id integer not null, id uuid not null, name text not null, audience_id uuid not null,
  audience_version integer not null, purpose text not null, channel text not null,
  words text not null, card_kind text, card_id uuid, signed text not null, guide_id uuid,
  state text not null, members bytea, people bigint not null default 0,
  through bigint not null default 0, made_at timestamptz not null, made_by text not null,
  started_at timestamptz, ended_at timestamptz,
  constraint campaign_state_ck
    check (state in ('draft', 'running', 'paused', 'stopped', 'done')),
  constraint campaign_signed_ck check (signed in ('own', 'named', 'merchant')),
  constraint campaign_guide_ck check ((signed = 'named') = (guide_id is not null)),
  constraint campaign_pk primary key (tenant_id, id));
create index campaign_made_ix on messaging.campaign (tenant_id, made_at desc);

create table messaging.campaign_step (
  tenant_id integer not null, campaign_id uuid not null, turn integer not null,
  state text not null, at timestamptz not null, by text not null, why text not null default '',
  constraint campaign_step_pk primary key (tenant_id, campaign_id, turn));
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    tenant_wall("messaging.letter")
    tenant_wall("messaging.verdict", may="select, insert")
    tenant_wall("messaging.waiting", may="select, insert, update, delete")
    tenant_wall("messaging.person", may="select, insert, update")
    tenant_wall("messaging.policy", may="select, insert")
    tenant_wall("messaging.notice", may="select, insert, update")
    tenant_wall("messaging.campaign", may="select, insert, update")
    tenant_wall("messaging.campaign_step", may="select, insert")
