"""Tables of messaging."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

# State as instants: made, then handed or refused, then reported.
send = tenant_table(
    "send",
    "messaging",
    Column("id", UUID, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("customer_id", UUID),
    Column("sealed", LargeBinary),
    Column("vendor_id", Text),
    Column("made_at", _Instant, nullable=False),
    Column("handed_at", _Instant),
    Column("failed_at", _Instant),
    Column("delivered_at", _Instant),
    Column("reason", Text),
    Index("send_made_ix", "tenant_id", "made_at"),
    Index("send_customer_ix", "tenant_id", "customer_id", "made_at"),
)

# A letter that reached a person in the storefront. Its words are emptied when she is forgotten.
letter = tenant_table(
    "letter",
    "messaging",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("guide_id", UUID),
    Column("campaign_id", UUID),
    Column("purpose", Text, nullable=False),
    Column("words", Text, nullable=False),
    # Of words and card: known again without comparing texts.
    Column("digest", LargeBinary, nullable=False),
    Column("card_kind", Text),
    Column("card_id", UUID),
    Column("sent_at", _Instant, nullable=False),
    Column("read_at", _Instant),
    Column("opened_at", _Instant),
    CheckConstraint("card_kind in ('product', 'article')", name="card_kind"),
    CheckConstraint("(card_kind is null) = (card_id is null)", name="card"),
    Index("letter_customer_ix", "tenant_id", "customer_id", text("sent_at desc")),
    Index("letter_unread_ix", "tenant_id", "customer_id", postgresql_where=text("read_at is null")),
    Index(
        "letter_guide_ix",
        "tenant_id",
        "guide_id",
        text("sent_at desc"),
        postgresql_where=text("guide_id is not null"),
    ),
    # Nobody is sent the same campaign twice, whoever dies and begins again.
    Index(
        "letter_campaign_ix",
        "tenant_id",
        "campaign_id",
        "customer_id",
        unique=True,
        postgresql_where=text("campaign_id is not null"),
    ),
)

# Rows are added, never changed: every time the gate was asked, and what it said.
verdict = tenant_table(
    "verdict",
    "messaging",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("guide_id", UUID),
    Column("campaign_id", UUID),
    Column("purpose", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("waits", Boolean, nullable=False),
    Column("reason", Text),
    Column("until", _Instant),
    Column("at", _Instant, nullable=False),
    Column("letter_id", UUID),
    CheckConstraint("allowed = (reason is null)", name="reason"),
    Index("verdict_customer_ix", "tenant_id", "customer_id", text("at desc")),
    Index(
        "verdict_campaign_ix",
        "tenant_id",
        "campaign_id",
        "customer_id",
        unique=True,
        postgresql_where=text("campaign_id is not null and not waits"),
    ),
    Index(
        "verdict_reason_ix",
        "tenant_id",
        "campaign_id",
        "reason",
        "id",
        postgresql_where=text("campaign_id is not null"),
    ),
)

# A letter that waits for the end of quiet hours; the row goes when it is asked again.
waiting = tenant_table(
    "waiting",
    "messaging",
    Column("id", UUID, primary_key=True),
    Column("until", _Instant, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("campaign_id", UUID),
    Column("letter", JSONB, nullable=False),
    Index("waiting_until_ix", "tenant_id", "until"),
    Index("waiting_customer_ix", "tenant_id", "customer_id"),
)

# Locked while letters to a person are weighed, so that two senders see each other's.
person = tenant_table(
    "person",
    "messaging",
    Column("customer_id", UUID, primary_key=True),
)

# The merchant's rules; versions stay. Without a row the defaults hold.
policy = tenant_table(
    "policy",
    "messaging",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("rules", JSONB, nullable=False),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", Text, nullable=False),
)

# What somebody of the staff is to know for their work; it passes no gate.
notice = tenant_table(
    "notice",
    "messaging",
    Column("id", UUID, primary_key=True),
    Column("staff_id", UUID, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("read_at", _Instant),
    Index("notice_staff_ix", "tenant_id", "staff_id", text("at desc")),
    Index("notice_unread_ix", "tenant_id", "staff_id", postgresql_where=text("read_at is null")),
)

# Words to an audience; `members` are the member numbers it meant when it was started.
campaign = tenant_table(
    "campaign",
    "messaging",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("audience_id", UUID, nullable=False),
    Column("audience_version", Integer, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("card_kind", Text),
    Column("card_id", UUID),
    Column("signed", Text, nullable=False),
    Column("guide_id", UUID),
    Column("state", Text, nullable=False),
    Column("members", LargeBinary),
    Column("people", BigInteger, nullable=False, server_default=text("0")),
    # The last member number that was ruled on: where whoever takes over goes on.
    Column("through", BigInteger, nullable=False, server_default=text("0")),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("started_at", _Instant),
    Column("ended_at", _Instant),
    CheckConstraint("state in ('draft', 'running', 'paused', 'stopped', 'done')", name="state"),
    CheckConstraint("signed in ('own', 'named', 'merchant')", name="signed"),
    CheckConstraint("(signed = 'named') = (guide_id is not null)", name="guide"),
    Index("campaign_made_ix", "tenant_id", text("made_at desc")),
)

# Every state it was in, since when, by whom; rows are added, never changed.
campaign_step = tenant_table(
    "campaign_step",
    "messaging",
    Column("campaign_id", UUID, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=text("''")),
)
