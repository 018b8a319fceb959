"""Tables of fulfilment."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import UUID

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
