"""What the doors show of payments: who finds what, with its steps, and what is in quarantine."""

from typing import Any

import httpx
import msgspec
import pytest

from siyu.kernel.db import Work, Works
from siyu.kernel.kit import Kit
from siyu.modules import developers, payments
from siyu.modules.payments import Attempt
from tests.house.apps import lent
from tests.house.knocking import Doors
from tests.house.merchant import Merchant


@pytest.fixture
async def paid(works: Works, merchant: Merchant) -> Attempt:
    """Paid, a part of it on its way back; beside it one that waits, and a notice that misfits."""
    async with works.open(merchant.tenant) as work:
        first, _ = await payments.ask(work, [asking(work, 12_800), asking(work, 5_000)])
        said = payments.Notice(
            vendor="cashier",
            account="19",
            through="19",
            number=first.number,
            vendor_no="4200001",
            amount_minor=12_800,
            currency="CNY",
            state="paid",
        )
        odd = msgspec.structs.replace(said, number="0" * 32, amount_minor=1)
        await payments.take_notices(work, [said, odd, odd])
        part = payments.RefundAsk(
            id=work.new_id(), attempt=first.id, amount_minor=100, why="少发一件"
        )
        await payments.ask_refund(work, [part])
        return await payments.get_attempt(work, first.id)


def asking(work: Work, amount_minor: int) -> payments.Ask:
    return payments.Ask(
        order=work.new_id(),
        amount_minor=amount_minor,
        currency="CNY",
        about="订单",
        return_to="/",
    )


@pytest.fixture
async def key(works: Works, merchant: Merchant) -> str:
    async with works.open(merchant.tenant) as work:
        permits = frozenset({"payments.read"})
        new = developers.NewKey(name="对账", permits=permits)
        return (await developers.make_key(work, new, most=permits))[1]


async def get(kit: Kit, key: str, path: str, **query: str) -> Any:
    doors = Doors(lent(kit))
    headers = {"authorization": f"Bearer {key}"}
    answer: httpx.Response = await doors.send("GET", f"/open/v1{path}", headers, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_payments_are_found_by_state_by_either_number_and_by_order(
    kit: Kit, key: str, paid: Attempt
) -> None:
    assert (await get(kit, key, "/payments"))["total"] == 2
    for query in (
        {"state": "paid"},
        {"number": paid.number},
        {"number": "4200001"},
        {"order": str(paid.order_id)},
    ):
        page = await get(kit, key, "/payments", **query)
        assert [item["id"] for item in page["items"]] == [str(paid.id)], query
    assert (await get(kit, key, "/payments", number="42"))["items"] == []


async def test_a_payment_shows_its_steps_and_what_goes_back(
    kit: Kit, key: str, paid: Attempt
) -> None:
    shown = await get(kit, key, f"/payments/{paid.id}")
    assert shown["payment"]["number"] == paid.number
    assert [step["state"] for step in shown["steps"]] == ["asked", "paid"]
    (refund,) = shown["refunds"]
    assert (refund["amount_minor"], refund["state"]) == (100, "asked")


async def test_what_misfits_is_shown_as_it_was_said(
    works: Works, merchant: Merchant, paid: Attempt
) -> None:
    async with works.look(merchant.tenant) as work:
        (odd,), count = await payments.list_quarantine(work, limit=9)
    assert (odd.number, odd.amount_minor, odd.reason) == ("0" * 32, 1, "number")
    assert (odd.times, count) == (2, 1)
    assert odd.attempt_id is None
    assert paid.state == "paid"
