"""The mailroom: stored sealed and once, handled in lists, parked when hopeless."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Work, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.inbox import TRIES, Inbox, Message


class Clerk:
    """Reads letters; a letter that says "bomb" is more than it can take."""

    def __init__(self) -> None:
        self.read: list[bytes] = []

    async def handle(self, work: Work, letters: Sequence[Message]) -> None:
        if any(letter.body == b"bomb" for letter in letters):
            raise ValueError
        self.read += [letter.body for letter in letters]


@pytest.fixture
def vendor() -> str:
    return f"post-{uuid4().hex[:8]}"


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def inbox(database: Database, keyring: Keyring, vendor: str, clerk: Clerk) -> Inbox:
    return Inbox(database, keyring, {vendor: clerk.handle})


async def test_a_message_sent_twice_is_handled_once(
    inbox: Inbox, works: Works, tenant: TenantId, vendor: str, clerk: Clerk
) -> None:
    for _ in range(2):
        async with works.open(tenant) as work:
            await inbox.store(work, vendor, "a", {"1": b"hello"})
    await inbox.run()
    await inbox.run()
    assert clerk.read == [b"hello"]


async def test_a_letter_that_cannot_be_handled_stops_no_other_and_is_parked(
    inbox: Inbox, works: Works, tenant: TenantId, vendor: str, clerk: Clerk
) -> None:
    async with works.open(tenant) as work:
        await inbox.store(work, vendor, "a", {"1": b"one", "2": b"bomb", "3": b"three"})
    for _ in range(TRIES + 1):
        await inbox.run()
    assert sorted(clerk.read) == [b"one", b"three"]
    async with works.look(tenant) as work:
        row = await work.conn.fetchrow(
            "select error, tries, parked_at from kernel.inbox"
            " where tenant_id = $1 and message = '2'",
            tenant,
        )
    assert row is not None
    assert (row["error"], row["tries"]) == ("ValueError", TRIES)
    assert row["parked_at"] is not None


async def test_bodies_lie_sealed(inbox: Inbox, works: Works, tenant: TenantId, vendor: str) -> None:
    async with works.open(tenant) as work:
        await inbox.store(work, vendor, "a", {"1": b"13800138000"})
        body = await work.conn.fetchval(
            "select body from kernel.inbox where tenant_id = $1", tenant
        )
    assert b"13800138000" not in bytes(body or b"")
