"""What many want at once, at the doors: right with the lock, and shown to be wrong without it.

Every request of a race has begun before any of them goes on: they meet just before the lock.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import structlog

from siyu.flows import call_cashier, place_orders, redeem_pickup
from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Query
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import fulfilment, ledger, payments, promotions
from siyu.modules.fulfilment import values as pickups
from siyu.modules.fulfilment.actions import pickups as handing
from siyu.modules.ledger import actions as booking
from siyu.modules.payments import queries as attempts
from tests.house.knocking import Knocker
from tests.house.mall import Mall, open_mall
from tests.house.shop import CUP

OPEN = "/open/v1"
BUYERS = 6
PATIENCE_S = 30


@pytest.fixture
async def mall(
    database: Database,
    keyring: Keyring,
    clock: StoppedClock,
    tenant: TenantId,
    tmp_path: Path,
    alone: None,
) -> AsyncIterator[Mall]:
    async with open_mall(database, keyring, clock, tenant, tmp_path) as one:
        await one.shop.receives((one.shop.cup, 1))
        yield one


class Door:
    """Where a race is run; taking a lock away is undone with the test."""

    def __init__(self, mall: Mall, patch: pytest.MonkeyPatch) -> None:
        self.mall, self.patch = mall, patch

    def meet(self, where: Any, verb: str, parties: int = BUYERS) -> None:
        """Of the next callers of this verb nobody goes on before all of them have come."""
        real, barrier, coming = getattr(where, verb), asyncio.Barrier(parties), [parties]

        async def wait(*arguments: Any, **more: Any) -> Any:
            found = await real(*arguments, **more)
            if coming[0] > 0:
                coming[0] -= 1
                await barrier.wait()
            return found

        self.patch.setattr(where, verb, wait)

    def unlock_books(self) -> None:
        async def nothing(*_: object) -> int:
            return 0

        self.patch.setattr(booking._LOCK, "run", nothing)
        # What breaks is logged with all its surroundings, which takes longer than the race.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    async def race(self, path: str, *asked: tuple[Knocker, Any]) -> list[httpx.Response]:
        send = self.mall.doors.knock
        knocks = [send(key, "POST", f"{OPEN}{path}", json=body) for key, body in asked]
        async with asyncio.timeout(PATIENCE_S):
            return list(await asyncio.gather(*knocks))

    async def buyers(self) -> list[str]:
        return [str((await self.mall.customer(f"1380013801{n}"))[1]) for n in range(BUYERS)]

    async def count(self, fact: str) -> int:
        async with self.mall.kit.works.look(self.mall.shop.tenant) as work:
            rows, _ = await log.read(work, log.START, limit=10_000)
        return sum(row.name == fact for row in rows)


@pytest.fixture
def door(mall: Mall, monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(mall, monkeypatch)


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(one.status_code for one in answers)


def refusals(answers: list[httpx.Response]) -> set[str]:
    return {one.json()["code"] for one in answers if not one.is_success}


async def want_the_last_cup(door: Door, *, locked: bool) -> list[httpx.Response]:
    """Six order it by a merchant's own program, each in a unit of work of her own."""
    shop, key, people = door.mall.shop, await door.mall.key(), await door.buyers()
    door.meet(place_orders.quote_cart, "board")
    if not locked:
        door.unlock_books()
    lines = {"store": str(shop.store), "lines": [{"sku": str(shop.cup), "quantity": 1}]}
    return await door.race("/orders", *((key, {"customer": her, **lines}) for her in people))


async def test_the_last_piece_is_sold_once_and_the_others_hear_why(door: Door) -> None:
    answers = await want_the_last_cup(door, locked=True)
    assert statuses(answers) == {201: 1, 409: BUYERS - 1}
    assert refusals(answers) == {"orders.goods_short"}
    assert await door.mall.shop.stands(door.mall.shop.cup) == (1, 1)
    await door.mall.shop.all_well()


async def test_without_the_lock_who_wants_the_last_piece_finds_a_broken_door(door: Door) -> None:
    answers = await want_the_last_cup(door, locked=False)
    assert statuses(answers)[201] == 1
    assert statuses(answers)[500] > 0


