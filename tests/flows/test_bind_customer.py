"""Bonds after sales and after silence, as the worker decides them."""

from datetime import timedelta
from uuid import UUID

import pytest

from siyu.flows import bind_customer
from siyu.flows.schedule import customers as scheduled
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Query, Works
from siyu.kernel.facts.log import StoredFact
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import customers
from siyu.modules.customers import BondEvent, Book
from tests.house.merchant import Merchant, buy, furnish
from tests.house.street import made_kit

CARD = "13800138011"
SOLD = Query(
    StoredFact,
    """
    select id, epoch, xid::text::int8 as xid, recorded_at, at, name, version, subject, cause, actor,
           body::text as body
    from facts.fact where tenant_id = $1 and name = 'tills.receipt_recorded'
    order by xid desc limit 1
    """,
)


@pytest.fixture
def kit(database: Database, keyring: Keyring) -> Kit:
    return made_kit(database, keyring, Settings(), Columns.embedded("127.0.0.1", 9, "nobody"))


@pytest.fixture
async def merchant(works: Works, tenant: TenantId) -> Merchant:
    return await furnish(works, tenant)


async def sell(kit: Kit, merchant: Merchant, minor: int = 100) -> UUID:
    """Lin sells something to her, and the worker takes notice."""
    async with kit.works.open(merchant.tenant) as work:
        her = await buy(work, merchant, CARD, work.now, minor)
    async with kit.works.open(merchant.tenant) as work:
        sold = await SOLD.one(work, merchant.tenant)
        await bind_customer.take_purchases(work, [sold.told()])
    return her


async def write(kit: Kit, merchant: Merchant, book: Book) -> None:
    async with kit.works.open(merchant.tenant) as work:
        await customers.write_book(work, book)


async def guide_of(kit: Kit, merchant: Merchant, her: UUID) -> UUID | None:
    async with kit.works.look(merchant.tenant) as work:
        return (await customers.get_customer(work, her)).guide_id


async def zhao_has_her(kit: Kit, merchant: Merchant) -> UUID:
    async with kit.works.open(merchant.tenant) as work:
        seen = customers.Meet(
            identity=customers.read_identity(CARD), source="storefront", at=work.now
        )
        [met] = await customers.meet(work, [seen])
        assert met.customer is not None
        add = BondEvent(customer=met.customer, what="add", store=merchant.west, guide=merchant.zhao)
        await customers.bind(work, [add])
    return met.customer


async def test_a_sale_takes_her_by_the_rule_of_the_last_purchase_only(
    kit: Kit, merchant: Merchant, clock: StoppedClock
) -> None:
    her = await zhao_has_her(kit, merchant)
    clock.move(timedelta(days=1))
    assert await sell(kit, merchant) == her
    assert await guide_of(kit, merchant, her) == merchant.zhao
    await write(kit, merchant, Book(rule="last_purchase", protection_days=1))
    clock.move(timedelta(days=1))
    await sell(kit, merchant, minor=-100)
    assert await guide_of(kit, merchant, her) == merchant.zhao
    await sell(kit, merchant)
    assert await guide_of(kit, merchant, her) == merchant.lin


async def test_the_schedule_lets_the_silent_go_and_keeps_who_bought(
    kit: Kit, merchant: Merchant, clock: StoppedClock
) -> None:
    her = await zhao_has_her(kit, merchant)
    await write(kit, merchant, Book(protection_days=0, idle_days=10))
    [entry] = scheduled.entries(kit)
    clock.move(timedelta(days=9))
    await sell(kit, merchant)
    clock.move(timedelta(days=9))
    await entry.run(clock.now())
    assert await guide_of(kit, merchant, her) == merchant.zhao
    clock.move(timedelta(days=1))
    await entry.run(clock.now())
    assert await guide_of(kit, merchant, her) is None
