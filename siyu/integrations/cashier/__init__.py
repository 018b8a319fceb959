"""The sandbox cashier: client, call-back, sandbox."""

from siyu.integrations.cashier.account import VENDOR, Account, Accounts, mchid_of, tenant_of
from siyu.integrations.cashier.client import CashierClient
from siyu.integrations.cashier.notices import (
    UnprovenNotice,
    UnreadableNotice,
    handle,
    must_be_fresh,
    opened,
    proven,
)
from siyu.integrations.cashier.rules import RULES
from siyu.kernel.inbox import Handle
from siyu.kernel.kit import Kit


def letters(_: Kit) -> dict[str, Handle]:
    """What the inbox does with this vendor's messages."""
    return {VENDOR: handle}


__all__ = [
    "RULES",
    "VENDOR",
    "Account",
    "Accounts",
    "CashierClient",
    "UnprovenNotice",
    "UnreadableNotice",
    "letters",
    "mchid_of",
    "must_be_fresh",
    "opened",
    "proven",
    "tenant_of",
]