async def claim_the_last_coupon(door: Door, *, locked: bool) -> list[httpx.Response]:
    key, people = await door.mall.key(), await door.buyers()
    terms = {"name": "限量", "amount_minor": 100, "valid_days": 7, "quota": 1}
    coupon = (await door.mall.ask(key, "POST", f"{OPEN}/coupons", json=terms))["id"]
    async with door.mall.kit.works.open(door.mall.shop.tenant) as work:
        # Their caps are there before: only the lock itself is taken away.
        await ledger.lock(work, [ledger.cap(UUID(coupon), UUID(one), 1) for one in people])
    door.meet(promotions, "coupons_of")
    if not locked:
        door.unlock_books()
    claims = ((key, {"customer": her}) for her in people)
    return await door.race(f"/coupons/{coupon}/claims", *claims)


async def test_the_last_coupon_is_claimed_once_and_the_others_hear_why(door: Door) -> None:
    answers = await claim_the_last_coupon(door, locked=True)
    assert statuses(answers) == {201: 1, 409: BUYERS - 1}
    assert refusals(answers) == {"promotions.all_gone"}
    await door.mall.shop.all_well()


async def test_without_the_lock_who_claims_the_last_coupon_finds_a_broken_door(door: Door) -> None:
    answers = await claim_the_last_coupon(door, locked=False)
    assert statuses(answers)[201] == 1
    assert statuses(answers)[500] > 0


async def show_at_two_tills(door: Door, *, locked: bool) -> list[httpx.Response]:
    """Both have looked at the code and found it good; then both hand the goods over."""
    mall = door.mall
    who, her = await mall.customer()
    order = await mall.shop.ordered((mall.shop.cup, 1), her=her)
    await mall.pays(who, str(order.id))
    one, other = await mall.key(), await mall.key()
    digits = (await mall.ask(one, "GET", f"{OPEN}/orders/{order.id}/code"))["code"]
    if locked:
        door.meet(redeem_pickup.fulfilment, "look", 2)
    else:
        take_conditions_away(door)
    body = {"code": digits, "store": str(mall.shop.store)}
    return await door.race("/pickups/redemption", (one, body), (other, body))


def take_conditions_away(door: Door) -> None:
    """The order is not locked, and a code that was used is used again."""

    async def no_lock(*_: object) -> dict[UUID, object]:
        return {}

    condition = "and redeemed_at is null and voided_at is null"
    assert condition in handing._REDEEM.text
    again = Query(pickups.Pickup, handing._REDEEM.text.replace(condition, ""))
    door.patch.setattr(handing, "_REDEEM", again)
    door.patch.setattr(redeem_pickup.orders, "lock_orders", no_lock)
    door.meet(handing, "look", 2)


async def test_of_two_tills_one_hands_over_and_the_other_hears_why(door: Door) -> None:
    answers = await show_at_two_tills(door, locked=True)
    assert statuses(answers) == {200: 1, 409: 1}
    assert refusals(answers) == {"fulfilment.redeemed_before"}
    assert await door.count(fulfilment.PickupRedeemed.NAME) == 1


async def test_without_the_lock_the_second_till_is_told_of_a_refund_that_never_was(
    door: Door,
) -> None:
    answers = await show_at_two_tills(door, locked=False)
    assert refusals(answers) == {"fulfilment.voided"}


async def hear_twice(door: Door, *, locked: bool) -> int:
    """The cashier's notice and the answer to the janitor's question come in the same moment.

    How often the payment is told.
    """
    mall = door.mall
    who, her = await mall.customer()
    order = await mall.shop.ordered((mall.shop.cup, 1), her=her)
    path = f"/api/storefront/orders/{order.id}/payment"
    asked = await mall.ask(who, "POST", path, json={})
    await mall.press(asked["pay_path"])
    async with mall.kit.works.look(mall.shop.tenant) as work:
        attempt = (await payments.attempts_of(work, [order.id]))[order.id]
    if not locked:
        plain = attempts.LOCK.text.replace("for update", "")
        unlocked = Query(payments.Attempt, plain)
        door.patch.setattr(attempts, "LOCK", unlocked)
        door.meet(unlocked, "all", 2)
    asking = call_cashier.inquire(mall.kit, mall.shop.tenant, attempt.id)
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(mall.worker.drain(), asking, return_exceptions=True)
    await mall.worker.drain()
    assert await mall.shop.state(order.id) == "paid"
    assert await mall.shop.owes(order.id) == (0, CUP, CUP)
    return await door.count(payments.PaymentTaken.NAME)


async def test_what_is_heard_twice_at_once_is_one_payment(door: Door) -> None:
    assert await hear_twice(door, locked=True) == 1
    assert await door.count("orders.order_paid") == 1
    assert await door.count("fulfilment.pickup_ready") == 1
    await door.mall.shop.all_well()


async def test_without_the_lock_one_payment_is_told_twice(door: Door) -> None:
    assert await hear_twice(door, locked=False) == 2
