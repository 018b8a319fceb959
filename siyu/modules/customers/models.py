"""Tables of the room."""

from sqlalchemy import (
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
    CheckConstraint("gender in ('female', 'male')", name="gender"),
    Index("customer_member_no_ix", "tenant_id", "member_no", unique=True),
    # No id at the end: before there are statistics it would look as good as the primary key.
    Index("customer_met_ix", "tenant_id", text("met_at desc")),
    Index("customer_store_ix", "tenant_id", "store_id", text("met_at desc")),
    Index("customer_guide_ix", "tenant_id", "guide_id", text("met_at desc")),
    Index("customer_grams_ix", "grams", postgresql_using="gin"),
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
    CheckConstraint("rule in ('first_purchase', 'by_hand')", name="rule"),
    Index("belonging_living_ix", "tenant_id", "customer_id", unique=True, postgresql_where=_LIVING),
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
    Column("by", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("state in ('legacy', 'granted', 'refused')", name="state"),
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
