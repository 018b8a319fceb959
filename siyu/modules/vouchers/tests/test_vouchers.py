"""Ten digits count uses once, at their stores, until their time is over; two tills are one too
many."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from siyu.kernel.db import Work, Works
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import vouchers
from siyu.modules.vouchers import By, Promise, Shown, Use, Voucher
from siyu.modules.vouchers.actions import issue as issuing
from siyu.modules.vouchers.actions import redeem as redeeming

EAST, WEST = UUID(int=1), UUID(int=2)


def promise(**more: object) -> Promise:
    said: dict[str, object] = {
        "order": uuid4(),
        "n": 1,
        "customer": uuid4(),
        "store": EAST,
        "sku": uuid4(),
        "name": "洗护 5 次卡",
        "pieces": 1,
        "payable_minor": 50000,
        "uses": 5,
        "days": 30,
        "stores": (EAST,),
    }
    return Promise(**(said | more))  # pyrefly: ignore


@pytest.fixture
def lin() -> By:
    return By(person=uuid4(), store=EAST)


async def bought(works: Works, tenant: TenantId, **more: object) -> list[Shown]:
    async with works.open(tenant) as work:
        said = promise(**more)
        await vouchers.promise(work, [said])
        assert await vouchers.codes_of(work, await vouchers.issue(work, [said.order]))
        return await vouchers.codes_of(work, await vouchers.vouchers_of(work, [said.order]))


def use(shown: Shown, uses: int = 1, key: str | None = None) -> Use:
    return Use(code=shown.code, uses=uses, key=key or uuid4().hex)


async def redeem(works: Works, tenant: TenantId, wanted: Use, by: By) -> Voucher | Refusal:
    async with works.open(tenant) as work:
        return await vouchers.redeem(work, wanted, by)


async def test_a_paid_line_becomes_a_voucher_for_each_piece_once(
    works: Works, tenant: TenantId
) -> None:
    found = await bought(works, tenant, pieces=3, payable_minor=100)
    assert [one.voucher.paid_minor for one in found] == [33, 33, 34]
    assert len({one.code for one in found}) == 3
    assert all(len(one.code) == 10 for one in found)
    async with works.open(tenant) as work:
        assert await vouchers.issue(work, [found[0].voucher.order_id]) == []


async def test_digits_that_are_somebodys_are_drawn_anew(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([5, 5, 6])
    monkeypatch.setattr(issuing.secrets, "randbelow", lambda _: next(drawn))
    found = await bought(works, tenant, pieces=2)
    assert [one.code for one in found] == ["0000000005", "0000000006"]


async def test_uses_are_counted_and_the_same_key_counts_once(
    works: Works, tenant: TenantId, lin: By
) -> None:
    [shown] = await bought(works, tenant)
    twice = use(shown, 2)
    for _ in range(2):
        made = await redeem(works, tenant, twice, lin)
        assert isinstance(made, Voucher)
        assert (made.used, made.left) == (2, 3)
    other = await redeem(works, tenant, use(shown, 1, twice.key), lin)
    assert isinstance(other, vouchers.KeyTaken)
    assert "核销了 2 次" in other.sentence("zh")
    refused = await redeem(works, tenant, use(shown, 4), lin)
    assert isinstance(refused, vouchers.TooFewLeft)
    assert "只剩 3 次" in refused.sentence("zh")
    async with works.look(tenant) as work:
        [noted] = await vouchers.list_redemptions(work, [shown.voucher.id])
    assert (noted.uses, noted.store_id, noted.by_id) == (2, EAST, lin.person)


async def test_another_store_a_late_day_and_a_wrong_code_are_refused(
    works: Works, tenant: TenantId, lin: By
) -> None:
    [shown] = await bought(works, tenant)
    far = By(person=lin.person, store=WEST)
    refused = await redeem(works, tenant, use(shown), far)
    assert isinstance(refused, vouchers.OtherStore)
    assert refused.at == [EAST]
    async with works.open(tenant) as work:
        work.now += timedelta(days=30)
        assert isinstance(await vouchers.redeem(work, use(shown), lin), vouchers.Expired)
    wrong = Use(code="0000000000", uses=1, key="x")
    for _ in range(8):
        assert isinstance(await redeem(works, tenant, wrong, lin), vouchers.UnknownCode)
    assert isinstance(await redeem(works, tenant, use(shown), lin), vouchers.TooManyGuesses)


Act = Callable[[Work], Awaitable[object]]


async def race(works: Works, tenant: TenantId, *acts: Act) -> Counter[str]:
    """Each in a work of its own, all begun before any ends."""
    ready = asyncio.Barrier(len(acts))

    async def one(act: Act) -> object:
        async with works.open(tenant) as work:
            await ready.wait()
            return await act(work)

    found = await asyncio.gather(*(one(act) for act in acts), return_exceptions=True)
    return Counter(type(one).__name__ for one in found)


def till(shown: Shown, uses: int = 1) -> Act:
    async def act(work: Work) -> object:
        return await vouchers.redeem(work, use(shown, uses), By(person=uuid4(), store=EAST))

    return act


async def test_of_two_tills_that_want_the_last_use_one_wins(works: Works, tenant: TenantId) -> None:
    [shown] = await bought(works, tenant, uses=3)
    found = await race(works, tenant, *[till(shown) for _ in range(6)])
    assert found == {"Voucher": 3, "AllUsed": 3}
    [other] = await bought(works, tenant, uses=3)
    found = await race(works, tenant, *[till(other, 2) for _ in range(3)])
    assert found == {"Voucher": 1, "TooFewLeft": 2}


async def test_without_the_condition_the_last_wall_holds(
    works: Works, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    [shown] = await bought(works, tenant, uses=1)
    text = redeeming._USE.text.replace("used + back + $3 <= uses and ", "")
    assert text != redeeming._USE.text
    monkeypatch.setattr(redeeming._USE, "text", text)
    found = await race(works, tenant, *[till(shown) for _ in range(4)])
    assert found["Voucher"] == 1
    assert found[asyncpg.CheckViolationError.__name__] > 0


async def test_a_till_and_a_refund_exclude_each_other(works: Works, tenant: TenantId) -> None:
    for _ in range(4):
        [shown] = await bought(works, tenant, uses=1)

        async def refund(work: Work, shown: Shown = shown) -> object:
            return await vouchers.give_back(work, uuid4(), shown.voucher.order_id, {1: 1})

        found = await race(works, tenant, till(shown), refund)
        assert found in (
            {"Voucher": 1, "NothingToGiveBack": 1},
            {"Voided": 1, "list": 1},
        )


async def test_what_was_not_used_goes_back_with_its_money_and_comes_again(
    works: Works, tenant: TenantId, lin: By
) -> None:
    [shown] = await bought(works, tenant)
    await redeem(works, tenant, use(shown, 2), lin)
    refund, order = uuid4(), shown.voucher.order_id
    async with works.open(tenant) as work:
        [back] = await vouchers.give_back(work, refund, order, {1: 1})
        assert (back.whole, back.amount_minor) == (0, 30000)
        await vouchers.undo_back(work, [refund])
        await vouchers.undo_back(work, [refund])
        assert (await vouchers.get_voucher(work, shown.voucher.id)).left == 3
        [back] = await vouchers.give_back(
            work, uuid4(), order, {1: 1}, only=shown.voucher.id, uses=1
        )
        assert (back.whole, back.amount_minor) == (0, 10000)
        with pytest.raises(vouchers.NothingToGiveBack):
            await vouchers.give_back(work, uuid4(), order, {1: 1}, uses=3)


async def test_of_several_the_least_used_go_back_first(
    works: Works, tenant: TenantId, lin: By
) -> None:
    found = await bought(works, tenant, pieces=3, payable_minor=100, uses=2)
    await redeem(works, tenant, use(found[0]), lin)
    async with works.open(tenant) as work:
        order = found[0].voucher.order_id
        [back] = await vouchers.give_back(work, uuid4(), order, {1: 2})
        assert (back.whole, back.amount_minor) == (2, 67)
        [back] = await vouchers.give_back(work, uuid4(), order, {1: 1})
        assert (back.whole, back.amount_minor) == (0, 16)


async def test_what_is_over_is_told_once_and_what_is_void_stays_void(
    works: Works, tenant: TenantId, lin: By
) -> None:
    [shown] = await bought(works, tenant)
    [other] = await bought(works, tenant)
    async with works.open(tenant) as work:
        await vouchers.void(work, other.voucher.id, why="盗用")
        await vouchers.void(work, other.voucher.id, why="again")
    assert isinstance(await redeem(works, tenant, use(other), lin), vouchers.Voided)
    async with works.open(tenant) as work:
        work.now += timedelta(days=31)
        assert [one.id for one in await vouchers.expire(work)] == [shown.voucher.id]
        assert await vouchers.expire(work) == []
        states = {
            state: (await vouchers.list_vouchers(work, vouchers.Filter(state=state), limit=9))[1]
            for state in ("open", "expired", "void", "used")
        }
    assert states == {"open": 0, "expired": 1, "void": 1, "used": 0}
