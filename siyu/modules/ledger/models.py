"""Tables of the ledger. Views over them are in the migration: SQL is what they are."""

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
from sqlalchemy.dialects.postgresql import UUID

from siyu.kernel.db.tables import tenant_table

_Instant = DateTime(timezone=True)

account = tenant_table(
    "account",
    "ledger",
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("owner", UUID, nullable=False),
    Column("place", UUID, nullable=False),
    Column("unit", Text, nullable=False),
    Column("opened_at", _Instant, nullable=False),
    # What is owed for an order is asked for by its id alone, and every order brings one.
    Index(
        "account_name_ix",
        *("tenant_id", "kind", "owner", "place", "unit"),
        unique=True,
        postgresql_where=text("kind <> 'due'"),
    ),
    Index(
        "account_place_ix",
        *("tenant_id", "kind", "place"),
        postgresql_where=text("kind <> 'due'"),
    ),
)

# Only of accounts with a bound. The checks are the last wall: rules.decide refuses before them.
balance = tenant_table(
    "balance",
    "ledger",
    Column("account_id", UUID, primary_key=True),
    Column("floor", BigInteger),
    Column("ceiling", BigInteger),
    Column("posted", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("coming", BigInteger, nullable=False),
    Column("moved_at", _Instant, nullable=False),
    CheckConstraint("held >= 0 and coming >= 0", name="open"),
    CheckConstraint("posted - held >= floor", name="floor"),
    CheckConstraint("posted + coming <= ceiling", name="ceiling"),
)

transfer = tenant_table(
    "transfer",
    "ledger",
    Column("chain", UUID, primary_key=True),
    Column("line", SmallInteger, primary_key=True, autoincrement=False),
    # How many lines the chain has, so that a missing one is seen.
    Column("lines", SmallInteger, nullable=False),
    Column("debit", UUID, nullable=False),
    Column("credit", UUID, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("phase", Text, nullable=False),
    Column("of_chain", UUID),
    Column("of_line", SmallInteger),
    Column("reason", Text, nullable=False),
    Column("ref", UUID),
    Column("at", _Instant, nullable=False),
    Column("expires_at", _Instant),
    # A number for each batch, and the place in it: the order in which an account's lines came.
    Column("batch", BigInteger, nullable=False),
    Column("turn", Integer, nullable=False),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("debit <> credit", name="sides"),
    CheckConstraint("line between 1 and lines", name="line"),
    CheckConstraint(
        "phase in ('post', 'pending') and of_chain is null and of_line is null"
        " or phase in ('settle', 'void') and of_chain is not null and of_line is not null",
        name="phase",
    ),
    Index(
        "transfer_of_ix",
        "tenant_id",
        "of_chain",
        "of_line",
        unique=True,
        postgresql_where=text("of_chain is not null"),
    ),
    Index("transfer_order_ix", "tenant_id", "batch", "turn", unique=True),
    Index("transfer_debit_ix", "tenant_id", "debit", "batch", "turn"),
    Index("transfer_credit_ix", "tenant_id", "credit", "batch", "turn"),
)

# Which pending lines are open: what transfers say already, kept so that nobody searches them all.
open_hold = tenant_table(
    "open_hold",
    "ledger",
    Column("chain", UUID, primary_key=True),
    Column("line", SmallInteger, primary_key=True, autoincrement=False),
    Column("expires_at", _Instant),
    Index(
        "open_hold_expires_ix",
        "tenant_id",
        "expires_at",
        postgresql_where=text("expires_at is not null"),
    ),
)

# Put now and then over what was written since the one before; see seals.py.
seal = tenant_table(
    "seal",
    "ledger",
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("after", BigInteger, nullable=False),
    Column("upto", BigInteger, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("leaves", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("at", _Instant, nullable=False),
    CheckConstraint("upto > after and lines > 0", name="upto"),
    Index("seal_at_ix", "tenant_id", "at"),
)
