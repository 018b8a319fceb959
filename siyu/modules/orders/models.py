"""Tables of orders."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

cart = tenant_table(
    "cart",
    "orders",
    Column("customer_id", UUID, primary_key=True),
    Column("sku_id", UUID, primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("picked", Boolean, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
)

order = tenant_table(
    "order",
    "orders",
    Column("id", UUID, primary_key=True),
    Column("no", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("belonging_store_id", UUID),
    Column("selling_store_id", UUID, nullable=False),
    Column("shipping_store_id", UUID, nullable=False),
    Column("guide_id", UUID),
    Column("channel", Text, nullable=False),
    Column("via_id", UUID),
    Column("wallet_id", UUID),
    Column("goods_minor", BigInteger, nullable=False),
    Column("discount_minor", BigInteger, nullable=False),
    Column("freight_minor", BigInteger, nullable=False),
    Column("payable_minor", BigInteger, nullable=False),
    Column("quote", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("placed_at", _Instant, nullable=False),
    Column("expires_at", _Instant, nullable=False),
    # What she said with it, for whoever packs it.
    Column("note", Text, nullable=False, server_default=text("''")),
    CheckConstraint(
        "state in ('unpaid', 'paid', 'redeemed', 'closed', 'expired', 'cancelled')", name="state"
    ),
    CheckConstraint("payable_minor >= 0", name="payable"),
    CheckConstraint("payable_minor = goods_minor - discount_minor + freight_minor", name="sum"),
    Index("order_no_ix", "tenant_id", "no", unique=True, postgresql_ops={"no": "text_pattern_ops"}),
    Index("order_placed_ix", "tenant_id", "placed_at", "id"),
    Index("order_customer_ix", "tenant_id", "customer_id", "placed_at"),
    Index("order_due_ix", "tenant_id", "expires_at", postgresql_where=text("state = 'unpaid'")),
)

line = tenant_table(
    "line",
    "orders",
    Column("order_id", UUID, primary_key=True),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    Column("sku_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("sku_name", Text, nullable=False),
    Column("picture", Text),
    Column("unit_minor", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("discount_minor", BigInteger, nullable=False),
    Column("payable_minor", BigInteger, nullable=False),
    # With what is on its way back.
    Column("refunded_quantity", Integer, nullable=False, server_default=text("0")),
    Column("refunded_minor", BigInteger, nullable=False, server_default=text("0")),
    Column("gift", Boolean, nullable=False),
    CheckConstraint("quantity > 0 and unit_minor >= 0", name="quantity"),
    CheckConstraint(
        "discount_minor >= 0 and payable_minor >= 0"
        " and payable_minor = unit_minor * quantity - discount_minor",
        name="sum",
    ),
    CheckConstraint(
        "refunded_quantity between 0 and quantity and refunded_minor between 0 and payable_minor",
        name="refunded",
    ),
    CheckConstraint("not gift or payable_minor = 0", name="gift"),
    Index("line_sku_ix", "tenant_id", "sku_id"),
)

refund = tenant_table(
    "refund",
    "orders",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("parts", JSONB, nullable=False),
    # With what of the freight goes back.
    Column("amount_minor", BigInteger, nullable=False),
    Column("freight_minor", BigInteger, nullable=False, server_default=text("0")),
    Column("why", Text, nullable=False),
    Column("goods_back", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", _Instant, nullable=False),
    Column("ended_at", _Instant),
    CheckConstraint("freight_minor >= 0 and amount_minor >= freight_minor", name="amount"),
    CheckConstraint("state in ('asked', 'paid_back', 'failed')", name="state"),
    Index("refund_order_ix", "tenant_id", "order_id", "asked_at"),
)

# Each time that somebody changed what an unpaid order costs: what is taken off each line since.
price_change = tenant_table(
    "price_change",
    "orders",
    Column("order_id", UUID, primary_key=True),
    Column("turn", SmallInteger, primary_key=True, autoincrement=False),
    Column("off", JSONB, nullable=False),
    Column("before_minor", BigInteger, nullable=False),
    Column("after_minor", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    CheckConstraint("before_minor >= 0 and after_minor >= 0", name="price"),
)

# How much the staff may take off: a version never changes, the newest counts.
price_limit = tenant_table(
    "price_limit",
    "orders",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("most_bp", Integer, nullable=False),
    Column("set_at", _Instant, nullable=False),
    Column("set_by", Text, nullable=False),
    CheckConstraint("most_bp between 0 and 10000", name="most"),
)

# What the staff note about an order, for each other.
remark = tenant_table(
    "remark",
    "orders",
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Index("remark_order_ix", "tenant_id", "order_id", "at"),
)

# Of orders and of refunds: every change of state, who made it and why.
step = tenant_table(
    "step",
    "orders",
    Column("of", UUID, primary_key=True),
    Column("turn", SmallInteger, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
)
