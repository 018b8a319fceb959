"""A balance is bought, spent, given back and paid back; every fen is accounted for."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from siyu.flows import pay_by_balance, refund_top_up, top_up
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import ledger, loyalty, orders, payments
from siyu.views import balances as view
from tests.house.loyal import Club, open_club
from tests.house.shop import CUP, MILK, open_shop, paid_notice

PAY, BONUS = 50_000, 5_000


class Bank(Struct):
    """Somebody of the club, and what she may buy."""

    club: Club
    offer: loyalty.Offer

    async def asks(self, offer: UUID | None = None) -> payments.Attempt:
        shop = self.club.shop
        async with shop.works.open(shop.tenant) as work:
            asking = top_up.Asking(
                customer=self.club.anna, offer=offer or self.offer.id, return_to="/"
            )
            return await top_up.ask(work, asking)

    async def buys(self) -> UUID:
        attempt = await self.asks()
        await self.hears(attempt)
        self.club.clock.move(timedelta(seconds=1))
        return attempt.order_id

    async def hears(self, attempt: payments.Attempt) -> None:
        """The cashier says that it is paid, and everybody reacts, twice."""
        shop = self.club.shop
        async with shop.works.open(shop.tenant) as work:
            known = await payments.get_attempt(work, attempt.id)
            by = payments.Prepared(account="1900000109", prepay="p", pay_path="/p", until=work.now)
            if known.state == "asked":
                known = await payments.prepared(work, attempt.id, by)
            await payments.take_notices(work, [paid_notice(known)])
        for _ in range(2):
            told = await self._told("payments.payment_taken")
            async with shop.works.open(shop.tenant) as work:
                await top_up.take_payments(work, told)
        await shop.settles()

    async def pays(self, order: UUID, at_most: int | None = None) -> loyalty.Pay:
        shop = self.club.shop
        async with shop.works.open(shop.tenant) as work:
            return await pay_by_balance.pay(work, order, customer=self.club.anna, at_most=at_most)

    async def refunds(self, top_up_: UUID, *, fault: bool = False) -> loyalty.TopUpRefund:
        shop = self.club.shop
        asking = refund_top_up.Asking(
            id=uuid4(), top_up=top_up_, customer=self.club.anna, why="不要了", fault=fault
        )
        async with shop.works.open(shop.tenant) as work:
            return await refund_top_up.ask(work, asking)

    async def decides(self, refund: UUID, verb: Any) -> None:
        shop = self.club.shop
        async with shop.works.open(shop.tenant) as work:
            await verb(work, refund)

    async def vendor_pays(self, refund: UUID) -> None:
        shop = self.club.shop
        await shop.pays_back(refund)
        for _ in range(2):
            told = await self._told("payments.refund_paid_back")
            async with shop.works.open(shop.tenant) as work:
                await refund_top_up.take_ends(work, told)

    async def has(self) -> tuple[int, int, int]:
        """Principal and bonus that may be spent, and what is held."""
        shop = self.club.shop
        async with shop.works.look(shop.tenant) as work:
            one = await view.balance_of(work, self.club.anna)
        return one.principal_minor, one.bonus_minor, one.held_minor

    async def stands(self) -> dict[str, int]:
        """Money in the till, what is owed for balances, and what bonus has cost."""
        shop = self.club.shop
        accounts = [ledger.cashier(), ledger.prepaid(), ledger.bonus_cost()]
        async with shop.works.look(shop.tenant) as work:
            found = await ledger.balances_of(work, accounts)
        return dict(zip(("cash", "prepaid", "cost"), (b.posted for b in found), strict=True))

    async def ordered(self, *lines: tuple[UUID, int]) -> orders.Order:
        return await self.club.shop.ordered(*lines, her=self.club.anna)

    async def _told(self, name: str) -> list[Any]:
        shop = self.club.shop
        async with shop.works.look(shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=100_000)
        return [row.told() for row in rows if row.name == name]


@pytest.fixture
async def bank(works: Works, tenant: TenantId, clock: StoppedClock) -> Bank:
    club = await open_club(await open_shop(works, tenant), clock)
    async with works.open(tenant) as work:
        offer = await loyalty.make_offer(work, PAY, BONUS)
    return Bank(club=club, offer=offer)


async def test_a_balance_is_there_when_the_cashier_says_so_and_once(bank: Bank) -> None:
    attempt = await bank.asks()
    assert (await bank.asks()).id == attempt.id
    assert await bank.has() == (0, 0, 0)
    await bank.hears(attempt)
    assert await bank.has() == (PAY, BONUS, 0)
    assert await bank.stands() == {"cash": PAY, "prepaid": -PAY, "cost": 0}
    await bank.club.all_well()


async def test_it_pays_for_an_order_wholly_and_the_order_is_paid_at_once(bank: Bank) -> None:
    await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    paid = await bank.pays(made.id)
    assert (paid.principal, paid.bonus) == (MILK * 10 // 11, MILK - MILK * 10 // 11)
    assert await bank.club.shop.state(made.id) == "paid"
    assert await bank.has() == (PAY - paid.principal, BONUS - paid.bonus, 0)
    assert await bank.stands() == {
        "cash": PAY,
        "prepaid": paid.principal - PAY,
        "cost": paid.bonus,
    }
    assert await bank.pays(made.id) == await bank.pays(made.id)
    await bank.club.all_well()


async def test_it_pays_in_part_and_the_cashier_takes_the_rest(bank: Bank) -> None:
    await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    paid = await bank.pays(made.id, 11_000)
    assert await bank.has() == (PAY - 10_000, BONUS - 1_000, 11_000)
    attempt = await bank.club.shop.attempts(made.id)
    assert attempt is not None
    assert attempt.amount_minor == MILK - 11_000
    await bank.hears(attempt)
    assert await bank.club.shop.state(made.id) == "paid"
    assert await bank.has() == (PAY - 10_000, BONUS - 1_000, 0)
    assert paid.amount == 11_000
    await bank.club.all_well()


async def test_an_order_that_ends_unpaid_gives_it_back(bank: Bank, clock: StoppedClock) -> None:
    await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    await bank.pays(made.id, 11_000)
    attempt = await bank.club.shop.attempts(made.id)
    assert attempt is not None
    clock.move(timedelta(minutes=16))
    assert await bank.club.shop.expires() == 1
    assert await bank.has() == (PAY, BONUS, 0)
    await bank.hears(attempt)
    assert await bank.club.shop.state(made.id) == "expired"
    assert await bank.club.shop.money_back(made.id) == [("late", MILK - 11_000, "asked")]
    await bank.club.all_well()


async def test_each_source_gets_back_exactly_what_it_paid(bank: Bank) -> None:
    await bank.buys()
    shop = bank.club.shop
    made = await bank.ordered((shop.milk, 1), (shop.cup, 2))
    await bank.pays(made.id, 11_000)
    await bank.hears(await shop.attempts(made.id))  # type: ignore[arg-type]
    cash = MILK + 2 * CUP - 11_000
    assert await bank.stands() == {"cash": PAY + cash, "prepaid": 10_000 - PAY, "cost": 1_000}
    for lines in ({2: 1}, {1: 1}, {2: 1}):
        refund = await shop.refunds(made.id, lines)
        await shop.pays_back(refund.id)
    assert await bank.has() == (PAY, BONUS, 0)
    async with shop.works.look(shop.tenant) as work:
        shown = await view.paid_by(work, made.id)
    assert shown is not None
    assert (shown.spent, shown.back_minor) == (True, 11_000)
    assert await bank.stands() == {"cash": PAY, "prepaid": -PAY, "cost": 0}
    assert await shop.stands(shop.milk) == (99, 0)
    await bank.club.all_well()


async def test_goods_paid_by_a_balance_alone_go_back_without_the_cashier(bank: Bank) -> None:
    await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    await bank.pays(made.id)
    refund = await bank.club.shop.refunds(made.id, {1: 1})
    assert refund.state == "paid_back"
    assert await bank.has() == (PAY, BONUS, 0)
    await bank.club.all_well()


async def test_months_say_what_came_what_went_and_what_is_owed(
    bank: Bank, clock: StoppedClock
) -> None:
    await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    paid = await bank.pays(made.id, 11_000)
    shop = bank.club.shop
    clock.move(timedelta(days=40))
    await shop.expires()
    async with shop.works.look(shop.tenant) as work:
        months = await view.balance_months(work)
        assert await view.paid_by(work, made.id) is None
    assert len(months) == 12
    then = next(one for one in months if one.paid_in_minor)
    assert (then.given_minor, then.spent_minor) == (BONUS, paid.principal)
    assert then.owed_minor == PAY - paid.principal
    assert months[-1].spent_minor == -paid.principal
    assert (months[-1].owed_minor, months[-1].owed_bonus_minor) == (PAY, BONUS)


async def test_of_many_orders_at_once_a_balance_pays_for_what_it_has(bank: Bank) -> None:
    await bank.buys()
    made = [await bank.ordered((bank.club.shop.milk, 1)) for _ in range(3)]

    async def pays(order: UUID) -> int:
        try:
            return (await bank.pays(order)).amount
        except loyalty.NothingOnBalance:
            return 0

    amounts = await asyncio.gather(*(pays(one.id) for one in made))
    assert sorted(amounts) == [0, PAY + BONUS - MILK, MILK]
    principal, bonus, _ = await bank.has()
    assert (principal, bonus) == (0, 0)
    await bank.club.all_well()


async def test_a_balance_cannot_pay_where_the_cashier_was_asked(bank: Bank) -> None:
    await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    await bank.club.shop.attempts(made.id)
    with pytest.raises(loyalty.PaymentUnderWay):
        await bank.pays(made.id)


async def test_within_seven_days_her_money_goes_back_by_itself(bank: Bank) -> None:
    bought = await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    await bank.pays(made.id, 11_000)
    refund = await bank.refunds(bought)
    assert (refund.basis, refund.state, refund.pay_back_minor) == ("in_time", "approved", 40_000)
    assert (await bank.has())[:2] == (0, 0)
    with pytest.raises(loyalty.RefundUnderWay):
        await bank.refunds(bought)
    await bank.vendor_pays(refund.id)
    assert await bank.has() == (0, 0, 11_000)
    assert await bank.stands() == {"cash": PAY - 40_000, "prepaid": -10_000, "cost": 0}
    await bank.club.all_well()


@pytest.mark.parametrize(
    ("fault", "back", "cost"), [(False, 39_000, 0), (True, 40_000, 1_000)], ids=["hers", "ours"]
)
async def test_later_what_was_spent_is_priced_by_whose_wish_it_is(
    bank: Bank, clock: StoppedClock, fault: bool, back: int, cost: int
) -> None:
    bought = await bank.buys()
    made = await bank.ordered((bank.club.shop.milk, 1))
    await bank.pays(made.id, 11_000)
    await bank.hears(await bank.club.shop.attempts(made.id))  # type: ignore[arg-type]
    clock.move(timedelta(days=8))
    refund = await bank.refunds(bought, fault=fault)
    assert (refund.state, refund.pay_back_minor) == ("asked", back)
    await bank.decides(refund.id, refund_top_up.approve)
    with pytest.raises(loyalty.RefundDecided):
        await bank.decides(refund.id, refund_top_up.refuse)
    await bank.vendor_pays(refund.id)
    stands = await bank.stands()
    assert (stands["prepaid"], stands["cost"]) == (0, cost)
    assert await bank.has() == (0, 0, 0)
    await bank.club.all_well()


async def test_a_refused_refund_leaves_her_what_she_had(bank: Bank, clock: StoppedClock) -> None:
    bought = await bank.buys()
    clock.move(timedelta(days=8))
    refund = await bank.refunds(bought)
    assert (await bank.has())[:2] == (0, 0)
    await bank.decides(refund.id, refund_top_up.refuse)
    assert await bank.has() == (PAY, BONUS, 0)
    await bank.club.all_well()


async def test_nobody_passes_the_ceiling(bank: Bank) -> None:
    shop = bank.club.shop
    async with shop.works.open(shop.tenant) as work:
        with pytest.raises(loyalty.CeilingTooHigh):
            await loyalty.set_balance_rule(work, "bonus_first", 500_001)
        await loyalty.set_balance_rule(work, "bonus_first", 100_000)
    await bank.buys()
    with pytest.raises(loyalty.AboveCeiling):
        await bank.asks()
    made = await bank.ordered((shop.milk, 1))
    paid = await bank.pays(made.id)
    assert (paid.principal, paid.bonus) == (MILK - BONUS, BONUS)


async def test_a_top_up_that_was_given_up_and_is_paid_all_the_same_counts(bank: Bank) -> None:
    first = await bank.asks()
    shop = bank.club.shop
    async with shop.works.open(shop.tenant) as work:
        other = await loyalty.make_offer(work, 20_000, 0)
    await bank.asks(other.id)
    await bank.hears(first)
    assert await bank.has() == (PAY, BONUS, 0)
    await bank.club.all_well()
