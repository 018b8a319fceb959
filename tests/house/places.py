"""Two places of a shop, between which goods are sent."""

from uuid import UUID, uuid4

from siyu.flows import stock_goods, transfer_goods
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import inventory, ledger, tenants
from tests.house.shop import Shop, open_shop


class Places:
    """Two places of a shop, and what the books say of milk."""

    def __init__(self, shop: Shop, west: UUID) -> None:
        self.shop, self.works, self.tenant = shop, shop.works, shop.tenant
        self.east, self.west, self.milk = shop.store, west, shop.milk

    async def receives(self, place: UUID, many: int) -> None:
        async with self.works.open(self.tenant) as work:
            await stock_goods.receive(work, uuid4(), place, [(self.milk, many)])

    async def sends(self, source: UUID, target: UUID, many: int, id_: UUID | None = None) -> UUID:
        sending = inventory.Sending(
            id=id_ or uuid4(), source=source, target=target, lines=((self.milk, many),)
        )
        async with self.works.open(self.tenant) as work:
            return await transfer_goods.send(work, sending)

    async def arrives(self, transfer: UUID, many: int, why: str = "") -> None:
        async with self.works.open(self.tenant) as work:
            await transfer_goods.receive(work, transfer, {self.milk: many}, why=why)

    async def stands(self, *transfers: UUID) -> tuple[int, int, int]:
        """In the east, in the west, and on the way."""
        accounts = [ledger.stock(self.milk, place) for place in (self.east, self.west)]
        accounts += [ledger.transit(self.milk, one) for one in transfers]
        async with self.works.look(self.tenant) as work:
            found = [one.posted for one in await ledger.balances_of(work, accounts)]
        return found[0], found[1], sum(found[2:])

    async def all_well(self) -> None:
        """Every invariant of the books and of transfers holds."""
        await self.shop.all_well()
        async with self.works.look(self.tenant) as work:
            assert [one for one in await inventory.check(work) if one.broken] == []


async def open_places(works: Works, tenant: TenantId) -> Places:
    shop = await open_shop(works, tenant)
    async with works.look(tenant) as work:
        west = (await tenants.find_stores_by_code(work, ["W1"]))["W1"].id
    return Places(shop, west)
