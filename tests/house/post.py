"""A shop that sends what it sells, for tests: her address, parcels, what is left to send."""

from typing import Any
from uuid import UUID, uuid4

from siyu.flows import ready_pickups, ship_order
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, customers, fulfilment, orders, tenants
from siyu.modules.fulfilment import freight
from tests.house.shop import Shop, open_shop

CARD = 10_000
USUAL = freight.Terms(
    usual=freight.Charge(first_minor=800, more_minor=200, free_from_minor=100_000),
    zones=[freight.Zone(provinces=["65"], first_minor=2000, more_minor=500)],
    unserved=["81"],
)


class Post(Shop):
    """The shop sends what it sells: `her` lives in Zhejiang."""

    her: UUID
    home: UUID

    async def lives(self, province: str) -> UUID:
        said = {"name": "王小明", "phone": "13800138000", "city": "杭州市", "district": "西湖区"}
        where = customers.AddressGiven(**said, province=province, detail="文三路 1 号")
        async with self.works.open(self.tenant) as work:
            return (await customers.add_address(work, self.her, where)).id

    def mails(self, *lines: tuple[UUID, int], **more: Any) -> Any:
        said: dict[str, Any] = {"her": self.her, "way": "mail", "address": self.home}
        return self.asks(*lines, **said | more)

    async def bought(self, *lines: tuple[UUID, int], **more: Any) -> orders.Order:
        """Ordered, paid, and ready to be sent."""
        [made] = await self.places(self.mails(*lines, **more))
        assert isinstance(made, orders.Order), made
        await self.pays(made.id)
        async with self.works.open(self.tenant) as work:
            await ready_pickups.make_ready(work, [made.id])
        return made

    async def sells_cards(self) -> UUID:
        """A card of five uses, which nobody sends."""
        terms = catalog.VoucherTerms(uses=5, days=90)
        card = catalog.NewSku(code="SPA5", name="5 次", price_minor=CARD, voucher=terms)
        product = catalog.NewProduct(code="SPA", name="宝宝洗护", category_id=None, skus=[card])
        async with self.works.open(self.tenant) as work:
            await catalog.list_new(work, [product])
            sku = (await catalog.find_skus_by_code(work, ["SPA5"]))["SPA5"]
        await self.receives((sku, 9))
        return sku

    async def sends(self, order: UUID, lines: dict[int, int] | None, **more: Any) -> Any:
        """The parcel, or the refusal's code."""
        ask = fulfilment.Send(
            id=more.get("id") or uuid4(),
            order=order,
            carrier="sf",
            tracking="SF1234567890",
            quantities=lines or {},
        )
        try:
            async with self.works.open(self.tenant) as work:
                return await (ship_order.send if lines else ship_order.send_rest)(work, ask)
        except Refusal as refused:
            return refused.code

    async def received(self, order: UUID, parcel: UUID | None = None) -> None:
        async with self.works.open(self.tenant) as work:
            await ship_order.receive(work, order, parcel)

    async def left(self, order: UUID) -> dict[int, int]:
        async with self.works.look(self.tenant) as work:
            return (await ship_order.left_to_send(work, [order]))[order]

    async def shipment(self, order: UUID) -> fulfilment.Shipment:
        async with self.works.look(self.tenant) as work:
            return (await fulfilment.shipments_of(work, [order]))[order]


async def open_post(works: Works, tenant: TenantId) -> Post:
    """`her` is a customer with an address, and of each goods there are a hundred pieces."""
    shop = await open_shop(works, tenant)
    shop.__class__ = Post
    assert isinstance(shop, Post)
    async with works.open(tenant) as work:
        await tenants.choose_ways(work, ["mail", "pickup"])
        made = await fulfilment.write_freight(work, None, "通用", USUAL)
        await fulfilment.usual_freight(work, made.id, usual=True)
        token, _ = await customers.begin_session(work, f"139{uuid4().int % 10**8:08d}", [])
        shop.her = token.customer
    shop.home = await shop.lives("33")
    await shop.receives((shop.milk, 100), (shop.cup, 100))
    return shop
