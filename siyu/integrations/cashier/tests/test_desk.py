"""The vendor's desk is as strict as a real one: proof first, then how often, then what."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from siyu.integrations.cashier.rules import RULES
from siyu.integrations.cashier.signing import (
    Proof,
    authorization,
    must_be_signed,
    proof_of,
    sign,
)
from siyu.integrations.cashier.tests.conftest import Shop

BASE = "/sandbox/cashier/v1"
Answer = tuple[int, str]


async def ask(
    shop: Shop, path: str, given: Mapping[str, Any] | None = None, **changes: Any
) -> Answer:
    """A request as our client makes it, but for the changes; the answer's signature is checked."""
    method, body = ("POST", msgspec.json.encode(given)) if given is not None else ("GET", b"")
    stamp = str(int((shop.clock.now() + changes.get("ahead", timedelta())).timestamp()))
    nonce = changes.get("nonce", secrets.token_hex(16))
    signed = (method.encode(), f"{BASE}{path}".encode(), stamp.encode(), nonce.encode(), body)
    signature = sign(shop.ours.key, *signed)
    proof = Proof(timestamp=stamp, nonce=nonce, serial=shop.ours.serial, signature=signature)
    shown = authorization(changes.get("mchid", shop.ours.mchid), proof)
    headers = {"Authorization": changes.get("authorization", shown).encode("latin-1")}
    sent = changes.get("sent", body)
    async with shop.browser() as client:
        answer = await client.request(method, f"{BASE}{path}", content=sent, headers=headers)
    if answer.status_code != 401:
        told = proof_of(answer.headers)
        must_be_signed(shop.ours.platform_public, told.signature, *told.parts(answer.content))
    return answer.status_code, answer.json().get("code", "OK") if answer.content else "OK"


def trade(shop: Shop, number: str = "T000001", **changes: Any) -> dict[str, Any]:
    return {
        "mchid": shop.ours.mchid,
        "out_trade_no": number,
        "description": "订单",
        "amount": {"total": 100, "currency": "CNY"},
        "notify_url": f"http://127.0.0.1/callbacks/cashier/{shop.ours.mchid}",
        "return_path": "/",
        **changes,
    }


def refund(number: str = "R000001", of: str = "T000001", **amount: Any) -> dict[str, Any]:
    return {
        "out_trade_no": of,
        "out_refund_no": number,
        "amount": {"refund": 40, "total": 100, "currency": "CNY", **amount},
        "notify_url": "",
    }


async def test_a_request_that_is_proven_is_taken(shop: Shop) -> None:
    assert await ask(shop, "/trades", trade(shop)) == (200, "OK")
    assert await ask(shop, f"/trades/T000001?mchid={shop.ours.mchid}") == (200, "OK")
    closing = {"mchid": shop.ours.mchid}
    assert await ask(shop, "/trades/T000001/close", closing) == (204, "OK")


@pytest.mark.parametrize(
    "changes",
    [
        {"authorization": ""},
        {"authorization": 'CASHIER-SHA256-RSA2048 mchid="1900000000"'},
        {"mchid": "1900000000"},
        {"mchid": "²900000000"},
        {"ahead": timedelta(seconds=301)},
        {"ahead": timedelta(seconds=-301)},
        {"sent": b'{"mchid":"1"}'},
        {"nonce": "short"},
    ],
    ids=["nothing", "half", "stranger", "odd", "future", "stale", "other body", "short nonce"],
)
async def test_a_request_that_is_not_proven_is_refused(shop: Shop, changes: dict[str, Any]) -> None:
    assert await ask(shop, "/trades", trade(shop), **changes) == (401, "SIGN_ERROR")


async def test_a_request_heard_and_repeated_is_refused(shop: Shop) -> None:
    nonce = secrets.token_hex(16)
    assert await ask(shop, "/trades", trade(shop), nonce=nonce) == (200, "OK")
    assert await ask(shop, "/trades", trade(shop), nonce=nonce) == (401, "SIGN_ERROR")


async def test_a_number_is_one_trade_for_good(shop: Shop) -> None:
    assert await ask(shop, "/trades", trade(shop)) == (200, "OK")
    assert await ask(shop, "/trades", trade(shop)) == (200, "OK")
    dearer = trade(shop, amount={"total": 101, "currency": "CNY"})
    assert await ask(shop, "/trades", dearer) == (403, "OUT_TRADE_NO_USED")
    await ask(shop, "/trades/T000001/close", {"mchid": shop.ours.mchid})
    assert await ask(shop, "/trades", trade(shop)) == (400, "ORDERCLOSED")


