"""A shop with its doors open: a buyer, a guide, a key, the cashier on the street, and a worker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec import Struct

from siyu.bootstrap import discover, made_worker
from siyu.integrations.cashier.rules import RULES
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant
from siyu.modules import customers, developers, staff
from siyu.worker import Worker
from tests.house.apps import lent
from tests.house.knocking import Doors, Knocker
from tests.house.shop import Shop, open_shop
from tests.house.street import free_port, made_kit, open_street

PASSWORD = "long enough, and nobody's birthday"
HER = "13800138001"
SCOPES = frozenset(
    {
        "promotions.read",
        "promotions.write",
        "orders.read",
        "orders.write",
        "orders.refund",
        "fulfilment.redeem",
        "payments.read",
        "inventory.write",
    }
)
TIMED = {"distribution.thaw_commission", "orders.expire_unpaid", "promotions.expire_coupons"}
"""What the schedule does to a shop."""


class Mall(Struct, frozen=True, kw_only=True):
    """`host` is the shop's address; answers are what a client would get."""

    kit: Kit
    shop: Shop
    doors: Doors
    worker: Worker
    clock: StoppedClock
    host: str

    async def ask(self, who: Knocker, method: str, path: str, **sent: Any) -> Any:
        """The body of an answer that is no refusal."""
        answer = await self.doors.knock(who, method, path, **sent)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def refused(self, who: Knocker, method: str, path: str, **sent: Any) -> Any:
        """The body of a refusal."""
        answer = await self.doors.knock(who, method, path, **sent)
        assert 400 <= answer.status_code < 500, f"{answer.status_code} {answer.text}"
        return answer.json()

    async def customer(self, phone: str = HER) -> tuple[Knocker, UUID]:
        async with self.kit.works.open(self.shop.tenant) as work:
            token, _ = await customers.begin_session(work, phone, [])
        return Knocker(called="her", host=self.host, bearer=token.text), token.customer

    async def staff(
        self, role: staff.Role, store: UUID | None, at: staff.Audience | None = None
    ) -> Knocker:
        """Somebody at the guide desk, or, whoever is no guide, at the console."""
        account = uuid4().hex[:12]
        desk = at == "guide" if at else role in {"guide", "store_manager"}
        hashed = await staff.hash_password(PASSWORD)
        who = {"account": account, "name": "林静", "password_hash": hashed}
        async with self.kit.works.open(self.shop.tenant) as work:
            await staff.join(work, staff.Join(**who, role=role, store_id=store))
        shown = staff.Credentials(account=account, password=PASSWORD, code=None, address="::1")
        audience: staff.Audience = "guide" if desk else "console"
        token = await staff.sign_in(self.kit.works, self.shop.tenant, shown, audience)
        if desk:
            return Knocker(called=role, host=self.host, bearer=token)
        return Knocker(called=role, host=self.host, cookie=token)

    async def key(self, permits: frozenset[str] = SCOPES) -> Knocker:
        async with self.kit.works.open(self.shop.tenant) as work:
            new = developers.NewKey(name="自有商城", permits=permits)
            _, shown = await developers.make_key(work, new, most=permits)
        return Knocker(called="key", host=self.host, bearer=shown)

    async def press(self, path: str, act: str = "pay") -> httpx.Response:
        """The buyer's browser on the cashier's page."""
        base = self.kit.settings.loopback_url
        async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=60) as browser:
            return await browser.post(path, data={"act": act})

    async def pays(self, her: Knocker, order: str) -> None:
        """She pays at the cashier, and everything that follows has happened."""
        path = f"/api/storefront/orders/{order}/payment"
        asked = await self.ask(her, "POST", path, json={"return_to": "/orders"})
        if asked["pay_path"]:
            assert (await self.press(asked["pay_path"])).is_success
        await self.worker.drain()

    async def pays_back(self) -> None:
        """The cashier takes its time, and then the money is back."""
        await self.worker.drain()
        self.clock.move(timedelta(seconds=RULES.refund_takes_s))
        await self.worker.drain()

    async def keeps_time(self) -> None:
        """What the schedule would have done by now has been done, and what follows from it.

        For this merchant alone: a room's own tests leave halves of things behind.
        """
        for entry in discover.entries(self.kit):
            if entry.name in TIMED:
                assert isinstance(entry.run, ByTenant)
                await entry.run.act(self.shop.tenant, self.clock.now())
        await self.worker.drain()


@asynccontextmanager
async def open_mall(
    database: Database,
    keyring: Keyring,
    clock: StoppedClock,
    tenant: TenantId,
    folder: Path,
    columns: Columns | None = None,
) -> AsyncIterator[Mall]:
    """Without columns they are away."""
    away = Columns.embedded("127.0.0.1", 9, "nobody")
    settings = Settings(data=folder, sandbox=True, port=free_port())
    kit = made_kit(database, keyring, settings, columns or away)
    shop = await open_shop(kit.works, tenant)
    apps = lent(kit)
    street = {prefix: apps[prefix] for prefix in ("/callbacks", "/sandbox")}
    async with open_street(street, settings.port):
        yield Mall(
            kit=kit,
            shop=shop,
            doors=Doors(apps),
            worker=made_worker(kit),
            clock=clock,
            host=f"t{tenant}.shop.test",
        )
