"""The cashier as a resident of the sandbox: as strict as a real one, and it moves no money."""

from siyu.integrations.cashier.sandbox.desk import Desk, Given, Reply
from siyu.integrations.cashier.sandbox.pages import STYLE_POLICY, Told, page, standing
from siyu.integrations.cashier.sandbox.pushes import push
from siyu.integrations.cashier.sandbox.trades import (
    Paying,
    Trade,
    find_prepaid,
    pay,
    prepay_tenant,
)

__all__ = [
    "STYLE_POLICY",
    "Desk",
    "Given",
    "Paying",
    "Reply",
    "Told",
    "Trade",
    "find_prepaid",
    "page",
    "pay",
    "prepay_tenant",
    "push",
    "standing",
]
