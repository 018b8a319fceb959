"""After-sale cases: asked once, answered or not, ended to the fen; the books stay whole."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.flows import after_sale, after_sale_clock, after_sale_may
from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import aftersale, catalog, customers, orders, promotions
from siyu.modules.promotions.pricing import Said, Wording
from tests.house.post import Post, open_post
from tests.house.shop import MILK

PAGE = Path(__file__).parents[2] / "docs/algorithms/after-sale.md"
TO = aftersale.ReturnTo(name="售后", phone="0571-88888888", address="杭州市西湖区文三路 2 号")
BACK = aftersale.Parcel(carrier="sf", tracking="SF0000000001")


def rows(title: str) -> list[list[str]]:
    _, _, after = PAGE.read_text().partition(f"## {title}\n")
    table = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


class Desk(Post):
    """Cases of the shop that sends."""

    async def has(self, *lines: tuple[UUID, int], **more: Any) -> orders.Order:
        """An order that was paid, sent, and is with her."""
        made = await self.bought(*lines, **more)
        await self.sends(made.id, None)
        await self.received(made.id)
        return made

    async def asked(
        self, order: UUID, kind: str, reason: str, lines: Mapping[int, int], **more: Any
    ) -> aftersale.Case:
        asking = after_sale.Asking(
            id=more.get("id") or uuid4(),
            order=order,
            kind=kind,  # type: ignore[arg-type]
            reason=reason,  # type: ignore[arg-type]
            lines=lines,
            words="杯口有裂纹",
        )
        async with self.works.open(self.tenant) as work:
            return await after_sale.ask(work, asking)

    async def refused(self, order: UUID, kind: str, reason: str, lines: Mapping[int, int]) -> str:
        """The code of the refusal."""
        with pytest.raises(Refusal) as told:
            await self.asked(order, kind, reason, lines)
        return told.value.code

    async def does(self, verb: str, case: UUID, *args: Any, **said: Any) -> aftersale.Case:
        async with self.works.open(self.tenant) as work:
            return await getattr(after_sale, verb)(work, case, *args, **said)

    async def is_at(self, case: UUID) -> aftersale.Case:
        async with self.works.look(self.tenant) as work:
            return await aftersale.get_case(work, case)

    async def paid_back(self, case: UUID) -> aftersale.Case:
        """The cashier pays, and everybody who listens has heard it."""
        refund = (await self.is_at(case)).refund_id
        assert refund is not None
        await self.pays_back(refund)
        await self.hears_of("orders.order_refunded", after_sale_clock.take_refunds)
        await self.hears_of("orders.order_closed", after_sale_clock.take_closed)
        return await self.is_at(case)

    async def hears_of(self, name: str, take: Any) -> None:
        told = await self._told((name,))
        async with self.works.open(self.tenant) as work:
            await take(work, told)

    async def clock(self) -> int:
        return await after_sale_clock.turn_all(lambda: self.works.open(self.tenant))

    async def through(self, order: UUID, kind: str, reason: str, pieces: int) -> aftersale.Case:
        """From her word to its end."""
        case = await self.asked(order, kind, reason, {1: pieces})
        if kind == "refund":
            await self.does("agree", case.id)
        else:
            await self.does("agree", case.id, return_to=TO)
            await self.does("send_back", case.id, BACK)
            await self.does("arrive", case.id, fit=kind == "return")
        if kind == "exchange":
            return await self.does("replace", case.id, BACK)
        return await self.paid_back(case.id)


@pytest.fixture
async def desk(works: Works, tenant: TenantId) -> Desk:
    opened = await open_post(works, tenant)
    opened.__class__ = Desk
    assert isinstance(opened, Desk)
    return opened


@pytest.mark.parametrize(
    ("kind", "reason", "pieces", "money", "freight", "coupon", "shelf"),
    rows("What goes back with a case"),
)
async def test_what_goes_back_is_what_is_stated(
    desk: Desk,
    kind: str,
    reason: str,
    pieces: str,
    money: str,
    freight: str,
    coupon: str,
    shelf: str,
) -> None:
    owned = await desk.gives(desk.her)
    order = await desk.has((desk.milk, 2), wallet=owned.id)
    assert order.payable_minor == 55600
    case = await desk.through(order.id, kind, reason, int(pieces))
    assert case.state == "done"
    async with desk.works.look(desk.tenant) as work:
        back = (await orders.refunds_of(work, [order.id])).get(order.id, [])
    assert sum(one.amount_minor for one in back) == round(float(money) * 100)
    assert sum(one.freight_minor for one in back) == round(float(freight) * 100)
    assert case.amount_minor == sum(one.amount_minor for one in back)
    assert await desk.is_used(owned.id) == (coupon == "stays used")
    # An exchange takes its other piece off the shelf.
    out = int(pieces) if kind == "exchange" else 0
    assert await desk.stands(desk.milk) == (98 - out + int(shelf), 0)
    await desk.all_well()


async def test_a_card_in_the_order_keeps_no_freight_of_goods_that_were_wrong(desk: Desk) -> None:
    card = await desk.sells_cards()
    order = await desk.has((desk.milk, 1), (card, 1))
    assert order.freight_minor == 800
    case = await desk.through(order.id, "refund", "broken", 1)
    assert (case.amount_minor, case.freight_minor) == (MILK + 800, 800)
    assert await desk.money_back(order.id) == [("after_sale", MILK + 800, "paid_back")]
    await desk.all_well()


async def test_a_case_is_asked_once_and_for_no_more_than_is_with_her(desk: Desk) -> None:
    order = await desk.has((desk.milk, 3))
    name = uuid4()
    first, *others = await asyncio.gather(
        *(desk.asked(order.id, "return", "broken", {1: 2}, id=name) for _ in range(4))
    )
    assert {one.id for one in others} == {first.id}
    assert await desk.refused(order.id, "refund", "broken", {1: 2}) == "aftersale.asked_too_much"
    both = await asyncio.gather(
        *(desk.asked(order.id, "refund", "broken", {1: 1}) for _ in range(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, aftersale.Case) for one in both) == 1
    with pytest.raises(aftersale.CaseTaken):
        await desk.asked(order.id, "refund", "broken", {1: 2}, id=name)


async def test_of_two_answers_at_once_one_counts(desk: Desk) -> None:
    order = await desk.has((desk.milk, 1))
    case = await desk.asked(order.id, "refund", "broken", {1: 1})
    found = await asyncio.gather(
        *(desk.does("agree", case.id) for _ in range(3)),
        *(desk.does("refuse", case.id, "照片看不出破损") for _ in range(3)),
        desk.does("withdraw", case.id),
        return_exceptions=True,
    )
    assert sum(isinstance(one, aftersale.Case) for one in found) == 1
    assert all(isinstance(one, aftersale.Case | aftersale.NotNow) for one in found)
    assert len(await desk.money_back(order.id)) == ((await desk.is_at(case.id)).state == "agreed")
    await desk.all_well()


async def test_nobody_answers_and_she_is_right(desk: Desk, clock: StoppedClock) -> None:
    order = await desk.has((desk.milk, 2))
    case = await desk.asked(order.id, "refund", "not_as_said", {1: 1})
    clock.move(timedelta(hours=47))
    assert await desk.clock() == 0
    clock.move(timedelta(hours=2))
    assert await desk.clock() == 1
    assert (await desk.is_at(case.id)).state == "agreed"
    assert (await desk.paid_back(case.id)).state == "done"
    assert await desk.money_back(order.id) == [("after_sale", MILK, "paid_back")]
    async with desk.works.look(desk.tenant) as work:
        steps = (await aftersale.steps_of(work, [case.id]))[case.id]
    assert [one.state for one in steps] == ["asked", "agreed", "done"]


async def test_what_is_not_sent_back_in_time_lapses_and_is_asked_for_again(
    desk: Desk, clock: StoppedClock
) -> None:
    order = await desk.has((desk.milk, 1))
    case = await desk.asked(order.id, "exchange", "broken", {1: 1})
    await desk.does("agree", case.id, return_to=TO)
    assert await desk.stands(desk.milk) == (99, 1)
    clock.move(timedelta(hours=169))
    assert await desk.clock() == 1
    assert (await desk.is_at(case.id)).state == "lapsed"
    assert await desk.stands(desk.milk) == (99, 0)
    assert (await desk.asked(order.id, "return", "broken", {1: 1})).state == "asked"
    await desk.all_well()


async def test_what_is_under_way_for_long_counts_as_arrived(
    desk: Desk, clock: StoppedClock
) -> None:
    order = await desk.has((desk.milk, 1))
    case = await desk.asked(order.id, "return", "no_reason", {1: 1})
    await desk.does("agree", case.id, return_to=TO)
    await desk.does("send_back", case.id, BACK)
    with pytest.raises(aftersale.NotNow):
        await desk.does("withdraw", case.id)
    clock.move(timedelta(hours=241))
    assert await desk.clock() == 1
    # Nobody has seen it: it does not lie on the shelf.
    assert (await desk.paid_back(case.id)).state == "done"
    assert await desk.stands(desk.milk) == (99, 0)
    await desk.all_well()


async def test_the_clock_tries_again_what_it_could_not_do(desk: Desk, clock: StoppedClock) -> None:
    order = await desk.has((desk.milk, 1))
    case = await desk.asked(order.id, "exchange", "broken", {1: 1})
    async with desk.works.open(desk.tenant) as work:
        await aftersale.write_rule(work, aftersale.Rule(return_to=TO))
    await desk.ordered((desk.milk, 99))
    clock.move(timedelta(hours=49))
    assert await desk.clock() == 1
    assert (await desk.is_at(case.id)).state == "asked"
    assert await desk.clock() == 0
    await desk.expires()
    clock.move(timedelta(hours=13))
    assert await desk.clock() == 1
    assert (await desk.is_at(case.id)).state == "agreed"
    await desk.all_well()


async def test_seven_days_count_and_faults_may_be_said_for_longer(
    desk: Desk, clock: StoppedClock
) -> None:
    order = await desk.has((desk.milk, 1), (desk.cup, 1))
    clock.move(timedelta(days=8, hours=1))
    assert (
        await desk.refused(order.id, "return", "no_reason", {1: 1}) == "aftersale.seven_days_over"
    )
    assert (await desk.asked(order.id, "return", "broken", {1: 1})).pays == "merchant"
    clock.move(timedelta(days=8))
    assert await desk.refused(order.id, "return", "broken", {2: 1}) == "aftersale.time_over"


async def test_what_is_excepted_is_said_and_what_she_was_not_told_is_not(
    desk: Desk, clock: StoppedClock
) -> None:
    async with desk.works.open(desk.tenant) as work:
        opened = [catalog.NewCategory(code="FRESH", name="生鲜")]
        fresh = (await catalog.add_categories(work, opened))["FRESH"]
        sold = catalog.NewSku(code="FISH", name="", price_minor=3000)
        goods = catalog.NewProduct(code="FISH", name="鲈鱼", category_id=fresh, skus=[sold])
        await catalog.list_new(work, [goods])
        fish = (await catalog.find_skus_by_code(work, ["FISH"]))["FISH"]
        await aftersale.exempt(work, fresh, "confirmed")
    await desk.receives((fish, 9))
    untold = await desk.has((fish, 1))
    assert (await desk.asked(untold.id, "return", "no_reason", {1: 1})).pays == "customer"
    told = await desk.has((fish, 1))
    async with desk.works.open(desk.tenant) as work:
        await aftersale.know(work, told.id)
    assert await desk.refused(told.id, "return", "no_reason", {1: 1}) == "aftersale.excepted"
    assert (await desk.asked(told.id, "return", "broken", {1: 1})).state == "asked"
    clock.move(timedelta(minutes=1))
    async with desk.works.open(desk.tenant) as work:
        await aftersale.exempt(work, fresh, "perishable")
    # What was ordered before keeps what was said then.
    async with desk.works.look(desk.tenant) as work:
        seen = await after_sale_may.look(work, untold.id)
    assert set(seen.exempt.values()) == {"confirmed"}


async def test_gifts_go_back_with_what_earned_them_and_stay_with_what_she_keeps(
    desk: Desk,
) -> None:
    gifts = [{"sku": str(desk.cup), "pieces": 1}]
    args = {"threshold_minor": 2 * MILK, "gifts": gifts, "times": "once"}
    said = Wording(name="满赠", effect=Said(block="gift", args=args), conditions=())
    async with desk.works.open(desk.tenant) as work:
        made = await promotions.make_promotion(work, said)
        await promotions.move_promotion(work, made.id, "running")
    order = await desk.has((desk.milk, 2))
    assert await desk.refused(order.id, "return", "broken", {1: 1}) == "orders.gifts_back"
    case = await desk.asked(order.id, "refund", "broken", {1: 1})
    await desk.does("agree", case.id)
    assert (await desk.paid_back(case.id)).state == "done"
    both = await desk.asked(order.id, "return", "no_reason", {1: 1, 2: 1})
    await desk.does("agree", both.id, return_to=TO)
    await desk.does("arrive", both.id, fit=True)
    assert (await desk.paid_back(both.id)).state == "done"
    assert await desk.stands(desk.cup) == (100, 0)
    assert await desk.state(order.id) == "closed"
    await desk.all_well()


async def test_what_has_not_left_needs_no_case_and_what_has_is_counted_apart(desk: Desk) -> None:
    order = await desk.bought((desk.milk, 3))
    assert await desk.refused(order.id, "refund", "late", {1: 1}) == "aftersale.nothing_to_ask"
    await desk.sends(order.id, {1: 2})
    assert await desk.refused(order.id, "refund", "late", {1: 3}) == "aftersale.asked_too_much"
    assert (
        await desk.refused(order.id, "exchange", "broken", {1: 1}) == "aftersale.not_received_yet"
    )
    case = await desk.asked(order.id, "refund", "late", {1: 1})
    await desk.does("agree", case.id)
    # The piece that waits still is hers.
    assert await desk.left(order.id) == {1: 1}
    assert (await desk.paid_back(case.id)).state == "done"
    assert await desk.stands(desk.milk) == (97, 0)
    await desk.all_well()


async def test_what_went_back_otherwise_lapses(desk: Desk) -> None:
    order = await desk.has((desk.milk, 1))
    case = await desk.asked(order.id, "exchange", "broken", {1: 1})
    await desk.does("agree", case.id, return_to=TO)
    refund = await desk.refunds(order.id, {1: 1})
    await desk.pays_back(refund.id)
    await desk.hears_of("orders.order_closed", after_sale_clock.take_closed)
    assert (await desk.is_at(case.id)).state == "lapsed"
    assert await desk.stands(desk.milk) == (100, 0)
    await desk.all_well()


async def test_a_refusal_says_why_and_no_exchange_takes_what_is_not_there(desk: Desk) -> None:
    order = await desk.has((desk.milk, 1))
    case = await desk.asked(order.id, "exchange", "broken", {1: 1})
    with pytest.raises(aftersale.NoReturnAddress):
        await desk.does("agree", case.id)
    await desk.ordered((desk.milk, 99))
    with pytest.raises(aftersale.ReplacementShort):
        await desk.does("agree", case.id, return_to=TO)
    with pytest.raises(aftersale.WhyNeeded):
        await desk.does("refuse", case.id, "  ")
    assert (await desk.does("refuse", case.id, "没有破损")).state == "refused"
    await desk.all_well()


async def test_what_she_wrote_goes_with_her(desk: Desk) -> None:
    order = await desk.has((desk.milk, 1))
    case = await desk.asked(order.id, "refund", "broken", {1: 1})
    async with desk.works.open(desk.tenant) as work:
        await customers.forget(work, desk.her, reason="asked")
    await desk.hears_of("customers.customer_forgotten", after_sale_clock.forget)
    assert (await desk.is_at(case.id)).words == ""
    async with desk.works.look(desk.tenant) as work:
        steps = (await aftersale.steps_of(work, [case.id]))[case.id]
    assert [one.why for one in steps] == [""]
