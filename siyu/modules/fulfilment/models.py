"""Tables of fulfilment."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)
_OPEN = text("redeemed_at is null and voided_at is null")

pickup = tenant_table(
    "pickup",
    "fulfilment",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("customer_id", UUID),
    Column("store_id", UUID, nullable=False),
    # The eight digits: sealed for her whose they are, found by their blind index, told apart at
    # the counter by the last four.
    Column("sealed", LargeBinary, nullable=False),
    Column("blind", LargeBinary, nullable=False),
    Column("tail", Text, nullable=False),
    Column("ready_at", _Instant, nullable=False),
    Column("redeemed_at", _Instant),
    Column("redeemed_by", UUID),
    Column("redeemed_store", UUID),
    Column("voided_at", _Instant),
    Column("void_why", Text),
    # Told of once by the clock: that it waits still, and that its time is over.
    Column("reminded_at", _Instant),
    Column("overdue_at", _Instant),
    CheckConstraint("redeemed_at is null or voided_at is null", name="one_end"),
    CheckConstraint("(redeemed_at is null) = (redeemed_by is null)", name="redeemed"),
    Index("pickup_order_ix", "tenant_id", "order_id", unique=True),
    # Digits may come again once their order was fetched.
    Index("pickup_open_ix", "tenant_id", "blind", unique=True, postgresql_where=_OPEN),
    Index("pickup_blind_ix", "tenant_id", "blind"),
    Index("pickup_store_ix", "tenant_id", "store_id", "ready_at", postgresql_where=_OPEN),
)

# Codes that were typed and are none.
guess = tenant_table(
    "guess",
    "fulfilment",
    Column("id", UUID, primary_key=True),
    Column("person_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Index("guess_person_ix", "tenant_id", "person_id", "at"),
)

# What sending costs: a version of a template never changes, the highest counts.
freight_template = tenant_table(
    "freight_template",
    "fulfilment",
    Column("id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("terms", JSONB, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
)

# Under which template a product is sent; the product that is none stands for all others.
freight_use = tenant_table(
    "freight_use",
    "fulfilment",
    Column("product_id", UUID, primary_key=True),
    Column("template_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Index("freight_use_template_ix", "tenant_id", "template_id"),
)

# The highest version counts: what the clock does with what was sent and what nobody fetches.
delivery_rule = tenant_table(
    "delivery_rule",
    "fulfilment",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("received_after_days", Integer, nullable=False),
    Column("remind_after_days", Integer),
    Column("unfetched_after_days", Integer),
    Column("unfetched", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    CheckConstraint("received_after_days between 1 and 60", name="received"),
    CheckConstraint("unfetched in ('keep', 'refund')", name="unfetched"),
)

# An order that is sent; `done_at` while nothing is left to send.
shipment = tenant_table(
    "shipment",
    "fulfilment",
    Column("order_id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("address_id", UUID, nullable=False),
    Column("province", Text, nullable=False),
    Column("promised_at", _Instant, nullable=False),
    Column("ready_at", _Instant),
    Column("done_at", _Instant),
    Column("received_at", _Instant),
    Column("voided_at", _Instant),
    Index(
        "shipment_waiting_ix",
        "tenant_id",
        "store_id",
        "ready_at",
        postgresql_where=text("ready_at is not null and done_at is null and voided_at is null"),
    ),
    Index(
        "shipment_under_way_ix",
        "tenant_id",
        "store_id",
        "ready_at",
        postgresql_where=text("done_at is not null and received_at is null and voided_at is null"),
    ),
)

parcel = tenant_table(
    "parcel",
    "fulfilment",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("tracking", Text, nullable=False),
    Column("sent_at", _Instant, nullable=False),
    Column("sent_by", Text, nullable=False),
    Column("due_at", _Instant, nullable=False),
    Column("received_at", _Instant),
    Column("received_by", Text),
    CheckConstraint("(received_at is null) = (received_by is null)", name="received"),
    Index("parcel_order_ix", "tenant_id", "order_id", "sent_at"),
    Index("parcel_due_ix", "tenant_id", "due_at", postgresql_where=text("received_at is null")),
)

parcel_line = tenant_table(
    "parcel_line",
    "fulfilment",
    Column("parcel_id", UUID, primary_key=True),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    Column("quantity", Integer, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
)
