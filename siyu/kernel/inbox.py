"""The mailroom: a vendor's message is verified, stored sealed, answered, and worked on later.

The same message twice is stored once. Handlers take lists, as reactions do; a message that can't
be handled is tried again and then parked where an operator sees it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import structlog

from siyu.kernel.crypto import Keyring, seal, unseal
from siyu.kernel.db.pool import Database
from siyu.kernel.db.sql import Command, On, Query
from siyu.kernel.db.work import Work
from siyu.kernel.facts.reactor import error
from siyu.kernel.ids import TenantId

_logger = structlog.get_logger()

TRIES = 5
BATCH = 200


class Message(msgspec.Struct, frozen=True):
    """What a vendor told us: `message` is its own number for it."""

    id: UUID
    vendor: str
    account: str
    message: str
    received_at: datetime
    body: bytes


class _Stored(msgspec.Struct, frozen=True):
    tenant_id: int
    id: UUID
    vendor: str
    account: str
    message: str
    received_at: datetime
    body: bytes


Handle = Callable[[Work, Sequence[Message]], Awaitable[None]]

_STORE = Command(
    """
    insert into kernel.inbox (tenant_id, id, vendor, account, message, received_at, body)
    select $1, m.id, $2, $3, m.message, $4, m.body
    from unnest($5::uuid[], $6::text[], $7::bytea[]) as m (id, message, body)
    on conflict (tenant_id, vendor, account, message) do nothing
    """
)
_OPEN = Query(
    _Stored,
    """
    select tenant_id, id, vendor, account, message, received_at, body from kernel.inbox
    where handled_at is null and parked_at is null and vendor = any($1)
    order by received_at, id limit $2
    """,
    role="relay",
)
_TAKE = Query(
    _Stored,
    """
    select tenant_id, id, vendor, account, message, received_at, body from kernel.inbox
    where tenant_id = $1 and id = any($2) and handled_at is null and parked_at is null
    order by received_at, id for update skip locked
    """,
)
_HANDLED = Command("update kernel.inbox set handled_at = $3 where tenant_id = $1 and id = any($2)")
_FAILED = Command(
    """
    update kernel.inbox set error = $3, tries = tries + 1,
      parked_at = case when tries + 1 >= $4 then $5::timestamptz end
    where tenant_id = $1 and id = $2
    """
)


class Inbox:
    """Stores and opens messages; bodies are sealed with the tenant's key."""

    def __init__(
        self, database: Database, keyring: Keyring, handlers: Mapping[str, Handle]
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._handlers = dict(handlers)

    async def store(
        self, work: Work, vendor: str, account: str, messages: Mapping[str, bytes]
    ) -> int:
        """Keep messages by the vendor's own number; how many were new."""
        key = self._keyring.tenant_key(work.tenant)
        ids = [work.new_id() for _ in messages]
        bodies = [seal(key, body, _place(vendor, account)) for body in messages.values()]
        who = (work.tenant, vendor, account, work.now)
        return await _STORE.run(work, *who, ids, list(messages), bodies)

    async def run(self) -> int:
        """Handle what is open, a list per tenant and vendor; how many messages were seen."""
        async with self._database.relay.acquire() as conn:
            rows = await _OPEN.all(On(conn), list(self._handlers), BATCH)
        groups: dict[tuple[int, str], list[UUID]] = {}
        for row in rows:
            groups.setdefault((row.tenant_id, row.vendor), []).append(row.id)
        for (tenant, vendor), ids in groups.items():
            await self._handle(TenantId(tenant), vendor, ids)
        return len(rows)

    async def _handle(self, tenant: TenantId, vendor: str, ids: list[UUID]) -> None:
        try:
            async with self._database.works.open(tenant) as work:
                rows = await _TAKE.all(work, tenant, ids)
                await self._handlers[vendor](work, [self._opened(row) for row in rows])
                await _HANDLED.run(work, tenant, [row.id for row in rows], work.now)
        except Exception as why:
            _logger.warning("inbox.failed", vendor=vendor, count=len(ids), exc_info=True)
            if len(ids) == 1:
                await self._failed(tenant, ids[0], why)
                return
            for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
                await self._handle(tenant, vendor, half)

    async def _failed(self, tenant: TenantId, id_: UUID, why: Exception) -> None:
        async with self._database.works.open(tenant) as work:
            await _FAILED.run(work, tenant, id_, error(why), TRIES, work.now)

    def _opened(self, row: _Stored) -> Message:
        key = self._keyring.tenant_key(row.tenant_id)
        body = unseal(key, row.body, _place(row.vendor, row.account))
        return Message(row.id, row.vendor, row.account, row.message, row.received_at, body)


def _place(vendor: str, account: str) -> bytes:
    return f"kernel.inbox/{vendor}/{account}".encode()
