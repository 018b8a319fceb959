"""How people who work for the merchant are known at a door: whose session, which scope."""

from uuid import UUID

import msgspec

from siyu.kernel.db import Actor, Works
from siyu.kernel.doors import Ask, Connection, Scope
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import staff, tenants

NOBODYS = TenantId(0)
"""Stands for an address that is no merchant's; failed sign-ins are counted there all the same."""


class StaffAsk(Ask):
    """An asker from the staff, with the session that let them in."""

    def __init__(self, works: Works, tenant: TenantId, signed: staff.Signed, scope: Scope) -> None:
        actor, permits = Actor("staff", signed.person), staff.ROLES[signed.role]
        super().__init__(works, tenant, actor=actor, permits=permits, scope=scope)
        self.signed = signed


class StaffRef(msgspec.Struct, frozen=True):
    """Oneself; `totp` says whether codes are switched on."""

    id: UUID
    name: str
    account: str
    role: str
    totp: bool


class TenantRef(msgspec.Struct, frozen=True):
    id: int
    name: str
    currency: str
    exponent: int
    timezone: str


class ScopeShape(msgspec.Struct, frozen=True):
    kind: str
    stores: list[UUID]


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is signed in, what they may do and see; `token` only in the guide desk's answer."""

    staff: StaffRef
    tenant: TenantRef
    permits: list[str]
    scope: ScopeShape
    sandbox: bool = False
    csrf: str = ""
    token: str = ""


async def find_ask(works: Works, token: str | None, audience: staff.Audience) -> StaffAsk | None:
    """The asker that a token stands for; None when it stands for nobody."""
    tenant = tenant_of(token)
    if token is None or tenant is None:
        return None
    signed = await staff.find_session(works, tenant, token, audience)
    if signed is None:
        return None
    return StaffAsk(works, tenant, signed, await _scope(works, tenant, signed))


async def tenant_at(works: Works, connection: Connection) -> TenantId:
    """The merchant of the address; NotFound where nobody's shop is."""
    found = await tenants.find_tenant_by_host(works, connection.headers.get("host", ""))
    if found is None:
        raise NotFound
    return found


async def named_tenant(ask: Ask, account: str) -> tuple[TenantId, str]:
    """The tenant somebody signs in at: the address's, or the one typed as `account@merchant`.

    MerchantNeeded where neither names one.
    """
    name, at, merchant = account.rpartition("@")
    if not at and ask.tenant == NOBODYS:
        raise staff.MerchantNeeded
    if not at:
        return ask.tenant, account
    found = await tenants.find_tenant_by_code(ask.works, merchant)
    # Without such a merchant nobody is found either, and the answer is the same.
    return (ask.tenant, account) if found is None else (found, name)


def tenant_of(token: str | None) -> TenantId | None:
    """The tenant that a token names; the token itself is proved inside that tenant's walls."""
    number, dot, _ = (token or "").partition(".")
    return tenant_number(number) if dot else None


def tenant_number(text: str) -> TenantId | None:
    """The number of a tenant as tokens and keys carry it: up to nine plain digits."""
    plain = text.isascii() and text.isdecimal() and len(text) <= 9
    return TenantId(int(text)) if plain else None


def bearer(connection: Connection) -> str | None:
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


async def session_of(ask: StaffAsk, kit: Kit, *, csrf: str = "", token: str = "") -> Session:
    """What a screen needs to know about who is using it."""
    signed = ask.signed
    async with ask.look() as work:
        tenant = await tenants.get_tenant(work)
    return Session(
        staff=StaffRef(signed.person, signed.name, signed.account, signed.role, signed.has_totp),
        tenant=TenantRef(
            ask.tenant, tenant.name, tenant.currency, tenant.exponent, tenant.timezone
        ),
        permits=sorted(ask.permits),
        scope=ScopeShape(_kind(ask.scope, signed.role), ask.scope.place_list() or []),
        sandbox=kit.settings.sandbox,
        csrf=csrf,
        token=token,
    )


async def _scope(works: Works, tenant: TenantId, signed: staff.Signed) -> Scope:
    if signed.role == "guide":
        return Scope(places=_places(signed.store_id), own=signed.person)
    if signed.role == "store_manager":
        return Scope(places=_places(signed.store_id))
    if signed.role == "region_manager":
        if signed.region_id is None:
            return Scope(places=frozenset())
        async with works.look(tenant) as work:
            stores = await tenants.store_ids_of_region(work, signed.region_id)
        return Scope(places=frozenset(stores))
    return Scope()


def _places(store: UUID | None) -> frozenset[UUID]:
    """Somebody whose post has ended sees nothing, rather than everything."""
    return frozenset() if store is None else frozenset({store})


def _kind(scope: Scope, role: str) -> str:
    if scope.own is not None:
        return "guide"
    if scope.places is None:
        return "headquarters"
    return "region" if role == "region_manager" else "store"
