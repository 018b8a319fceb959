"""The shop that is simulated: a small chain, furnished from a seed, and who comes to it."""

import random
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from msgspec import Struct

from siyu.api import open as open_
from siyu.api import storefront
from siyu.bootstrap import discover, made_worker
from siyu.flows import stock_goods
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import ByTenant, Entry
from siyu.modules import customers, developers, distribution, loyalty, payments
from siyu.worker import Worker
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit
from tests.simulator import furnishing
from tests.simulator.caller import Caller
from tests.simulator.model import RATE_BP, Coupon, Goods
from tests.simulator.platform import Platform
from tests.simulator.wires import Wires

STOREFRONT, OPEN = "/api/storefront", "/open/v1"
PASSWORD = "493817"
TOP_UP = (50_000, 5_000)
ENTRIES = {
    "orders.expire_unpaid",
    "payments.ask_about_what_is_due",
    "vouchers.expire_over",
    "distribution.thaw_commission",
    "promotions.expire_coupons",
    "ledger.seal",
    "deals.end_sales",
    "groups.fail_due",
    "groups.refund_owed",
    "fulfilment.receive_due",
    "aftersale.turn_cases",
}
NOBODY = UUID(int=0)
_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Buyer(Struct):
    """A customer with her session, and what the model knows of her."""

    id: UUID
    phone: str
    token: str
    guide: UUID | None
    address: UUID
    far: bool
    dice: random.Random
    wallet: list[Coupon] = []
    claimed: dict[UUID, int] = {}
    points_spent: int = 0
    balance: bool = False
    """She has paid something in, or means to."""


class Shop(Struct):
    """Everything there is to knock at, and what of it the model has to know."""

    kit: Kit
    works: Works
    wires: Wires
    relay: Wires
    platform: Platform
    doors: Caller
    worker: Worker
    entries: list[Entry]
    clock: StoppedClock
    merchant: Merchant
    key: str
    goods: dict[UUID, Goods]
    fetched: list[UUID]
    card: UUID
    cup: UUID
    """Given away, and not sold."""
    coupons: dict[UUID, tuple[int, int]]
    points: UUID
    offer: UUID
    buyers: list[Buyer]
    received: dict[tuple[UUID, UUID], int] = {}

    @property
    def tenant(self) -> TenantId:
        return self.merchant.tenant

    @property
    def stores(self) -> list[UUID]:
        return [self.merchant.east, self.merchant.west]

    async def receives(self, store: UUID, sku: UUID, pieces: int) -> None:
        async with self.works.open(self.tenant) as work:
            await stock_goods.receive(work, uuid4(), store, [(sku, pieces)])
        self.received[sku, store] = self.received.get((sku, store), 0) + pieces

    async def enters(self, buyer: Buyer) -> None:
        async with self.works.open(self.tenant) as work:
            token, _ = await customers.begin_session(work, buyer.phone, [])
        buyer.id, buyer.token = token.customer, token.text


async def open_shop(
    database: Database,
    keyring: Keyring,
    clock: StoppedClock,
    tenant: TenantId,
    *,
    seed: int,
    platform: Platform,
    settings: Settings,
    people: int,
) -> Shop:
    """Opened for trade; wires are whole until somebody puts a fuse in."""
    wires, relay = Wires(database.app), Wires(database.relay)
    pools: Any = wires, relay
    own = Database(pools[0], pools[1], clock, keyring)
    kit = made_kit(own, keyring, settings, Columns.embedded("127.0.0.1", 9, "nobody"))
    dict_ports: Any = kit.ports
    dict_ports[payments.Cashier] = platform
    works = own.works
    merchant = await furnish(works, tenant)
    dice = random.Random(f"shop {seed}")
    async with works.open(tenant) as work:
        listed = await furnishing.list_goods(work, dice)
        coupons = await furnishing.give_coupons(work)
        await furnishing.run_ladder(work)
        await furnishing.give_gifts(work, listed.cup)
        await furnishing.send_goods(work)
        plan = distribution.NewPlan(
            since=work.now,
            after_sale_days=7,
            ceiling_bp=3000,
            rates=(distribution.Rate(role="guide", rate_bp=RATE_BP),),
        )
        await distribution.set_plan(work, plan)
        points = await furnishing.give_points(work)
        offer = (await loyalty.make_offer(work, *TOP_UP)).id
        new = developers.NewKey(name="till", permits=developers.OPEN_PERMITS)
        _, key = await developers.make_key(work, new, most=developers.OPEN_PERMITS)
    entries = [one for one in discover.entries(kit) if one.name in ENTRIES]
    assert {one.name for one in entries} == ENTRIES
    assert all(isinstance(one.run, ByTenant) for one in entries)
    shop = Shop(
        kit=kit,
        works=works,
        wires=wires,
        relay=relay,
        platform=platform,
        doors=Caller({STOREFRONT: storefront.app(kit), OPEN: open_.app(kit)}, merchant.host),
        worker=made_worker(kit),
        entries=entries,
        clock=clock,
        merchant=merchant,
        key=key,
        goods=listed.goods,
        fetched=[s for s, one in listed.goods.items() if not one.uses and s != listed.cup],
        card=listed.card,
        cup=listed.cup,
        coupons=coupons,
        points=points,
        offer=offer,
        buyers=[],
    )
    await _let_in(shop, dice, people)
    return shop


async def _let_in(shop: Shop, dice: random.Random, people: int) -> None:
    guides = [(shop.merchant.lin, shop.merchant.east), (shop.merchant.zhao, shop.merchant.west)]
    for n in range(people):
        own = random.Random(f"buyer {n} {dice.random()}")
        buyer = Buyer(
            id=NOBODY,
            phone=f"138{n:08d}",
            token="",
            guide=None,
            address=NOBODY,
            far=n % 5 == 0,
            dice=own,
        )
        await shop.enters(buyer)
        async with shop.works.open(shop.tenant) as work:
            where = furnishing.WEST if buyer.far else furnishing.HOME
            buyer.address = await furnishing.live_at(work, buyer.id, where)
            if dice.random() < 0.8:
                guide, store = dice.choice(guides)
                await customers.assign(work, buyer.id, store=store, guide=guide, reason="开业")
                buyer.guide = guide
            if n % 3 == 0:
                hashed = _quick.hash(loyalty.keyed(work, buyer.id, PASSWORD))
                await loyalty.set_password(work, buyer.id, hashed)
                buyer.balance = True
        shop.buyers.append(buyer)
