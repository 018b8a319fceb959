"""Letters, what the gate ruled on them, and the merchant's rules of reaching people."""

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
