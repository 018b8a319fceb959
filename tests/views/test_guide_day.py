"""A guide's day: what she sold today, and whom of hers to look after next."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from siyu.kernel.db import Work, Works
from siyu.modules import customers
from siyu.views.guide_day import EACH, birthdays, get_day
from tests.house.merchant import Merchant, buy

DAY = timedelta(days=1)
PHONE = "1380013{:04}"


async def born(work: Work, customer: UUID, on: date) -> None:
    change = customers.ProfileChange(fields=frozenset({"birthday"}), birthday=on)
    await customers.change_profile(work, customer, change)


async def test_todays_receipts_say_whose_customer_may_be_opened(
    works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant) as work:
        mine = await buy(work, merchant, PHONE.format(1), work.now, 20_00)
        other = await buy(work, merchant, PHONE.format(2), work.now, 30_00)
        await buy(work, merchant, PHONE.format(3), work.now - 2 * DAY, 40_00)
    async with works.open(merchant.tenant) as work:
        await customers.assign(work, other, store=merchant.west, guide=merchant.zhao, reason="搬家")
        day = await get_day(work, merchant.lin)
        nothing = await get_day(work, merchant.zhao)
    assert {(one.customer.id, one.mine) for one in day.receipts if one.customer} == {
        (mine, True),
        (other, False),
    }
    assert nothing.receipts == []


async def test_who_bought_once_and_who_stays_away_are_named_with_the_day(
    works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant) as work:
        now = work.now
        once = await buy(work, merchant, PHONE.format(1), now - 10 * DAY, 20_00)
        await buy(work, merchant, PHONE.format(2), now - 3 * DAY, 20_00)
        for days in (100, 80, 60):
            quiet = await buy(work, merchant, PHONE.format(3), now - days * DAY, 50_00)
        await buy(work, merchant, PHONE.format(4), now - 60 * DAY, 50_00)
    async with works.look(merchant.tenant) as work:
        day = await get_day(work, merchant.lin)
        nobody = await get_day(work, merchant.zhao)
    assert [(one.why, one.id, day.on - one.on) for one in day.care] == [
        ("once", once, 10 * DAY),
        ("quiet", quiet, 60 * DAY),
    ]
    assert nobody.care == []


async def test_a_birthday_comes_first_and_names_nobody_twice(
    works: Works, merchant: Merchant
) -> None:
    async with works.open(merchant.tenant) as work:
        now = work.now
        anna = await buy(work, merchant, PHONE.format(1), now - 10 * DAY, 20_00)
        soon = (now + 3 * DAY).date()
        await born(work, anna, soon.replace(year=1992))
        far = await buy(work, merchant, PHONE.format(2), now - 2 * DAY, 20_00)
        await born(work, far, (now + 40 * DAY).date().replace(year=1992))
    async with works.look(merchant.tenant) as work:
        day = await get_day(work, merchant.lin)
    assert [(one.why, one.id, one.on) for one in day.care] == [("birthday", anna, soon)]


async def test_a_day_names_no_more_than_one_can_do(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant) as work:
        for n in range(EACH + 2):
            await buy(work, merchant, PHONE.format(n), work.now - 10 * DAY, 20_00)
    async with works.look(merchant.tenant) as work:
        assert len((await get_day(work, merchant.lin)).care) == EACH


async def test_whoever_is_forgotten_is_not_named(works: Works, merchant: Merchant) -> None:
    async with works.open(merchant.tenant) as work:
        anna = await buy(work, merchant, PHONE.format(1), work.now - 10 * DAY, 20_00)
        await customers.forget(work, anna, reason="她的要求")
    async with works.look(merchant.tenant) as work:
        assert (await get_day(work, merchant.lin)).care == []


@pytest.mark.parametrize(
    ("today", "born_on", "party"),
    [
        (date(2026, 2, 25), "02-29", date(2026, 2, 28)),
        (date(2028, 2, 25), "02-29", date(2028, 2, 29)),
        (date(2026, 12, 29), "01-02", date(2027, 1, 2)),
        (date(2026, 3, 1), "02-28", None),
    ],
)
def test_birthdays_to_come(today: date, born_on: str, party: date | None) -> None:
    assert birthdays(today).get(born_on) == party
