"""Tables of vouchers."""

from sqlalchemy import (
    BigInteger,
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
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)
_OPEN = text("expired_at is null and voided_at is null and used + back < uses")

# What lines of orders become once they are paid, as it was said when they were ordered.
promise = tenant_table(
    "promise",
    "vouchers",
    Column("order_id", UUID, primary_key=True),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    Column("customer_id", UUID, nullable=False),
    # Where it was sold.
    Column("store_id", UUID, nullable=False),
    Column("sku_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("payable_minor", BigInteger, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("days", Integer),
    Column("until", _Instant),
    Column("stores", ARRAY(UUID)),
    CheckConstraint("(days is null) <> (until is null)", name="until"),
)

voucher = tenant_table(
    "voucher",
    "vouchers",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("n", SmallInteger, nullable=False),
    Column("piece", Integer, nullable=False),
    Column("customer_id", UUID, nullable=False),
    # Where it was sold.
    Column("store_id", UUID, nullable=False),
    Column("sku_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("used", Integer, nullable=False, server_default=text("0")),
    # Given back, or on its way.
    Column("back", Integer, nullable=False, server_default=text("0")),
    Column("paid_minor", BigInteger, nullable=False),
    Column("stores", ARRAY(UUID)),
    # The ten digits: sealed for her whose they are, found by their blind index, told apart at the
    # counter by the last four.
    Column("sealed", LargeBinary, nullable=False),
    Column("blind", LargeBinary, nullable=False),
    Column("tail", Text, nullable=False),
    Column("issued_at", _Instant, nullable=False),
    Column("valid_until", _Instant, nullable=False),
    Column("expired_at", _Instant),
    Column("voided_at", _Instant),
    Column("void_why", Text),
    CheckConstraint("used >= 0 and back >= 0 and used + back <= uses and uses > 0", name="uses"),
    CheckConstraint("paid_minor >= 0", name="paid"),
    Index("voucher_line_ix", "tenant_id", "order_id", "n", "piece", unique=True),
    Index("voucher_blind_ix", "tenant_id", "blind", unique=True),
    Index("voucher_customer_ix", "tenant_id", "customer_id", "issued_at"),
    Index("voucher_issued_ix", "tenant_id", "issued_at", "id"),
    Index("voucher_due_ix", "tenant_id", "valid_until", postgresql_where=_OPEN),
)

redemption = tenant_table(
    "redemption",
    "vouchers",
    Column("id", UUID, primary_key=True),
    Column("voucher_id", UUID, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("store_id", UUID, nullable=False),
    Column("by_id", UUID, nullable=False),
    CheckConstraint("uses > 0", name="uses"),
    Index("redemption_voucher_ix", "tenant_id", "voucher_id", "at"),
)

# What a refund took of a voucher; `undone_at` when the money could not go back.
back = tenant_table(
    "back",
    "vouchers",
    Column("refund_id", UUID, primary_key=True),
    Column("voucher_id", UUID, primary_key=True),
    Column("uses", Integer, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("undone_at", _Instant),
    CheckConstraint("uses > 0 and amount_minor >= 0", name="uses"),
)

# Codes that were typed and are none.
guess = tenant_table(
    "guess",
    "vouchers",
    Column("id", UUID, primary_key=True),
    Column("person_id", UUID, nullable=False),
    Column("at", _Instant, nullable=False),
    Index("guess_person_ix", "tenant_id", "person_id", "at"),
)
