"""Tables of staff."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

person = tenant_table(
    "person",
    "staff",
    Column("id", UUID, primary_key=True),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    # What a person is searched by (name, its sound, account, number) and its pieces of one to
    # three letters, led by the tenant.
    Column("searched", Text, nullable=False),
    Column("grams", ARRAY(Text), nullable=False),
    Column("role", Text, nullable=False),
    Column("employee_no", Text),
    Column("region_id", UUID),
    # The person's own key, sealed by the merchant's; it seals the phone and where sessions are.
    Column("key", LargeBinary, nullable=False),
    Column("phone", LargeBinary),
    Column("phone_blind", LargeBinary),
    Column("phone_tail", LargeBinary),
    Column("password_hash", Text, nullable=False),
    Column("totp", LargeBinary),
    Column("totp_step", BigInteger),
    Column("totp_since", _Instant),
    Column("joined_at", _Instant, nullable=False),
    Column("left_at", _Instant),
    Column("left_reason", Text),
    Column("left_by", UUID),
    Column("last_sign_in_at", _Instant),
    Index("person_account_ix", "tenant_id", "account", unique=True),
    Index(
        "person_employee_no_ix",
        "tenant_id",
        "employee_no",
        unique=True,
        postgresql_where=text("employee_no is not null"),
    ),
    Index("person_grams_ix", "grams", postgresql_using="gin"),
    Index(
        "person_phone_ix",
        "tenant_id",
        "phone_blind",
        postgresql_where=text("phone_blind is not null"),
    ),
    Index(
        "person_tail_ix",
        "tenant_id",
        "phone_tail",
        postgresql_where=text("phone_tail is not null"),
    ),
)

post = tenant_table(
    "post",
    "staff",
    Column("id", UUID, primary_key=True),
    Column("person_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("since", _Instant, nullable=False),
    Column("until", _Instant),
    Index(
        "post_person_ix",
        "tenant_id",
        "person_id",
        unique=True,
        postgresql_where=text("until is null"),
    ),
    Index("post_store_ix", "tenant_id", "store_id", postgresql_where=text("until is null")),
)

session = tenant_table(
    "session",
    "staff",
    Column("digest", LargeBinary, primary_key=True),
    Column("id", UUID, nullable=False),
    Column("person_id", UUID, nullable=False),
    Column("audience", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("place", LargeBinary, nullable=False),
    Column("made_at", _Instant, nullable=False),
    Column("seen_at", _Instant, nullable=False),
    Column("until", _Instant, nullable=False),
    Column("ended_at", _Instant),
    Column("ended_by", UUID),
    Column("ended_why", Text),
    CheckConstraint("ended_why in ('signed_out', 'ended', 'password', 'left')", name="ended_why"),
    Index("session_person_ix", "tenant_id", "person_id", "made_at"),
)

attempt = tenant_table(
    "attempt",
    "staff",
    Column("id", UUID, primary_key=True),
    Column("account", LargeBinary, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("at", _Instant, nullable=False),
    Index("attempt_account_ix", "tenant_id", "account", "at"),
    Index("attempt_address_ix", "tenant_id", "address", "at"),
)

recovery_code = tenant_table(
    "recovery_code",
    "staff",
    Column("person_id", UUID, primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("made_at", _Instant, nullable=False),
)
