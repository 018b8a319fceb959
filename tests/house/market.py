"""A shop with two guides, a customer of the first one's, a plan, and what commission came to."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from siyu.flows import earn_commission, thaw_commission
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import customers, distribution, ledger, orders
from siyu.modules.distribution import Earning, Rate
from tests.house.merchant import hire
from tests.house.shop import Shop, open_shop

AFTER_SALE = 7
PLAN = (Rate(role="guide", rate_bp=500),)
OURS = ("distribution.earned", "distribution.thawed", "distribution.clawed_back")


class Market(Struct):
    """A shop with two guides and a customer of the first one's."""

    shop: Shop
    clock: StoppedClock
    lin: UUID
    zhao: UUID
    anna: UUID

    async def plans(self, *rates: Rate, **more: Any) -> distribution.Plan:
        async with self.shop.works.open(self.shop.tenant) as work:
            new = distribution.NewPlan(
                since=work.now, after_sale_days=AFTER_SALE, ceiling_bp=3000, rates=rates or PLAN
            )
            return await distribution.set_plan(work, structs.replace(new, **more))

    async def sells(self, *lines: tuple[UUID, int], **more: Any) -> orders.Order:
        """Ordered, paid and told of."""
        made = await self.shop.ordered(*lines, her=self.anna, **more)
        await self.shop.pays(made.id)
        await self.hears()
        return made

    async def gives_her_to(self, guide: UUID) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            await customers.assign(
                work, self.anna, store=self.shop.store, guide=guide, reason="换人"
            )

    async def hears(self) -> None:
        """React to every fact of orders there ever was, as if none had been taken before."""
        async with self.shop.works.look(self.shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=100_000)
        told = [row.told() for row in rows if row.name in earn_commission.ON]
        async with self.shop.works.open(self.shop.tenant) as work:
            await earn_commission.take(work, told)

    async def hands_over(self, order: UUID) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            await orders.redeem(work, [order])
        await self.hears()

    async def returns(self, order: UUID, quantities: dict[int, int]) -> None:
        refund = await self.shop.refunds(order, quantities)
        await self.shop.pays_back(refund.id)
        await self.hears()

    async def thaws(self) -> int:
        async with self.shop.works.open(self.shop.tenant) as work:
            return await thaw_commission.thaw(work)

    async def earned(self, order: UUID) -> list[Earning]:
        async with self.shop.works.look(self.shop.tenant) as work:
            return await distribution.earnings_of(work, order)

    async def why(self, order: UUID) -> str:
        async with self.shop.works.look(self.shop.tenant) as work:
            return (await distribution.get_split(work, order)).reason

    async def has(self, guide: UUID) -> tuple[int, int]:
        """What is hers, and what she waits for, as the books say."""
        async with self.shop.works.look(self.shop.tenant) as work:
            [found] = await ledger.balances_of(work, [ledger.commission(guide)])
        assert found.held == 0
        return found.posted, found.coming

    async def all_well(self) -> None:
        await self.shop.all_well()
        async with self.shop.works.look(self.shop.tenant) as work:
            broken = [one for one in await distribution.check(work) if one.broken]
            assert broken == []

    async def told(self) -> list[str]:
        async with self.shop.works.look(self.shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=100_000)
        assert all(row.subject is None for row in rows if row.name in OURS)
        return [row.name for row in rows if row.name in OURS]


async def open_market(works: Works, tenant: TenantId, clock: StoppedClock) -> Market:
    """Everybody at work, and 5 % for the guide."""
    shop = await open_shop(works, tenant)
    await shop.receives((shop.milk, 500), (shop.cup, 500))
    async with works.open(tenant) as work:
        seen = customers.Meet(
            identity=customers.read_identity("13800138001"),
            source="test",
            at=work.now,
            store=shop.store,
        )
        [met] = await customers.meet(work, [seen])
        assert met.customer is not None
        lin = await hire(work, "lin", "guide", name="林静", store=shop.store)
        zhao = await hire(work, "zhao", "guide", name="赵敏", store=shop.store)
    made = Market(shop=shop, clock=clock, lin=lin, zhao=zhao, anna=met.customer)
    await made.gives_her_to(lin)
    clock.move(timedelta(minutes=1))
    await made.plans()
    return made
