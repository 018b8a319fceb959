"""Tables of the room."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)
_LIVING = text("ended_at is null")

customer = tenant_table(
    "customer",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("member_no", Integer, nullable=False),
    Column("name", Text),
    Column("pinyin", Text, nullable=False, server_default=text("''")),
    Column("remark", Text, nullable=False, server_default=text("''")),
    Column("gender", Text),
    Column("birthday", Date),
    Column("source", Text, nullable=False),
    Column("met_at", _Instant, nullable=False),
    # Store and guide repeat the living belonging, so that lists are scoped and sorted by an index.
    Column("store_id", UUID),
    Column("guide_id", UUID),
    # What she is searched by, and its pieces of one to three letters, led by the tenant: names
    # have two or three letters, of which a trigram index knows nothing.
    Column("searched", Text, nullable=False, server_default=text("''")),
    Column("grams", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("forgotten_at", _Instant),
    # In which she last used the storefront; empty while nobody knows.
    Column("language", Text),
    CheckConstraint("gender in ('female', 'male')", name="gender"),
    CheckConstraint("language in ('zh', 'en')", name="language"),
    Index("customer_member_no_ix", "tenant_id", "member_no", unique=True),
    # No id at the end: before there are statistics it would look as good as the primary key.
    Index("customer_met_ix", "tenant_id", text("met_at desc")),
    Index("customer_store_ix", "tenant_id", "store_id", text("met_at desc")),
    Index("customer_guide_ix", "tenant_id", "guide_id", text("met_at desc")),
    # The common pool: whom nobody looks after.
    Index(
        "customer_pool_ix",
        "tenant_id",
        text("met_at desc"),
        postgresql_where=text("guide_id is null and forgotten_at is null"),
    ),
    Index("customer_grams_ix", "grams", postgresql_using="gin"),
    Index(
        "customer_forgotten_ix",
        "tenant_id",
        "forgotten_at",
        postgresql_where=text("forgotten_at is not null"),
    ),
)

# The next customer's number is one more than `last_no`; the row is locked until the commit, so
# that numbers have no gaps and are never given twice.
member_counter = tenant_table(
    "member_counter",
    "customers",
    Column("last_no", Integer, nullable=False),
)

# What seals her identities; sealed itself by the tenant's key. Without it they are noise.
person_key = tenant_table(
    "person_key",
    "customers",
    Column("customer_id", UUID, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", _Instant, nullable=False),
)

identity = tenant_table(
    "identity",
    "customers",
    Column("customer_id", UUID, primary_key=True),
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("blind", LargeBinary, nullable=False),
    Column("tail", LargeBinary),
    Column("source", Text, nullable=False),
    Column("since", _Instant, nullable=False),
    Column("ended_at", _Instant),
    Column("ended_by", Text),
    Column("ended_why", Text),
    CheckConstraint("kind in ('phone', 'pos_card', 'member_no', 'email', 'openid')", name="kind"),
    Index(
        "identity_living_ix", "tenant_id", "kind", "blind", unique=True, postgresql_where=_LIVING
    ),
    Index(
        "identity_tail_ix",
        "tenant_id",
        "tail",
        postgresql_where=text("ended_at is null and tail is not null"),
    ),
)

# Where she wants things sent: sealed under her key but for the province, by which it is priced.
# A row never changes but for its end; orders name it.
address = tenant_table(
    "address",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("province", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("added_at", _Instant, nullable=False),
    Column("default_at", _Instant),
    Column("ended_at", _Instant),
    CheckConstraint("default_at is null or ended_at is null", name="default"),
    Index("address_customer_ix", "tenant_id", "customer_id", postgresql_where=_LIVING),
    Index(
        "address_default_ix",
        "tenant_id",
        "customer_id",
        unique=True,
        postgresql_where=text("default_at is not null"),
    ),
)

belonging = tenant_table(
    "belonging",
    "customers",
    Column("customer_id", UUID, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("store_id", UUID, nullable=False),
    Column("guide_id", UUID),
    Column("rule", Text, nullable=False),
    Column("since", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("ended_at", _Instant),
    Column("ended_by", Text),
    Column("ended_why", Text),
    # When she last bought or was added; empty while that was when it began.
    Column("active_at", _Instant),
    CheckConstraint(
        "rule in ('first_purchase', 'by_hand', 'first_add', 'last_purchase', 'released')",
        name="rule",
    ),
    Index("belonging_living_ix", "tenant_id", "customer_id", unique=True, postgresql_where=_LIVING),
    Index(
        "belonging_idle_ix",
        "tenant_id",
        text("coalesce(active_at, since)"),
        postgresql_where=text("ended_at is null and guide_id is not null and rule <> 'by_hand'"),
    ),
)

# The merchant's rule book of bonds: the highest version counts, the others say what counted then.
bond_book = tenant_table(
    "bond_book",
    "customers",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, nullable=False),
    Column("protection_days", Integer, nullable=False),
    Column("later_add", Text, nullable=False),
    Column("idle_days", Integer),
    Column("since", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    CheckConstraint("rule in ('first_add', 'last_purchase', 'by_hand')", name="rule"),
    CheckConstraint("later_add in ('stays', 'moves')", name="later_add"),
    CheckConstraint("protection_days between 0 and 3650", name="protection"),
    CheckConstraint("idle_days between 1 and 3650", name="idle"),
)

# Rows are added, never changed. `store_id` and `guide_id` are whose she is after the decision,
# `asked_…` whose she would have become.
bond_decision = tenant_table(
    "bond_decision",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("event", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("store_id", UUID),
    Column("guide_id", UUID),
    Column("asked_store_id", UUID),
    Column("asked_guide_id", UUID),
    Column("before_guide_id", UUID),
    Column("until", _Instant),
    Column("by", Text, nullable=False),
    CheckConstraint("event in ('add', 'purchase', 'hand', 'idle')", name="event"),
    CheckConstraint("outcome in ('moved', 'kept', 'released')", name="outcome"),
    Index("bond_decision_customer_ix", "tenant_id", "customer_id", "at"),
    Index(
        "bond_decision_asked_ix",
        "tenant_id",
        "asked_guide_id",
        "at",
        postgresql_where=text("outcome = 'kept'"),
    ),
)

# A ledger: rows are added, never changed; of a purpose and channel the one of the last turn counts.
consent = tenant_table(
    "consent",
    "customers",
    Column("customer_id", UUID, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("purpose", Text, nullable=False),
    Column("channel", Text),
    Column("state", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("text_version", Text),
    # Of a guardian's word for a child: who it was, and the store where it was given.
    Column("guardian", Text),
    Column("store_id", UUID),
    Column("by", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("guardian in ('mother', 'father', 'other')", name="guardian"),
    CheckConstraint("state in ('legacy', 'granted', 'refused')", name="state"),
)

# Who has which tag since when; ended ones stay with who ended them.
tag_group = tenant_table(
    "tag_group",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Index("tag_group_name_ix", "tenant_id", "name", unique=True),
)

tag = tenant_table(
    "tag",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("group_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("retired_at", _Instant),
    Column("retired_by", Text),
    Index("tag_name_ix", "tenant_id", "group_id", "name", unique=True),
)

tagging = tenant_table(
    "tagging",
    "customers",
    Column("customer_id", UUID, primary_key=True),
    Column("id", UUID, primary_key=True),
    Column("tag_id", UUID, nullable=False),
    Column("since", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("ended_at", _Instant),
    Column("ended_by", Text),
    Index(
        "tagging_living_ix",
        "tenant_id",
        "tag_id",
        "customer_id",
        unique=True,
        postgresql_where=_LIVING,
    ),
)

# Everybody an audience meant when it was asked, as member numbers, and how far one has come.
bulk_tagging = tenant_table(
    "bulk_tagging",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("tag_id", UUID, nullable=False),
    Column("audience_id", UUID, nullable=False),
    Column("has", Boolean, nullable=False),
    Column("members", LargeBinary, nullable=False),
    Column("people", Integer, nullable=False),
    Column("through", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("asked_at", _Instant, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("ended_at", _Instant),
    Column("stopped_by", Text),
    Index("bulk_tagging_asked_ix", "tenant_id", "asked_at"),
)

sign_in_code = tenant_table(
    "sign_in_code",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("phone", LargeBinary, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("until", _Instant, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("ended_at", _Instant),
    Index("sign_in_code_phone_ix", "tenant_id", "phone", "made_at"),
    Index("sign_in_code_address_ix", "tenant_id", "address", "made_at"),
)

session = tenant_table(
    "session",
    "customers",
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("until", _Instant, nullable=False),
    Column("ended_at", _Instant),
    Index("session_digest_ix", "tenant_id", "digest", unique=True),
    Index("session_customer_ix", "tenant_id", "customer_id"),
)
