"""Who may do what: each role's permits. A permit is `room.verb`; doors ask for one each.

A guide sees her own customers only and a store manager the store's: that is scope, not permit.
Finance sees money and receipts, and no phone numbers.
"""

from siyu.modules.staff.values import Role

_LOOK = {"tenants.read", "catalog.read", "insight.read"}
_SHOP = _LOOK | {
    "customers.read",
    "customers.write",
    "tills.read",
    "inventory.read",
    "loyalty.read",
    "orders.read",
    "vouchers.read",
}
_MANAGE = _SHOP | {
    "channels.read",
    "channels.share",
    "channels.write",
    "content.read",
    "customers.assign",
    "customers.reveal_phone",
    "distribution.read",
    "insight.people",
    "inventory.write",
    "orders.write",
    "orders.export",
    "orders.refund",
    "orders.reprice",
    "promotions.read",
    "promotions.send",
    "fulfilment.redeem",
    "fulfilment.ship",
    "vouchers.redeem",
    "audiences.read",
    "staff.read",
}
_HEADQUARTERS = _MANAGE | {
    "tenants.write",
    "staff.write",
    "catalog.write",
    "content.write",
    "customers.rule",
    "customers.tags",
    "distribution.write",
    "fulfilment.write",
    "loyalty.adjust",
    "loyalty.refund",
    "loyalty.write",
    "audiences.write",
    "campaigns.read",
    "campaigns.write",
    "tills.import",
    "promotions.write",
    "payments.read",
    "ledger.read",
    "ledger.export",
    "audit.read",
    "sandbox.use",
    "system.read",
    "vouchers.void",
}
_OWNER = _HEADQUARTERS | {
    "customers.forget",
    "letters.send",
    "developers.read",
    "developers.write",
    "system.write",
    "receipts.read",
    "receipts.write",
}

ROLES: dict[Role, frozenset[str]] = {
    "owner": frozenset(_OWNER),
    "headquarters": frozenset(_HEADQUARTERS),
    "finance": frozenset(
        _LOOK
        | {
            "tills.read",
            "tills.import",
            "payments.read",
            "distribution.read",
            "orders.read",
            "orders.export",
            "orders.refund",
            "vouchers.read",
            "promotions.read",
            "inventory.read",
            "ledger.read",
            "ledger.export",
            "loyalty.read",
            "loyalty.refund",
            "audit.read",
        }
    ),
    "region_manager": frozenset(_MANAGE),
    "store_manager": frozenset(_MANAGE),
    "guide": frozenset(
        _LOOK - {"insight.read"}
        | {
            "channels.share",
            "customers.read",
            "customers.write",
            "fulfilment.redeem",
            "promotions.send",
            "fulfilment.ship",
            "vouchers.redeem",
        }
    ),
    "service": frozenset(
        {
            "tenants.read",
            "catalog.read",
            "customers.read",
            "tills.read",
            "inventory.read",
            "loyalty.read",
            "orders.read",
            "orders.write",
            "promotions.read",
            "vouchers.read",
        }
    ),
}

EVERY = frozenset(_OWNER)
"""All permits there are; the owner's."""

CONSOLE_ROLES: frozenset[Role] = frozenset(ROLES) - {"guide"}
"""Guides live in the guide desk; everybody else may also use it for what they may do there."""
