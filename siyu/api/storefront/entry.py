"""Who knocks at the storefront: a customer with her token, or anybody at a merchant's address."""

from siyu.kernel.db import Actor, Works
from siyu.kernel.doors import Ask, Connection
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import customers, tenants

CUSTOMER = "customer"
LARGEST_TENANT = 2**31 - 1


class Entry:
    """Knows customers by their tokens, and merchants by their addresses."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def authenticate(self, connection: Connection) -> Ask | None:
        token = bearer(connection)
        tenant = tenant_of(token)
        if tenant is None:
            return None
        async with self._works.look(tenant) as work:
            session = await customers.find_session(work, token)
        if session is None:
            return None
        return Ask(self._works, tenant, actor=Actor(CUSTOMER, session.customer_id))

    async def anonymous(self, connection: Connection) -> Ask:
        """NotFound at an address that is no merchant's."""
        host = connection.headers.get("host", "")
        tenant = await tenants.find_tenant_by_host(self._works, host)
        if tenant is None:
            raise NotFound
        return Ask(self._works, tenant, actor=Actor(CUSTOMER))


def bearer(connection: Connection) -> str:
    """The token of the Authorization header; empty if there is none."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def tenant_of(token: str) -> TenantId | None:
    """The tenant that a token names, `<tenant>.<random>`; whether it is true, its digest tells."""
    number, point, secret = token.partition(".")
    if not (point and secret and number.isascii() and number.isdigit() and len(number) <= 10):
        return None
    return TenantId(int(number)) if int(number) <= LARGEST_TENANT else None
