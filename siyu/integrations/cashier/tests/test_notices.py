"""The door for notices: what is not signed, recent, fresh and this merchant's own stays out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import msgspec
import pytest

from siyu.integrations.cashier import Accounts
from siyu.integrations.cashier.shapes import Amount, NoticeShown, TradeShown
from siyu.integrations.cashier.signing import prove, seal
from siyu.integrations.cashier.tests.conftest import Shop, opened_shop
from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.ids import TenantId
from siyu.modules.payments import Attempt

_numbers = count(1)

Pushed = tuple[bytes, dict[str, str]]


@pytest.fixture
async def other(
    database: Database, keyring: Keyring, clock: StoppedClock, tenant: TenantId, tmp_path: Path
) -> AsyncIterator[Shop]:
    """Another merchant of the same installation."""
    theirs = TenantId(tenant + 50_000_000)
    async with opened_shop(database, keyring, clock, theirs, tmp_path) as one:
        yield one


def pushed(shop: Shop, attempt: Attempt, by: Shop | None = None, **changes: object) -> Pushed:
    """A notice that `attempt` was paid, as the vendor signs and seals it for `by`."""
    ours = (by or shop).ours
    trade = TradeShown(
        mchid=shop.ours.mchid,
        out_trade_no=attempt.number,
        trade_state="SUCCESS",
        amount=Amount(total=attempt.amount_minor, currency="CNY"),
        transaction_id="4200001234",
        success_time=shop.clock.now(),
    )
    trade = msgspec.structs.replace(trade, **changes)
    shown = NoticeShown(
        id=f"EV-{next(_numbers):032x}",
        create_time=shop.clock.now(),
        event_type="TRANSACTION.SUCCESS",
        summary="支付成功",
        resource=seal(ours.secret, "transaction", msgspec.json.encode(trade)),
    )
    body = msgspec.json.encode(shown)
    return body, prove(ours.platform, ours.platform_serial, body, shop.clock.now())


async def push(shop: Shop, notice: Pushed) -> tuple[int, str]:
    body, headers = notice
    async with shop.browser() as vendor:
        path = f"/callbacks/cashier/{shop.ours.mchid}"
        answer = await vendor.post(path, content=body, headers=headers)
    return answer.status_code, answer.json()["code"]


async def test_a_proven_notice_is_taken(shop: Shop) -> None:
    attempt = await shop.ask()
    assert await push(shop, pushed(shop, attempt)) == (200, "SUCCESS")
    await shop.worker.drain()
    assert (await shop.attempt(attempt)).state == "paid"


def body_byte(notice: Pushed) -> Pushed:
    body, headers = notice
    return body.replace(b"TRANSACTION", b"TRANSACTIOM"), headers


def ciphertext_byte(notice: Pushed) -> Pushed:
    shown = msgspec.json.decode(notice[0], type=NoticeShown)
    sealed = shown.resource.ciphertext
    turned = ("B" if sealed[0] == "A" else "A") + sealed[1:]
    resource = msgspec.structs.replace(shown.resource, ciphertext=turned)
    return msgspec.json.encode(msgspec.structs.replace(shown, resource=resource)), notice[1]


def signature_byte(notice: Pushed) -> Pushed:
    signature = notice[1]["Cashier-Signature"]
    turned = ("B" if signature[0] == "A" else "A") + signature[1:]
    return notice[0], notice[1] | {"Cashier-Signature": turned}


def nonce_byte(notice: Pushed) -> Pushed:
    nonce = notice[1]["Cashier-Nonce"]
    return notice[0], notice[1] | {"Cashier-Nonce": ("0" if nonce[0] != "0" else "1") + nonce[1:]}


def second(notice: Pushed) -> Pushed:
    stamp = str(int(notice[1]["Cashier-Timestamp"]) + 1)
    return notice[0], notice[1] | {"Cashier-Timestamp": stamp}


def header(notice: Pushed) -> Pushed:
    return notice[0], {k: v for k, v in notice[1].items() if k != "Cashier-Signature"}


FORGERIES = [body_byte, ciphertext_byte, signature_byte, nonce_byte, second, header]


@pytest.mark.parametrize("forged", FORGERIES, ids=lambda f: f.__name__)
async def test_a_notice_that_was_touched_is_refused(
    shop: Shop, forged: Callable[[Pushed], Pushed]
) -> None:
    attempt = await shop.ask()
    right = pushed(shop, attempt)
    assert await push(shop, forged(right)) == (401, "cashier.unproven_notice")
    await shop.worker.drain()
    assert (await shop.attempt(attempt)).state == "prepared"
    assert await push(shop, right) == (200, "SUCCESS"), "only what was touched is wrong"


async def test_a_notice_heard_and_repeated_is_refused(shop: Shop) -> None:
    notice = pushed(shop, await shop.ask())
    assert await push(shop, notice) == (200, "SUCCESS")
    assert await push(shop, notice) == (401, "cashier.unproven_notice")
    shop.clock.move(timedelta(minutes=4))
    assert await push(shop, notice) == (401, "cashier.unproven_notice")


@pytest.mark.parametrize("late", [301, 86_400])
async def test_a_stale_notice_is_refused(shop: Shop, late: int) -> None:
    notice = pushed(shop, await shop.ask())
    shop.clock.move(timedelta(seconds=late))
    assert await push(shop, notice) == (401, "cashier.unproven_notice")


async def test_a_notice_from_the_future_is_refused(shop: Shop) -> None:
    body, _ = pushed(shop, await shop.ask())
    ahead = shop.clock.now() + timedelta(seconds=301)
    headers = prove(shop.ours.platform, shop.ours.platform_serial, body, ahead)
    assert await push(shop, (body, headers)) == (401, "cashier.unproven_notice")


async def test_another_merchants_notice_is_refused_here(shop: Shop, other: Shop) -> None:
    attempt = await shop.ask()
    theirs = pushed(shop, attempt, by=other)
    assert await push(shop, theirs) == (401, "cashier.unproven_notice")
    body, _ = theirs
    signed = prove(shop.ours.platform, shop.ours.platform_serial, body, shop.clock.now())
    assert await push(shop, (body, signed)) == (400, "cashier.unreadable_notice")


async def test_a_notice_that_speaks_of_another_merchant_is_kept_apart(
    shop: Shop, other: Shop
) -> None:
    attempt = await shop.ask()
    odd = pushed(shop, attempt, mchid=other.ours.mchid)
    assert await push(shop, odd) == (200, "SUCCESS")
    await shop.worker.drain()
    assert (await shop.attempt(attempt)).state == "prepared"
    assert await shop.quarantine() == ["merchant"]


@pytest.mark.parametrize("account", ["1900000000", "19x", "1912345678", "²²²²²²²²²²"])
async def test_an_address_that_is_nobodys_finds_no_door(shop: Shop, account: str) -> None:
    async with shop.browser() as vendor:
        answer = await vendor.post(f"/callbacks/cashier/{account}", content=b"{}")
    assert answer.status_code == 404


async def test_keys_are_not_shown_and_lie_sealed(shop: Shop) -> None:
    assert repr(shop.ours) == f"Account({shop.ours.mchid})"
    async with shop.kit.works.look(shop.tenant) as work:
        sql = "select body from sandbox.happening where tenant_id = $1 and kind = 'keys'"
        rows = await work.conn.fetch(sql, shop.tenant)
    assert len(rows) == 1
    assert b"PRIVATE" not in rows[0]["body"]


async def test_who_need_keys_at_once_get_the_same(shop: Shop) -> None:
    async with shop.kit.works.open(shop.tenant) as work:
        await work.conn.execute("delete from sandbox.happening where tenant_id = $1", shop.tenant)
    found = await asyncio.gather(*(Accounts(shop.kit).of(shop.tenant) for _ in range(3)))
    assert len({one.serial for one in found}) == 1