@pytest.mark.parametrize(
    "changes",
    [
        {"out_trade_no": "short"},
        {"out_trade_no": "with blank"},
        {"amount": {"total": 0, "currency": "CNY"}},
        {"amount": {"total": 1.5, "currency": "CNY"}},
        {"amount": {"total": 1, "currency": "yuan"}},
        {"description": "x" * 128},
        {"mchid": "1900000000"},
        {"notify_url": "http://127.0.0.1/callbacks/cashier/1900000000"},
        {"notify_url": "http://evil.test/"},
        {"time_expire": "2020-01-01T00:00:00Z"},
    ],
)
async def test_what_the_vendor_can_not_read_it_refuses(shop: Shop, changes: dict[str, Any]) -> None:
    assert await ask(shop, "/trades", trade(shop, **changes)) == (400, "PARAM_ERROR")


async def test_who_is_not_known_is_not_there(shop: Shop) -> None:
    mine = {"mchid": shop.ours.mchid}
    assert await ask(shop, f"/trades/T999999?mchid={mine['mchid']}") == (404, "ORDERNOTEXIST")
    assert await ask(shop, "/trades/T999999/close", mine) == (404, "ORDERNOTEXIST")
    assert await ask(shop, "/refunds", refund(of="T999999")) == (404, "ORDERNOTEXIST")
    assert await ask(shop, "/refunds/R999999") == (404, "RESOURCE_NOT_EXISTS")


async def test_what_is_paid_is_neither_asked_for_nor_closed(shop: Shop) -> None:
    paid = await shop.paid(100)
    closing = {"mchid": shop.ours.mchid}
    assert await ask(shop, "/trades", trade(shop, paid.number)) == (400, "ORDERPAID")
    assert await ask(shop, f"/trades/{paid.number}/close", closing) == (400, "ORDERPAID")


async def test_a_trade_goes_back_in_parts_and_never_more_than_was_paid(shop: Shop) -> None:
    assert await ask(shop, "/trades", trade(shop)) == (200, "OK")
    assert await ask(shop, "/refunds", refund()) == (400, "INVALID_REQUEST"), "not paid"
    of = (await shop.paid(100)).number
    assert await ask(shop, "/refunds", refund(of=of)) == (200, "OK")
    assert await ask(shop, "/refunds", refund(of=of)) == (200, "OK")
    assert await ask(shop, "/refunds", refund(of=of, refund=41)) == (400, "INVALID_REQUEST")
    assert await ask(shop, "/refunds", refund(of=of, total=99)) == (400, "INVALID_REQUEST")
    assert await ask(shop, "/refunds", refund("R000002", of, refund=61)) == (403, "NOT_ENOUGH")
    assert await ask(shop, "/refunds", refund("R000002", of, refund=60)) == (200, "OK")
    assert await ask(shop, "/refunds", refund("R000003", of, refund=1)) == (403, "NOT_ENOUGH")


async def test_a_trade_goes_back_in_fifty_parts_at_most(shop: Shop) -> None:
    of = (await shop.paid(100)).number
    for n in range(RULES.refunds_per_trade):
        if n % 25 == 0:
            shop.clock.move(timedelta(minutes=1))
        assert await ask(shop, "/refunds", refund(f"R{n:06d}", of, refund=1)) == (200, "OK")
    shop.clock.move(timedelta(minutes=1))
    one_more = refund("R000099", of, refund=1)
    assert await ask(shop, "/refunds", one_more) == (400, "INVALID_REQUEST")


async def test_one_number_is_not_asked_about_all_the_time(shop: Shop) -> None:
    path = f"/trades/T000001?mchid={shop.ours.mchid}"
    await ask(shop, "/trades", trade(shop))
    answers = [await ask(shop, path) for _ in range(RULES.calls_per_minute)]
    assert answers[-2:] == [(200, "OK"), (429, "FREQUENCY_LIMITED")]
    shop.clock.move(timedelta(seconds=61))
    assert await ask(shop, path) == (200, "OK")
