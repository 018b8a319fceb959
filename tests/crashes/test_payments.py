"""Between the answer 200 and its handling everything may die: the money is not forgotten."""

import asyncio
import os
import signal
import time
from typing import Any
from uuid import UUID

import httpx
from msgspec import Struct

from siyu.flows import call_cashier
from siyu.kernel.db import Query
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import Residents
from siyu.modules import payments
from siyu.modules.payments import Attempt
from tests.crashes.installation import BACK_S, Installation, found, wait_until


class Owed(Struct, frozen=True):
    happening: UUID


OWED = Query(
    Owed,
    "select (args->>'happening')::uuid as happening from kernel.job "
    "where tenant_id = $1 and name = 'sandbox.call_back' and ended_at is null",
)


async def test_a_notice_that_was_answered_is_handled_once_whoever_is_killed(
    home: Installation,
) -> None:
    async with home.kit() as kit:
        tenant = (await found(kit)).tenant
        attempt = await at_the_cashier(kit, tenant)
        # Nobody handles anything from here on.
        os.kill(home.pids()["worker"], signal.SIGSTOP)
        assert post(f"{home.url}{attempt.pay_path}", data={"act": "pay"}) == 200
        assert await push(kit, home, tenant) == 200
        assert (await known(kit, tenant, attempt)).state == "prepared"
    for name in ("worker", "postgres", "web"):
        home.kill(name)
    wait_until(home.is_ready, what="the doors to open")
    async with home.kit() as kit:
        end = time.monotonic() + BACK_S
        while (await known(kit, tenant, attempt)).state != "paid":
            assert time.monotonic() < end, "the notice is forgotten"
            await asyncio.sleep(0.2)
        # The vendor's own push of the same notice comes as well, now that the worker runs.
        while await pushes_left(kit, tenant):
            assert time.monotonic() < end
            await asyncio.sleep(0.2)
        assert await told(kit, tenant) == ["payments.payment_taken"]


async def at_the_cashier(kit: Kit, tenant: TenantId) -> Attempt:
    async with kit.works.open(tenant) as work:
        asking = payments.Ask(
            order=work.new_id(), amount_minor=100, currency="CNY", about="订单", return_to="/"
        )
        (attempt,) = await payments.ask(work, [asking])
    return await call_cashier.prepare(kit, tenant, attempt.id)


async def push(kit: Kit, home: Installation, tenant: TenantId) -> int:
    """The notice that the vendor owes, as it would push it."""
    async with kit.works.look(tenant) as work:
        (owed,) = await OWED.all(work, tenant)
    notice = await kit.port(Residents).push(tenant, "cashier", owed.happening)
    return post(f"{home.url}{notice.path}", content=notice.body, headers=dict(notice.headers))


def post(url: str, **sent: Any) -> int:
    return httpx.post(url, trust_env=False, **sent).status_code


async def known(kit: Kit, tenant: TenantId, attempt: Attempt) -> Attempt:
    async with kit.works.look(tenant) as work:
        return await payments.get_attempt(work, attempt.id)


async def pushes_left(kit: Kit, tenant: TenantId) -> int:
    async with kit.works.look(tenant) as work:
        return len(await OWED.all(work, tenant))


async def told(kit: Kit, tenant: TenantId) -> list[str]:
    async with kit.works.look(tenant) as work:
        sql = "select name from facts.fact where tenant_id = $1 and name like 'payments.%'"
        return [row["name"] for row in await work.conn.fetch(sql, tenant)]
