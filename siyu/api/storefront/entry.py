"""Who knocks at the storefront: a customer with her token, or anybody at a merchant's address."""

from siyu.api.staff_entry import bearer, tenant_at, tenant_of
from siyu.kernel.db import Actor, Works
from siyu.kernel.doors import Ask, Connection
from siyu.kernel.lanes import Lanes
from siyu.modules import customers

CUSTOMER = "customer"


class Entry:
    """Knows customers by their tokens, and merchants by their addresses."""

    def __init__(self, works: Works) -> None:
        self._works = works
        # Whoever knocks while others are being looked up is looked up with the next of them.
        self._sessions: Lanes[str, customers.Session | None] = Lanes(
            works, customers.find_sessions, actor=Actor(CUSTOMER), reads=True
        )

    async def authenticate(self, connection: Connection) -> Ask | None:
        token = bearer(connection)
        tenant = tenant_of(token)
        if token is None or tenant is None:
            return None
        session = await self._sessions.submit(tenant, token)
        if session is None:
            return None
        return Ask(self._works, tenant, actor=Actor(CUSTOMER, session.customer_id))

    async def anonymous(self, connection: Connection) -> Ask:
        """NotFound at an address that is no merchant's."""
        tenant = await tenant_at(self._works, connection)
        return Ask(self._works, tenant, actor=Actor(CUSTOMER))
