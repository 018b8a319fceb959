"""Customers: identities, keys, belonging, consents, sessions, and the search among them."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from siyu.migrations import previous
from siyu.migrations.walls import (
    make_schema,
    open_to_search,
    search_function,
    tenant_wall,
)

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("customers")
    op.create_table(
        "belonging",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.UUID(), nullable=False),
        sa.Column("guide_id", sa.UUID(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint("rule in ('first_purchase', 'by_hand')", name=op.f("belonging_rule_ck")),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", "turn", name=op.f("belonging_pk")),
        schema="customers",
    )
    op.create_index(
        "belonging_living_ix",
        "belonging",
        ["tenant_id", "customer_id"],
        unique=True,
        schema="customers",
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "consent",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=True),
        sa.Column("guardian", sa.Text(), nullable=True),
        sa.Column("store_id", sa.UUID(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "guardian in ('mother', 'father', 'other')", name=op.f("consent_guardian_ck")
        ),
        sa.CheckConstraint(
            "state in ('legacy', 'granted', 'refused')", name=op.f("consent_state_ck")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", "turn", name=op.f("consent_pk")),
        schema="customers",
    )
    op.create_table(
        "customer",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("member_no", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("pinyin", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("remark", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("store_id", sa.UUID(), nullable=True),
        sa.Column("guide_id", sa.UUID(), nullable=True),
        sa.Column("searched", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "grams", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.CheckConstraint("gender in ('female', 'male')", name=op.f("customer_gender_ck")),
        sa.CheckConstraint("language in ('zh', 'en')", name=op.f("customer_language_ck")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("customer_pk")),
        schema="customers",
    )
    op.create_index(
        "customer_forgotten_ix",
        "customer",
        ["tenant_id", "forgotten_at"],
        unique=False,
        schema="customers",
        postgresql_where=sa.text("forgotten_at is not null"),
    )
    op.create_index(
        "customer_grams_ix",
        "customer",
        ["grams"],
        unique=False,
        schema="customers",
        postgresql_using="gin",
    )
    op.create_index(
        "customer_guide_ix",
        "customer",
        ["tenant_id", "guide_id", sa.literal_column("met_at desc")],
        unique=False,
        schema="customers",
    )
    op.create_index(
        "customer_member_no_ix",
        "customer",
        ["tenant_id", "member_no"],
        unique=True,
        schema="customers",
    )
    op.create_index(
        "customer_met_ix",
        "customer",
        ["tenant_id", sa.literal_column("met_at desc")],
        unique=False,
        schema="customers",
    )
    op.create_index(
        "customer_store_ix",
        "customer",
        ["tenant_id", "store_id", sa.literal_column("met_at desc")],
        unique=False,
        schema="customers",
    )
    op.create_table(
        "identity",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("blind", sa.LargeBinary(), nullable=False),
        sa.Column("tail", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind in ('phone', 'pos_card', 'member_no', 'email', 'openid')",
            name=op.f("identity_kind_ck"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", "id", name=op.f("identity_pk")),
        schema="customers",
    )
    op.create_index(
        "identity_living_ix",
        "identity",
        ["tenant_id", "kind", "blind"],
        unique=True,
        schema="customers",
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(
        "identity_tail_ix",
        "identity",
        ["tenant_id", "tail"],
        unique=False,
        schema="customers",
        postgresql_where=sa.text("ended_at is null and tail is not null"),
    )
    op.create_table(
        "member_counter",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("member_counter_pk")),
        schema="customers",
    )
    op.create_table(
        "person_key",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "customer_id", name=op.f("person_key_pk")),
        schema="customers",
    )
    op.create_table(
        "session",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("session_pk")),
        schema="customers",
    )
    op.create_index(
        "session_customer_ix",
        "session",
        ["tenant_id", "customer_id"],
        unique=False,
        schema="customers",
    )
    op.create_index(
        "session_digest_ix", "session", ["tenant_id", "digest"], unique=True, schema="customers"
    )
    op.create_table(
        "sign_in_code",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("sign_in_code_pk")),
        schema="customers",
    )
    op.create_index(
        "sign_in_code_address_ix",
        "sign_in_code",
        ["tenant_id", "address", "made_at"],
        unique=False,
        schema="customers",
    )
    op.create_index(
        "sign_in_code_phone_ix",
        "sign_in_code",
        ["tenant_id", "phone", "made_at"],
        unique=False,
        schema="customers",
    )
    _walls()
    _search()


def _walls() -> None:
    for table in ("customer", "member_counter", "person_key", "identity", "belonging"):
        tenant_wall(f"customers.{table}")
    for table in ("sign_in_code", "session"):
        tenant_wall(f"customers.{table}")
    # What a customer said is only ever added to; forgetting her leaves it as evidence.
    tenant_wall("customers.consent", may="select, insert")
    open_to_search("customers.customer")
    open_to_search("customers.identity")


def _search() -> None:
    """Ids of customers whom a question may mean, within a scope, at most `most` of them."""
    search_function(
        "customers.search(needle text, pieces text[], number int4, tail bytea, kinds text[],"
        " blinds bytea[], stores uuid[], guide uuid, most int4)",
        "setof uuid",
        """
        select h.id from (
          (select c.id from customers.customer c
           where c.tenant_id = current_setting('siyu.tenant')::int4
             and c.grams @> $2 and position($1 in c.searched) > 0 and c.forgotten_at is null
             and ($7 is null or c.store_id = any($7)) and ($8 is null or c.guide_id = $8)
           limit $9)
          union
          (select c.id from customers.customer c
           where c.tenant_id = current_setting('siyu.tenant')::int4
             and c.member_no = $3 and c.forgotten_at is null
             and ($7 is null or c.store_id = any($7)) and ($8 is null or c.guide_id = $8))
          union
          (select c.id from customers.identity i
           join customers.customer c
             on c.tenant_id = current_setting('siyu.tenant')::int4 and c.id = i.customer_id
           where i.tenant_id = current_setting('siyu.tenant')::int4
             and i.tail = $4 and i.tail is not null and i.ended_at is null
             and ($7 is null or c.store_id = any($7)) and ($8 is null or c.guide_id = $8)
           limit $9)
          union
          (select c.id from unnest($5, $6) as whole (kind, blind)
           join customers.identity i on i.tenant_id = current_setting('siyu.tenant')::int4
             and i.kind = whole.kind and i.blind = whole.blind and i.ended_at is null
           join customers.customer c
             on c.tenant_id = current_setting('siyu.tenant')::int4 and c.id = i.customer_id
           where ($7 is null or c.store_id = any($7)) and ($8 is null or c.guide_id = $8))
        ) h limit $9
        """,
    )
