"""The log of facts, and the kernel's queues, leases and audit."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from siyu.kernel.db.tables import TENANT_POLICY
from siyu.migrations import previous
from siyu.migrations.walls import make_schema, open_to_relay, prefix, tenant_wall

revision = Path(__file__).stem
down_revision = previous(__file__)


def upgrade() -> None:
    make_schema("facts")
    make_schema("kernel")
    op.create_table(
        "cursor",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("xid", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.UUID(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "consumer", name="cursor_pk"),
        schema="facts",
    )
    op.create_table(
        "epoch",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="epoch_pk"),
        schema="facts",
    )
    op.create_table(
        "fact",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column(
            "xid",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.UUID(), nullable=True),
        sa.Column("cause", sa.UUID(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "recorded_at", "id", name="fact_pk"),
        schema="facts",
        postgresql_partition_by="RANGE (recorded_at)",
    )
    op.create_index(
        "fact_position_ix", "fact", ["epoch", "xid", "id"], unique=False, schema="facts"
    )
    op.create_index(
        "fact_tenant_position_ix",
        "fact",
        ["tenant_id", "epoch", "xid", "id"],
        unique=False,
        schema="facts",
    )
    op.create_index(
        "fact_timeline_ix",
        "fact",
        ["tenant_id", "subject", "at", "id"],
        unique=False,
        schema="facts",
    )
    op.create_table(
        "parked",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("xid", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.UUID(), nullable=False),
        sa.Column("fact_recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.UUID(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="parked_pk"),
        schema="facts",
    )
    op.create_index(
        "parked_open_ix",
        "parked",
        ["tenant_id", "consumer", "subject"],
        unique=False,
        schema="facts",
        postgresql_where=sa.text("settled_at is null"),
    )
    op.create_table(
        "audit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.UUID(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="audit_pk"),
        schema="kernel",
    )
    op.create_index("audit_at_ix", "audit", ["tenant_id", "at"], unique=False, schema="kernel")
    op.create_index(
        "audit_object_ix",
        "audit",
        ["tenant_id", "object_kind", "object_id", "at"],
        unique=False,
        schema="kernel",
    )
    op.create_table(
        "idempotency",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("caller", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "caller", "key", name="idempotency_pk"),
        schema="kernel",
    )
    op.create_index("idempotency_at_ix", "idempotency", ["at"], unique=False, schema="kernel")
    op.create_table(
        "inbox",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="inbox_pk"),
        schema="kernel",
    )
    op.create_index(
        "inbox_message_ix",
        "inbox",
        ["tenant_id", "vendor", "account", "message"],
        unique=True,
        schema="kernel",
    )
    op.create_index(
        "inbox_open_ix",
        "inbox",
        ["received_at"],
        unique=False,
        schema="kernel",
        postgresql_where=sa.text("handled_at is null and parked_at is null"),
    )
    op.create_table(
        "job",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("args", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="job_pk"),
        schema="kernel",
    )
    op.create_index(
        "job_due_ix",
        "job",
        ["run_at"],
        unique=False,
        schema="kernel",
        postgresql_where=sa.text("ended_at is null and failed_at is null"),
    )
    op.create_index(
        "job_once_ix",
        "job",
        ["tenant_id", "name", "once"],
        unique=True,
        schema="kernel",
        postgresql_where=sa.text("once is not null and ended_at is null"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="lease_pk"),
        schema="kernel",
    )
    op.create_table(
        "schedule",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="schedule_pk"),
        schema="kernel",
    )
    op.create_table(
        "world",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ahead_s", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", name="world_pk"),
        schema="kernel",
    )
    _walls()
    _shared_tables()
    _partitions()


def _walls() -> None:
    # Facts and the audit are only ever added to.
    tenant_wall("facts.fact", may="select, insert")
    tenant_wall("kernel.audit", may="select, insert")
    for table in ("facts.cursor", "facts.parked"):
        tenant_wall(table)
    for table in ("kernel.job", "kernel.inbox", "kernel.idempotency"):
        tenant_wall(table)
    for table in ("facts.fact", "facts.cursor", "facts.parked"):
        open_to_relay(table)
    open_to_relay("kernel.job", may="select, update, delete")
    open_to_relay("kernel.inbox", may="select, update")
    open_to_relay("kernel.idempotency", may="select, delete")


def _shared_tables() -> None:
    app, relay = f"{prefix()}_app", f"{prefix()}_relay"
    op.execute(f"grant select on facts.epoch, kernel.world to {app}, {relay}")
    op.execute(f"grant select on kernel.lease, kernel.schedule to {app}")
    op.execute(f"grant select, insert, update on kernel.lease, kernel.schedule to {relay}")
    op.execute(f"grant insert, update on kernel.world to {relay}")


def _partitions() -> None:
    """Months of facts; the default partition is the net under a calendar that was not kept.

    Each has a wall of its own: whoever reads it beside its table still sees one tenant only.
    """
    app, owner, relay = f"{prefix()}_app", f"{prefix()}_owner", f"{prefix()}_relay"
    op.execute("create table facts.fact_rest partition of facts.fact default")
    op.execute(
        f"""
        create function facts.wall_partition(name text) returns void language plpgsql
        set search_path = pg_catalog as $body$
        begin
          execute format('alter table facts.%I enable row level security', name);
          execute format('alter table facts.%I force row level security', name);
          execute format('create policy %1$I on facts.%2$I to {app}, {owner}'
            ' using (%3$s) with check (%3$s)', name || '_tenant', name, {_quoted(TENANT_POLICY)});
        end $body$
        """
    )
    op.execute("select facts.wall_partition('fact_rest')")
    op.execute(
        """
        create function facts.make_month(first date) returns void language plpgsql
        security definer set search_path = pg_catalog as $body$
        declare
          name text := 'fact_' || to_char(first, 'YYYYMM');
          low timestamptz := first::timestamp at time zone 'UTC';
          high timestamptz := (first + interval '1 month') at time zone 'UTC';
        begin
          if to_regclass('facts.' || name) is not null then return; end if;
          perform pg_advisory_xact_lock(hashtext('facts.make_month'));
          if to_regclass('facts.' || name) is not null then return; end if;
          execute format('create table facts.%I (like facts.fact including all)', name);
          -- The wall binds the owner too: it opens for the move, in a transaction nobody sees.
          alter table facts.fact_rest no force row level security;
          execute format('with moved as (delete from facts.fact_rest where recorded_at >= %L'
            ' and recorded_at < %L returning *) insert into facts.%I select * from moved',
            low, high, name);
          alter table facts.fact_rest force row level security;
          perform facts.wall_partition(name);
          execute format('alter table facts.fact attach partition facts.%I for values'
            ' from (%L) to (%L)', name, low, high);
        end $body$
        """
    )
    for function in ("facts.make_month(date)", "facts.wall_partition(text)"):
        op.execute(f"revoke all on function {function} from public")
    op.execute(f"grant execute on function facts.make_month(date) to {relay}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
