"""Tables of messaging."""

from sqlalchemy import Column, DateTime, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import UUID

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
