"""Eight digits fetch an order once, at its store; guesses are few; two tills are one too many."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Query, Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId, new_id
from siyu.modules import fulfilment
from siyu.modules.fulfilment import By, Make, Pickup, Shown, rules
from siyu.modules.fulfilment.actions import pickups as actions

EAST, WEST = UUID(int=1), UUID(int=2)

Tills = Callable[[str], Awaitable[list[Pickup | Refusal]]]
Act = Callable[[Work, str, By], Awaitable[Pickup | Refusal]]


@pytest.fixture
def lin() -> By:
    return By(person=UUID(int=7), store=EAST)


@pytest.fixture
async def waiting(works: Works, tenant: TenantId) -> Shown:
    async with works.open(tenant) as work:
        (shown,) = await fulfilment.make(work, [Make(order=work.new_id(), store=EAST)])
    return shown


async def do(works: Works, tenant: TenantId, act: Act, code: str, by: By) -> Pickup | Refusal:
    async with works.open(tenant) as work:
        return await act(work, code, by)


async def told(works: Works, tenant: TenantId) -> list[str]:
    async with works.look(tenant) as work:
        sql = "select name from facts.fact where tenant_id = $1 order by xid, id"
        return [row["name"] for row in await work.conn.fetch(sql, tenant)]


async def test_every_order_gets_eight_digits_and_keeps_them(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        makes = [Make(order=work.new_id(), store=EAST) for _ in range(40)]
        makes.reverse()
        first = await fulfilment.make(work, makes)
        again = await fulfilment.make(work, makes[:3])
    assert [shown.pickup.order_id for shown in first] == [m.order for m in makes]
    assert all(re.fullmatch(r"\d{8}", shown.code) for shown in first)
    assert len({shown.code for shown in first}) == 40
    assert again == first[:3]
    assert await told(works, tenant) == ["fulfilment.pickup_ready"] * 40


async def test_digits_that_are_somebodys_are_drawn_anew(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([5, 5, 5, 6])
    monkeypatch.setattr(actions.secrets, "randbelow", lambda _: next(drawn))
    async with works.open(tenant) as work:
        makes = [Make(order=work.new_id(), store=EAST) for _ in range(2)]
        codes = [shown.code for shown in await fulfilment.make(work, makes)]
    assert codes == ["00000005", "00000006"]


async def test_digits_come_again_once_their_order_was_fetched(
    works: Works, tenant: TenantId, lin: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.secrets, "randbelow", lambda _: 5)
    for _ in range(2):
        async with works.open(tenant) as work:
            order = work.new_id()
            await fulfilment.make(work, [Make(order=order, store=EAST)])
        fetched = await do(works, tenant, fulfilment.redeem, "00000005", lin)
        assert isinstance(fetched, Pickup)
        assert fetched.order_id == order


async def test_the_digits_lie_sealed(works: Works, tenant: TenantId, waiting: Shown) -> None:
    async with works.look(tenant) as work:
        sql = "select p::text from fulfilment.pickup p where tenant_id = $1"
        row = str(await work.conn.fetchval(sql, tenant))
    assert waiting.code not in row
    assert waiting.code.encode().hex() not in row
    assert waiting.code not in repr(waiting)


@pytest.mark.parametrize("typed", ["{a}{b}", "{a} {b}", " {a}-{b}\n"])
async def test_a_code_is_looked_at_and_redeemed_once(
    works: Works, tenant: TenantId, waiting: Shown, lin: By, typed: str
) -> None:
    code = typed.format(a=waiting.code[:4], b=waiting.code[4:])
    assert await do(works, tenant, fulfilment.look, code, lin) == waiting.pickup
    redeemed = await do(works, tenant, fulfilment.redeem, code, lin)
    assert isinstance(redeemed, Pickup)
    assert (redeemed.redeemed_by, redeemed.redeemed_store) == (lin.person, EAST)
    for act in (fulfilment.look, fulfilment.redeem):
        again = await do(works, tenant, act, code, lin)
        assert isinstance(again, fulfilment.RedeemedBefore)
    assert (await told(works, tenant))[1:] == ["fulfilment.pickup_redeemed"]


async def test_another_store_hands_nothing_over(
    works: Works, tenant: TenantId, waiting: Shown, lin: By
) -> None:
    west = By(person=lin.person, store=WEST)
    for act in (fulfilment.look, fulfilment.redeem):
        refused = await do(works, tenant, act, waiting.code, west)
        assert isinstance(refused, fulfilment.OtherStore)
    assert isinstance(await do(works, tenant, fulfilment.redeem, waiting.code, lin), Pickup)


async def test_another_merchants_code_is_none(
    works: Works, tenant: TenantId, waiting: Shown, lin: By
) -> None:
    stranger = TenantId(tenant + 60_000_000)
    refused = await do(works, stranger, fulfilment.redeem, waiting.code, lin)
    assert isinstance(refused, fulfilment.UnknownCode)


async def test_a_void_code_fetches_nothing_and_a_fetched_one_is_not_voided(
    works: Works, tenant: TenantId, waiting: Shown, lin: By
) -> None:
    async with works.open(tenant) as work:
        (kept,) = await fulfilment.make(work, [Make(order=work.new_id(), store=EAST)])
    await do(works, tenant, fulfilment.redeem, kept.code, lin)
    orders = [waiting.pickup.order_id, kept.pickup.order_id]
    async with works.open(tenant) as work:
        ended = await fulfilment.void(work, orders, why="refunded")
        assert await fulfilment.void(work, orders, why="refunded") == []
    assert [pickup.id for pickup in ended] == [waiting.pickup.id]
    refused = await do(works, tenant, fulfilment.redeem, waiting.code, lin)
    assert isinstance(refused, fulfilment.Voided)


async def test_a_code_does_not_expire(
    works: Works, tenant: TenantId, waiting: Shown, lin: By, clock: StoppedClock
) -> None:
    clock.move(timedelta(days=20))
    assert isinstance(await do(works, tenant, fulfilment.redeem, waiting.code, lin), Pickup)


async def test_who_guesses_has_to_wait_and_others_have_not(
    works: Works, tenant: TenantId, waiting: Shown, lin: By, clock: StoppedClock
) -> None:
    """Guesses made at once count one another."""
    wrong = f"{(int(waiting.code) + 1) % 10**8:08d}"
    tries = [do(works, tenant, fulfilment.look, wrong, lin) for _ in range(rules.GUESSES + 4)]
    outcomes = [type(one) for one in await asyncio.gather(*tries)]
    assert outcomes.count(fulfilment.UnknownCode) == rules.GUESSES
    assert outcomes.count(fulfilment.TooManyGuesses) == 4
    right = await do(works, tenant, fulfilment.redeem, waiting.code, lin)
    assert isinstance(right, fulfilment.TooManyGuesses)
    other = By(person=UUID(int=8), store=EAST)
    assert isinstance(await do(works, tenant, fulfilment.look, waiting.code, other), Pickup)
    clock.move(timedelta(seconds=int(str(right.slots["after_s"]))))
    assert isinstance(await do(works, tenant, fulfilment.redeem, waiting.code, lin), Pickup)


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "１２３４５６７８", "1234567x"])
async def test_what_is_no_code_counts_as_a_guess(
    works: Works, tenant: TenantId, lin: By, typed: str
) -> None:
    refused = await do(works, tenant, fulfilment.look, typed, lin)
    assert isinstance(refused, fulfilment.UnknownCode)
    async with works.look(tenant) as work:
        sql = "select count(*) from fulfilment.guess where tenant_id = $1"
        assert await work.conn.fetchval(sql, tenant) == 1


@pytest.fixture
def tills(works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch) -> Tills:
    """Six tills have looked at one code and found it good; only then they all redeem it."""
    looked, together = fulfilment.look, asyncio.Barrier(6)

    async def look(work: Work, code: str, by: By) -> Pickup | Refusal:
        found = await looked(work, code, by)
        await together.wait()
        return found

    monkeypatch.setattr(actions, "look", look)

    async def redeem_at_once(code: str) -> list[Pickup | Refusal]:
        people = [By(person=new_id(works.clock.now()), store=EAST) for _ in range(6)]
        redeeming = [do(works, tenant, fulfilment.redeem, code, by) for by in people]
        return list(await asyncio.gather(*redeeming))

    return redeem_at_once


async def test_of_six_tills_at_once_one_hands_over(
    works: Works, tenant: TenantId, waiting: Shown, tills: Tills
) -> None:
    outcomes = await tills(waiting.code)
    assert sum(isinstance(one, Pickup) for one in outcomes) == 1
    assert sum(isinstance(one, fulfilment.RedeemedBefore) for one in outcomes) == 5
    assert (await told(works, tenant))[1:] == ["fulfilment.pickup_redeemed"]


async def test_it_is_the_condition_that_lets_one_win(
    waiting: Shown, tills: Tills, monkeypatch: pytest.MonkeyPatch
) -> None:
    condition = "and redeemed_at is null and voided_at is null"
    assert condition in actions._REDEEM.text
    without = Query(Pickup, actions._REDEEM.text.replace(condition, ""))
    monkeypatch.setattr(actions, "_REDEEM", without)
    outcomes = await tills(waiting.code)
    assert sum(isinstance(one, Pickup) for one in outcomes) == 6


async def test_a_refund_and_a_till_at_once_exclude_each_other(
    works: Works, tenant: TenantId, lin: By
) -> None:
    async with works.open(tenant) as work:
        makes = [Make(order=work.new_id(), store=EAST) for _ in range(12)]
        shown = await fulfilment.make(work, makes)

    async def refund(order: UUID) -> int:
        async with works.open(tenant) as work:
            return len(await fulfilment.void(work, [order], why="refunded"))

    for one in shown:
        ended, fetched = await asyncio.gather(
            refund(one.pickup.order_id), do(works, tenant, fulfilment.redeem, one.code, lin)
        )
        assert ended + isinstance(fetched, Pickup) == 1
