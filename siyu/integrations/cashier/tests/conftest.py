"""A merchant with the cashier on a real street, a worker beside it, and a buyer who presses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec import Struct

from siyu.api import callbacks, sandbox
from siyu.api.street import App
from siyu.bootstrap import made_worker
from siyu.flows import call_cashier
from siyu.flows.schedule.payments import leave_questions
from siyu.integrations.cashier import VENDOR, Account, Accounts
from siyu.integrations.cashier.account import mchid_of
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import FaultPlan, put_plan
from siyu.modules import payments, tenants
from siyu.modules.payments import Attempt, Refund
from siyu.worker import Worker
from tests.house.street import free_port, made_kit, open_street

AMOUNT = 12_800
RETURN_TO = "/orders/1?from=cashier"


class Gate:
    """The call-backs' street, which a test may close; notes when this merchant's notices knock.

    The worker of one test also does what other tests have left to be done.
    """

    def __init__(self, app: App, tenant: TenantId, clock: StoppedClock) -> None:
        self._app = app
        self._path = f"/callbacks/{VENDOR}/{mchid_of(tenant)}"
        self._clock = clock
        self.closed = False
        self.knocks: list[datetime] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] == self._path:
            self.knocks.append(self._clock.now())
        if not self.closed:
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 503, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Shop(Struct, frozen=True, kw_only=True):
    """A merchant of the sandbox cashier, and what it takes to be paid."""

    kit: Kit
    tenant: TenantId
    clock: StoppedClock
    worker: Worker
    gate: Gate
    ours: Account

    async def ask(self, amount_minor: int = AMOUNT, **more: Any) -> Attempt:
        """An order of this amount is at the cashier."""
        async with self.kit.works.open(self.tenant) as work:
            asking = payments.Ask(
                order=work.new_id(),
                amount_minor=amount_minor,
                currency="CNY",
                about="订单 20260302-0001",
                return_to=RETURN_TO,
                **more,
            )
            (attempt,) = await payments.ask(work, [asking])
        return await call_cashier.prepare(self.kit, self.tenant, attempt.id)

    async def press(self, attempt: Attempt, act: str = "pay", **headers: str) -> httpx.Response:
        async with self.browser() as browser:
            path = attempt.pay_path or ""
            return await browser.post(path, data={"act": act}, headers=headers)

    async def look(self, attempt: Attempt, **headers: str) -> httpx.Response:
        async with self.browser() as browser:
            return await browser.get(attempt.pay_path or "", headers=headers)

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.kit.settings.loopback_url, trust_env=False, timeout=60
        )

    async def paid(self, amount_minor: int = AMOUNT) -> Attempt:
        attempt = await self.ask(amount_minor)
        await self.press(attempt)
        await self.worker.drain()
        return await self.attempt(attempt)

    async def attempt(self, attempt: Attempt) -> Attempt:
        async with self.kit.works.look(self.tenant) as work:
            return await payments.get_attempt(work, attempt.id)

    async def refund(self, attempt: Attempt, amount_minor: int) -> Refund:
        async with self.kit.works.open(self.tenant) as work:
            one = payments.RefundAsk(
                id=work.new_id(), attempt=attempt.id, amount_minor=amount_minor, why="不想要了"
            )
            (refund,) = await payments.ask_refund(work, [one])
        assert isinstance(refund, Refund)
        return refund

    async def state_of(self, refund: Refund) -> tuple[str, str | None]:
        async with self.kit.works.look(self.tenant) as work:
            known = await payments.get_refund(work, refund.id)
        return known.state, known.failure

    async def plan(self, **faults: int) -> None:
        async with self.kit.works.open(self.tenant) as work:
            await put_plan(work, VENDOR, FaultPlan(**faults))

    async def wait(self, **time: float) -> None:
        """Time passes; then the worker does all there is, the janitor's questions included."""
        self.clock.move(timedelta(**time))
        async with self.kit.works.open(self.tenant) as work:
            await leave_questions(work, work.now)
        await self.worker.drain()

    async def told(self) -> list[str]:
        """What payments told, in order."""
        async with self.kit.works.look(self.tenant) as work:
            rows = await work.conn.fetch(
                "select name from facts.fact where tenant_id = $1 and name like 'payments.%' "
                "order by xid, id",
                self.tenant,
            )
        return [row["name"].removeprefix("payments.") for row in rows]

    async def quarantine(self) -> list[str]:
        async with self.kit.works.look(self.tenant) as work:
            rows, _ = await payments.list_quarantine(work, limit=50)
        return [row.reason for row in rows]


@pytest.fixture
async def shop(
    database: Database,
    keyring: Keyring,
    clock: StoppedClock,
    tenant: TenantId,
    tmp_path: Path,
    alone: None,
) -> AsyncIterator[Shop]:
    async with opened_shop(database, keyring, clock, tenant, tmp_path) as one:
        yield one


@asynccontextmanager
async def opened_shop(
    database: Database, keyring: Keyring, clock: StoppedClock, tenant: TenantId, folder: Path
) -> AsyncIterator[Shop]:
    columns = Columns.embedded("127.0.0.1", 1, "unused")
    kit = made_kit(database, keyring, Settings(data=folder, port=free_port()), columns)
    async with kit.works.open(tenant) as work:
        await tenants.found(work, tenants.Found(code=f"t{tenant}", name="小镇母婴"))
    gate = Gate(callbacks.app(kit), tenant, clock)
    apps: dict[str, Any] = {"/callbacks": gate, "/sandbox": sandbox.app(kit)}
    async with open_street(apps, kit.settings.port):
        ours = await Accounts(kit).of(tenant)
        worker = made_worker(kit)
        yield Shop(kit=kit, tenant=tenant, clock=clock, worker=worker, gate=gate, ours=ours)
    await columns.close()
