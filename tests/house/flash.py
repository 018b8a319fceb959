"""A flash sale of cups in the tests' shop."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec import structs

from siyu.flows import flash_sales
from siyu.flows.order_drafts import Placing
from siyu.kernel.clock import StoppedClock
from siyu.modules import deals, ledger
from tests.house.shop import Shop

PRICE = 1900
HOUR = timedelta(hours=1)


class Flash:
    """Cups at 19.00, some at the one store, two for each person; it opens in an hour."""

    def __init__(self, shop: Shop, clock: StoppedClock) -> None:
        self.shop, self.clock = shop, clock
        self.sale: deals.Sale

    def said(self, pieces: int, **more: Any) -> deals.Said:
        now = self.clock.now()
        good = deals.NewGood(
            sku=self.shop.cup, price_minor=PRICE, pieces=pieces, cap=min(2, pieces)
        )
        said = deals.Said(
            name="周年秒杀",
            since=now + HOUR,
            until=now + 3 * HOUR,
            stores=(self.shop.store,),
            goods=(good,),
        )
        return structs.replace(said, **more)

    async def drafts(self, pieces: int, **more: Any) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            self.sale = await flash_sales.draft(work, self.said(pieces, **more))

    async def confirms(self) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            self.sale = await flash_sales.confirm(work, self.sale.id)

    async def opens(self, pieces: int, **more: Any) -> None:
        """Drafted, confirmed, and its time has come."""
        await self.drafts(pieces, **more)
        await self.confirms()
        self.clock.move(HOUR)

    async def stops(self) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            self.sale = await flash_sales.end(work, self.sale.id, "stopped")

    async def falls_due(self) -> int:
        async with self.shop.works.open(self.shop.tenant) as work:
            return await flash_sales.end_due(work)

    @property
    def good(self) -> UUID:
        return self.sale.goods[0].id

    def asks(self, pieces: int = 1, her: UUID | None = None, **more: Any) -> Placing:
        return self.shop.asks((self.shop.cup, pieces), her=her or uuid4(), **more)

    async def pool(self) -> tuple[int, int]:
        """What lies in the pool, and what of it is held."""
        async with self.shop.works.look(self.shop.tenant) as work:
            [found] = await ledger.balances_of(work, [ledger.pool(self.good, self.shop.store)])
        return found.posted, found.held

    async def had(self, her: UUID) -> int:
        async with self.shop.works.look(self.shop.tenant) as work:
            [found] = await ledger.balances_of(work, [ledger.cap(self.good, her, 2)])
        return found.posted + found.coming

    async def all_well(self) -> None:
        """The books of the ledger and of the sale."""
        await self.shop.all_well()
        async with self.shop.works.look(self.shop.tenant) as work:
            assert [one for one in await deals.check(work) if one.broken] == []
