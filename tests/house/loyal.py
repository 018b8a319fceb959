"""A shop whose orders bring points, and what came of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct, structs

from siyu.flows import (
    adjust_points,
    earn_points,
    expire_points,
    set_points_rule,
    spend_points,
    top_up,
)
from siyu.kernel.clock import StoppedClock
from siyu.kernel.facts import log
from siyu.modules import customers, loyalty, orders, payments, tenants
from siyu.views import points as view
from tests.house.shop import ACCOUNT, Shop, paid_notice

TERMS = loyalty.Terms(on="paid", points=1, per_minor=100, valid_days=30, notice_days=7)


class Club(Struct):
    """A customer of a shop, and a kind of points."""

    shop: Shop
    clock: StoppedClock
    anna: UUID
    kind: UUID

    async def rules(self, **change: Any) -> loyalty.Rule:
        async with self.shop.works.open(self.shop.tenant) as work:
            today = (await tenants.get_tenant(work)).date_of(work.now)
            terms = structs.replace(TERMS, **change)
            asked = set_points_rule.RuleAsked(kind=self.kind, since_on=today, terms=terms)
            made = await set_points_rule.set_rule(work, asked)
        self.clock.move(timedelta(seconds=1))
        return made

    async def buys(self, *lines: tuple[UUID, int], **more: Any) -> orders.Order:
        made = await self.shop.ordered(*lines, her=self.anna, **more)
        await self.shop.pays(made.id)
        await self.hears()
        return made

    async def returns(self, order: UUID, quantities: dict[int, int]) -> None:
        refund = await self.shop.refunds(order, quantities)
        await self.shop.pays_back(refund.id)
        await self.hears()

    async def fetches(self, order: UUID) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            await orders.redeem(work, [order])
        await self.hears()

    async def hears(self) -> None:
        """React to every fact of orders there ever was, as if none had been taken before."""
        async with self.shop.works.look(self.shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=100_000)
        told = [row.told() for row in rows if row.name in earn_points.ON]
        async with self.shop.works.open(self.shop.tenant) as work:
            await earn_points.take(work, told)

    async def spends(self, amount: int, id_: UUID | None = None) -> loyalty.Spend:
        want = loyalty.Want(id=id_ or uuid4(), customer=self.anna, kind=self.kind, amount=amount)
        async with self.shop.works.open(self.shop.tenant) as work:
            return await spend_points.spend_one(work, want)

    async def gives_back(self, spend: UUID, amount: int) -> loyalty.Spend:
        async with self.shop.works.open(self.shop.tenant) as work:
            return await spend_points.give_back(work, spend, amount)

    async def adjusts(self, amount: int) -> None:
        async with self.shop.works.open(self.shop.tenant) as work:
            asked = adjust_points.Adjusting(
                id=uuid4(), customer=self.anna, kind=self.kind, amount=amount, why="补发"
            )
            await adjust_points.adjust(work, asked)

    async def expires(self) -> int:
        async with self.shop.works.open(self.shop.tenant) as work:
            return await expire_points.expire(work)

    async def warns(self) -> int:
        async with self.shop.works.open(self.shop.tenant) as work:
            return await expire_points.warn(work)

    async def has(self) -> tuple[int, int]:
        """What she may spend, and what she owes."""
        async with self.shop.works.look(self.shop.tenant) as work:
            [one] = await view.points_of(work, self.anna)
        return one.left, one.debt

    async def history(self) -> list[tuple[str, int]]:
        """The first first."""
        async with self.shop.works.look(self.shop.tenant) as work:
            rows, _ = await loyalty.list_entries(work, self.anna, None, limit=100)
        return [(one.what, one.amount) for one in reversed(rows)]

    async def told(self) -> list[str]:
        async with self.shop.works.look(self.shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=100_000)
        ours = [row for row in rows if row.name.startswith("loyalty.") and row.subject]
        return [row.name.removeprefix("loyalty.points_") for row in ours]

    async def all_well(self) -> None:
        await self.shop.all_well()
        async with self.shop.works.look(self.shop.tenant) as work:
            assert [one for one in await loyalty.check(work) if one.broken] == []


async def open_club(shop: Shop, clock: StoppedClock) -> Club:
    await shop.receives((shop.milk, 99), (shop.cup, 99))
    async with shop.works.open(shop.tenant) as work:
        seen = customers.Meet(
            identity=customers.read_identity("13800138001"),
            source="test",
            at=work.now,
            store=shop.store,
        )
        [met] = await customers.meet(work, [seen])
        assert met.customer is not None
        kind = await loyalty.add_kind(work, "points", "积分")
    clock.move(timedelta(minutes=1))
    return Club(shop=shop, clock=clock, anna=met.customer, kind=kind.id)


async def tops_up(shop: Shop, customer: UUID, pay: int, bonus: int) -> UUID:
    """A balance that is bought and there."""
    async with shop.works.open(shop.tenant) as work:
        offer = await loyalty.make_offer(work, pay, bonus)
        asking = top_up.Asking(customer=customer, offer=offer.id, return_to="/")
        attempt = await top_up.ask(work, asking)
        by = payments.Prepared(account=ACCOUNT, prepay="b", pay_path="/b", until=work.now)
        known = await payments.prepared(work, attempt.id, by)
        await payments.take_notices(work, [paid_notice(known)])
        await top_up.paid(work, attempt.id, attempt.order_id)
    return attempt.order_id
