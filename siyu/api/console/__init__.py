"""Doors of the console: headquarters, regions, stores, finance, customer service."""

from litestar import Litestar
from litestar.di import Provide

from siyu.api.console import (
    articles,
    audiences,
    audit,
    balances,
    bonds,
    campaigns,
    catalog,
    codes,
    commissions,
    coupons,
    customers,
    entry,
    insight,
    keys,
    ledger,
    letters,
    me,
    order_books,
    orders,
    payments,
    plans,
    points,
    prices,
    promotions,
    receipts,
    rush,
    sandbox,
    session,
    sign_ins,
    staff,
    stock,
    system,
    tags,
    tenants,
    vouchers,
)
from siyu.kernel.doors import audience
from siyu.kernel.kit import Kit

MODULES = [
    session,
    me,
    codes,
    bonds,
    customers,
    receipts,
    orders,
    coupons,
    payments,
    commissions,
    plans,
    points,
    balances,
    insight,
    audiences,
    campaigns,
    letters,
    catalog,
    prices,
    promotions,
    tags,
    articles,
    stock,
    ledger,
    order_books,
    tenants,
    staff,
    sign_ins,
    keys,
    audit,
    system,
    sandbox,
    rush,
    vouchers,
]


def app(kit: Kit) -> Litestar:
    return audience(
        "console",
        "/api/console",
        [door for module in MODULES for door in module.DOORS],
        authenticate=entry.authenticator(kit),
        anonymous=entry.stranger(kit),
        about="The merchant's console. A session is a cookie; writes show the session's token "
        "in X-CSRF-Token.",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )
