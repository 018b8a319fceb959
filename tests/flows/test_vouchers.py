"""Cards that are bought, used in part and given back in part: the books balance to the fen."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from siyu.flows import (
    change_price,
    expire_vouchers,
    ready_pickups,
    refund_order,
    ship_order,
    use_vouchers,
)
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, fulfilment, ledger, orders, vouchers
from tests.house.shop import CUP, MILK, Shop, open_shop

PRICE = 49999


class Spa(Shop):
    """The shop with a card of five uses, `card`, that is good for 90 days at its store."""

    card: UUID

    async def pays_for(self, order: UUID) -> list[vouchers.Shown]:
        """And reacts to it, twice."""
        await self.pays(order)
        async with self.works.look(self.tenant) as work:
            rows, _ = await log.read(work, log.START, names=["orders.order_paid"])
        told = [row.told() for row in rows]
        async with self.works.open(self.tenant) as work:
            for _ in range(2):
                await use_vouchers.take_paid(work, told)
                await ready_pickups.take_paid(work, told)
            return await vouchers.codes_of(work, await vouchers.vouchers_of(work, [order]))

    async def uses(self, shown: vouchers.Shown, times: int) -> vouchers.Voucher:
        use = vouchers.Use(code=shown.code, uses=times, key=uuid4().hex)
        by = vouchers.By(person=uuid4(), store=self.store)
        async with self.works.open(self.tenant) as work:
            done = await use_vouchers.redeem(work, use, by)
        assert isinstance(done, vouchers.Voucher), done
        return done

    async def gives_up(
        self, voucher: UUID, uses: int | None = None, refund: UUID | None = None
    ) -> orders.Refund:
        async with self.works.open(self.tenant) as work:
            one = await vouchers.get_voucher(work, voucher)
            return await refund_order.ask_voucher(
                work, one, refund=refund or uuid4(), uses=uses, why="moved"
            )


@pytest.fixture
async def spa(works: Works, tenant: TenantId) -> Spa:
    shop = await open_shop(works, tenant)
    async with works.open(tenant) as work:
        card = catalog.NewSku(
            code="SPA5",
            name="5 次",
            price_minor=PRICE,
            voucher=catalog.VoucherTerms(uses=5, days=90, stores=(shop.store,)),
        )
        goods = catalog.NewProduct(code="SPA", name="宝宝洗护", category_id=None, skus=[card])
        await catalog.list_new(work, [goods])
        found = await catalog.find_skus_by_code(work, ["SPA5"])
    shop.__class__ = Spa
    assert isinstance(shop, Spa)
    shop.card = found["SPA5"]
    await shop.receives((shop.card, 100), (shop.milk, 100), (shop.cup, 100))
    return shop


async def test_whose_price_was_changed_goes_back_at_what_was_paid(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 1))
    off = change_price.Asking(order=order.id, off=500, why="熟客", seen_minor=PRICE)
    async with spa.works.open(spa.tenant) as work:
        await orders.set_price_limit(work, 10_000)
        await change_price.change(work, off)
    [shown] = await spa.pays_for(order.id)
    await spa.uses(shown, 2)
    refund = await spa.gives_up(shown.voucher.id)
    assert refund.amount_minor == (PRICE - 500) * 3 // 5
    await spa.pays_back(refund.id)
    await spa.all_well()


async def test_bought_two_of_five_used_three_given_back_and_the_books_balance(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 1))
    [shown] = await spa.pays_for(order.id)
    async with spa.works.look(spa.tenant) as work:
        assert await fulfilment.pickups_of(work, [order.id]) == {}
    await spa.uses(shown, 2)
    refund = await spa.gives_up(shown.voucher.id)
    assert refund.amount_minor == PRICE * 3 // 5
    await spa.pays_back(refund.id)
    assert await spa.state(order.id) == "redeemed"
    assert await spa.owes(order.id) == (0, PRICE - PRICE * 3 // 5, PRICE - PRICE * 3 // 5)
    assert await spa.stands(spa.card) == (99, 0)
    with pytest.raises(vouchers.NothingToGiveBack):
        await spa.gives_up(shown.voucher.id)
    await spa.all_well()


async def test_given_back_in_parts_it_is_exactly_what_was_paid(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 1))
    [shown] = await spa.pays_for(order.id)
    refunds = [await spa.gives_up(shown.voucher.id, uses) for uses in (1, 3, None)]
    again = await spa.gives_up(shown.voucher.id, None, refunds[2].id)
    assert again.id == refunds[2].id
    assert sum(one.amount_minor for one in refunds) == PRICE
    await spa.pays_back(*[one.id for one in refunds])
    assert await spa.owes(order.id) == (0, 0, 0)
    assert await spa.state(order.id) == "closed"
    assert await spa.stands(spa.card) == (100, 0)
    await spa.all_well()


async def test_a_refund_of_the_line_takes_what_was_not_used(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 3), (spa.milk, 1))
    first, *_ = await spa.pays_for(order.id)
    await spa.uses(first, 1)
    refund = await spa.refunds(order.id, {1: 3, 2: 1})
    assert refund.amount_minor == 2 * PRICE + PRICE * 4 // 5 + MILK
    assert [(p.n, p.quantity) for p in refund.parts] == [(1, 2), (2, 1)]
    await spa.pays_back(refund.id)
    assert await spa.owes(order.id) == (0, PRICE - PRICE * 4 // 5, PRICE - PRICE * 4 // 5)
    await spa.all_well()


async def test_goods_are_fetched_and_vouchers_are_used_each_by_its_own_code(spa: Spa) -> None:
    order = await spa.ordered((spa.cup, 2), (spa.card, 1))
    [shown] = await spa.pays_for(order.id)
    async with spa.works.look(spa.tenant) as work:
        assert set(await fulfilment.pickups_of(work, [order.id])) == {order.id}
        lines = await ship_order.goods_lines(work, [order.id])
    assert [(one.name, one.quantity) for one in lines[order.id]] == [("学饮杯", 2)]
    await spa.uses(shown, 5)
    assert await spa.state(order.id) == "paid"
    refund = await spa.refunds(order.id, {1: 2})
    assert refund.amount_minor == 2 * CUP
    async with spa.works.look(spa.tenant) as work:
        [pickup] = (await fulfilment.pickups_of(work, [order.id])).values()
    assert pickup.voided_at is not None


async def test_money_that_cannot_go_back_leaves_the_uses_hers(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 1))
    [shown] = await spa.pays_for(order.id)
    refund = await spa.gives_up(shown.voucher.id)
    async with spa.works.open(spa.tenant) as work:
        await orders.refunds_failed(work, [refund.id], why="no")
        await vouchers.undo_back(work, [refund.id])
    assert (await spa.uses(shown, 5)).left == 0
    await spa.all_well()


async def test_money_that_goes_back_after_all_takes_what_is_left_of_the_uses(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 1))
    [shown] = await spa.pays_for(order.id)
    refund = await spa.gives_up(shown.voucher.id)
    async with spa.works.open(spa.tenant) as work:
        await orders.refunds_failed(work, [refund.id], why="no")
        await vouchers.undo_back(work, [refund.id])
    assert (await spa.uses(shown, 2)).left == 3
    await spa.pays_back(refund.id)
    await spa.pays_back(refund.id)
    async with spa.works.look(spa.tenant) as work:
        after = await vouchers.get_voucher(work, shown.voucher.id)
    assert (after.used, after.back, after.left) == (2, 3, 0)
    await spa.all_well()


async def test_what_is_over_goes_back_by_itself(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 2))
    one, _ = await spa.pays_for(order.id)
    await spa.uses(one, 4)
    async with spa.works.open(spa.tenant) as work:
        work.now += timedelta(days=90)
        while await expire_vouchers.expire(work):
            pass
        refunds = (await orders.refunds_of(work, [order.id]))[order.id]
    assert sorted(r.amount_minor for r in refunds) == [PRICE // 5, PRICE]
    assert {r.why for r in refunds} == {"expired"}
    await spa.pays_back(*[r.id for r in refunds])
    await spa.all_well()
    async with spa.works.look(spa.tenant) as work:
        [due] = await ledger.balances_of(work, [ledger.due(order.id)])
    assert due.posted == 0


async def test_terms_are_those_of_the_day_it_was_ordered(spa: Spa) -> None:
    order = await spa.ordered((spa.card, 1))
    async with spa.works.open(spa.tenant) as work:
        change = catalog.SkuChange(voucher=catalog.VoucherTerms(uses=1, days=1))
        await catalog.change_sku(work, spa.card, change)
    [shown] = await spa.pays_for(order.id)
    assert shown.voucher.uses == 5


async def test_what_can_be_used_no_more_is_not_sold(spa: Spa) -> None:
    async with spa.works.open(spa.tenant) as work:
        over = catalog.VoucherTerms(uses=1, until=work.now)
        await catalog.change_sku(work, spa.card, catalog.SkuChange(voucher=over))
        with pytest.raises(catalog.BadVoucher):
            both = catalog.VoucherTerms(uses=1)
            await catalog.change_sku(work, spa.card, catalog.SkuChange(voucher=both))
    [refused] = await spa.places(spa.asks((spa.card, 1)))
    assert isinstance(refused, Refusal)
    assert refused.code == "orders.unknown_goods"
