"""The shop through its doors: from the cart to the goods in her hands, and back."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import customers, payments
from tests.house.knocking import Knocker
from tests.house.mall import Mall, open_mall
from tests.house.shop import CUP, MILK

AT = "/api/storefront"


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
        await one.shop.receives((one.shop.milk, 5), (one.shop.cup, 3))
        yield one


def line(sku: object, quantity: int = 1) -> dict[str, object]:
    return {"sku": str(sku), "quantity": quantity}


def wanted(mall: Mall, *lines: dict[str, object], **more: Any) -> dict[str, Any]:
    said = {"key": uuid4().hex, "store": str(mall.shop.store), "lines": list(lines)}
    return {**said, **more}


async def ordered(mall: Mall, her: Knocker, *lines: dict[str, object], **more: Any) -> Any:
    return await mall.ask(her, "POST", f"{AT}/orders", json=wanted(mall, *lines, **more))


async def given(mall: Mall, boss: Knocker, her: Knocker, **terms: Any) -> Any:
    """A coupon that the office makes and she claims."""
    said = {"name": "满 300 减 50", "amount_minor": 5000, "valid_days": 7, "quota": 2, **terms}
    made = await mall.ask(boss, "POST", "/api/console/coupons", json=said)
    path = f"{AT}/coupons/{made['id']}/claim"
    return await mall.ask(her, "POST", path, json={"key": "once"})


async def facts(mall: Mall) -> Counter[str]:
    async with mall.kit.works.look(mall.shop.tenant) as work:
        rows, _ = await log.read(work, log.START)
    return Counter(row.name for row in rows)


async def test_from_the_cart_to_her_hands(mall: Mall) -> None:
    her, customer = await mall.customer()
    guide = await mall.staff("guide", mall.shop.store)
    boss = await mall.staff("headquarters", None)
    coupon = await given(mall, boss, her, threshold_minor=30000)
    await mall.ask(her, "POST", f"{AT}/cart", json=line(mall.shop.milk))
    both = {"lines": [line(mall.shop.milk, 2), line(mall.shop.cup)]}
    cart = await mall.ask(her, "PUT", f"{AT}/cart", json=both)
    assert (cart["pieces"], cart["goods_minor"]) == (3, 2 * MILK + CUP)
    quote = await mall.ask(her, "POST", f"{AT}/quote", json={})
    assert (quote["used"], quote["best"]) == (coupon["id"], coupon["id"])
    assert quote["payable_minor"] == 2 * MILK + CUP - 5000
    assert sum(one["amount_minor"] for one in quote["why"]) == quote["payable_minor"]
    lines = [line(one["sku"], one["quantity"]) for one in quote["lines"]]
    seen = {"wallet": quote["used"], "seen_minor": quote["payable_minor"]}
    order = await ordered(mall, her, *lines, **seen)
    assert (order["state"], order["may"]) == ("unpaid", ["pay", "cancel"])
    assert order["pay_by"] is not None
    assert (await mall.ask(her, "GET", f"{AT}/cart"))["lines"] == []
    await mall.pays(her, order["id"])
    paid = await mall.ask(her, "GET", f"{AT}/orders/{order['id']}")
    assert (paid["state"], paid["pickup"], paid["may"]) == ("paid", "ready", ["refund"])
    assert len(paid["code"]) == 8
    [letter] = (await mall.ask(her, "GET", f"{AT}/letters"))["items"]
    assert order["no"] in letter["words"]
    assert paid["code"] not in letter["words"]
    [waits] = await mall.ask(guide, "GET", "/api/guide/pickups")
    assert (waits["order"], waits["pieces"]) == (order["id"], 3)
    code = {"code": f"{paid['code'][:4]} {paid['code'][4:]}"}
    looked = await mall.ask(guide, "POST", "/api/guide/pickups/look", json=code)
    assert [one["quantity"] for one in looked["lines"]] == [2, 1]
    await mall.ask(guide, "POST", "/api/guide/pickups/redemption", json=code)
    done = await mall.ask(her, "GET", f"{AT}/orders/{order['id']}")
    assert (done["state"], done["pickup"], done["code"], done["may"]) == (
        "redeemed",
        "redeemed",
        None,
        ["ask_back"],
    )
    assert [one["state"] for one in done["steps"]] == ["unpaid", "paid", "redeemed"]
    assert await mall.shop.stands(mall.shop.milk) == (3, 0)
    shown = await mall.ask(boss, "GET", f"/api/console/orders/{order['id']}")
    assert (shown["customer"]["id"], shown["fetch"]["by"]["name"]) == (str(customer), "林静")
    assert [one["state"] for one in shown["payments"]] == ["paid"]
    figures = (await mall.ask(boss, "GET", f"/api/console/coupons/{coupon['coupon']}"))["figures"]
    assert figures == {"claimed": 1, "used": 1, "returned": 0, "expired": 0}
    bought = (await mall.ask(boss, "GET", f"/api/console/customers/{customer}"))["figures"]
    assert (bought["receipts"], bought["spent_minor"]) == (1, 2 * MILK + CUP - 5000)
    assert bought["last_purchase_at"] is not None
    await mall.shop.all_well()


async def test_a_cart_says_what_the_store_has_and_what_is_gone(mall: Mall) -> None:
    her, _ = await mall.customer()
    west = str(await _west(mall))
    many = {"lines": [line(mall.shop.milk, 6), {**line(mall.shop.cup), "picked": False}]}
    cart = await mall.ask(her, "PUT", f"{AT}/cart", json=many)
    found = {one["sku"]: (one["standing"], one["left"]) for one in cart["lines"]}
    assert found == {str(mall.shop.milk): ("short", 5), str(mall.shop.cup): ("few", 3)}
    assert cart["pieces"] == 6
    there = await mall.ask(her, "GET", f"{AT}/cart", params={"store": west})
    assert {one["standing"] for one in there["lines"]} == {"sold_out"}
    async with mall.kit.works.open(mall.shop.tenant) as work:
        gone = "delete from catalog.sku where tenant_id = $1 and id = $2"
        await work.conn.execute(gone, mall.shop.tenant, mall.shop.milk)
    cart = await mall.ask(her, "GET", f"{AT}/cart")
    found = {one["sku"]: (one["standing"], one["unit_minor"]) for one in cart["lines"]}
    assert found == {str(mall.shop.milk): ("gone", None), str(mall.shop.cup): ("few", CUP)}
    assert (cart["pieces"], cart["goods_minor"]) == (0, 0)
    refused = await mall.refused(her, "POST", f"{AT}/quote", json={})
    assert refused["message"] == "请至少选择一件商品。"
    out = {"lines": [line(mall.shop.milk, 0)]}
    assert len((await mall.ask(her, "PUT", f"{AT}/cart", json=out))["lines"]) == 1
    unknown = await mall.refused(her, "POST", f"{AT}/cart", json=line(uuid4()))
    assert unknown["code"] == "orders.unknown_goods"


async def test_two_taps_on_add_are_two_pieces(mall: Mall) -> None:
    her, _ = await mall.customer()
    tap = mall.ask
    await asyncio.gather(*(tap(her, "POST", f"{AT}/cart", json=line(mall.shop.cup)) for _ in "ab"))
    [cup] = (await mall.ask(her, "GET", f"{AT}/cart"))["lines"]
    assert cup["quantity"] == 2


async def test_the_best_coupon_is_chosen_and_of_the_others_she_hears_why_not(mall: Mall) -> None:
    her, _ = await mall.customer()
    boss = await mall.staff("headquarters", None)
    small = await given(mall, boss, her, amount_minor=1000)
    big = await given(mall, boss, her, amount_minor=3000)
    dear = await given(mall, boss, her, amount_minor=9000, threshold_minor=100000)
    far = await given(mall, boss, her, amount_minor=9000, stores=[str(await _west(mall))])
    asked = {"lines": [line(mall.shop.milk)], "store": str(mall.shop.store)}
    quote = await mall.ask(her, "POST", f"{AT}/quote", json=asked)
    assert (quote["used"], quote["payable_minor"]) == (big["id"], MILK - 3000)
    told = {one["id"]: one["refused"] for one in quote["coupons"]}
    assert told == {
        big["id"]: "",
        small["id"]: "",
        dear["id"]: "还差 ¥702.00 才能使用这张优惠券。",
        far["id"]: "这张优惠券不能在这家门店使用。",
    }
    none = await mall.ask(her, "POST", f"{AT}/quote", json={**asked, "wallet": None})
    assert (none["used"], none["payable_minor"]) == (None, MILK)
    named = await mall.ask(her, "POST", f"{AT}/quote", json={**asked, "wallet": dear["id"]})
    assert (named["reason"], named["payable_minor"]) == ("promotions.below_threshold", MILK)


async def test_she_hears_what_is_different_from_what_she_saw(mall: Mall) -> None:
    her, _ = await mall.customer()
    other, _ = await mall.customer("13900139002")
    boss = await mall.staff("headquarters", None)
    hers = await given(mall, boss, her)
    milk, path = line(mall.shop.milk), f"{AT}/orders"
    changed = await mall.refused(her, "POST", path, json=wanted(mall, milk, seen_minor=1))
    assert (changed["code"], changed["slots"]["now_minor"]) == ("orders.price_changed", MILK)
    short = await mall.refused(her, "POST", path, json=wanted(mall, line(mall.shop.milk, 6)))
    assert (short["code"], short["slots"]["left"]) == ("orders.goods_short", 5)
    strange = wanted(mall, milk, wallet=hers["id"])
    assert (await mall.refused(other, "POST", path, json=strange))["code"] == (
        "promotions.not_yours"
    )
    asked = wanted(mall, milk, wallet=hers["id"])
    first, again = [await mall.ask(her, "POST", path, json=asked) for _ in range(2)]
    assert first["id"] == again["id"]
    twisted = {**asked, "lines": [line(mall.shop.cup)]}
    assert (await mall.refused(her, "POST", path, json=twisted))["code"] == "orders.key_taken"
    used = await mall.refused(her, "POST", path, json=wanted(mall, milk, wallet=hers["id"]))
    assert used["code"] == "promotions.used_before"
    hidden = await mall.refused(other, "GET", f"{path}/{first['id']}")
    assert hidden["code"] == "kernel.not_found"
    assert await mall.shop.stands(mall.shop.milk) == (5, 1)


async def test_a_shut_store_sells_nothing(mall: Mall) -> None:
    her, _ = await mall.customer()
    async with mall.kit.works.open(mall.shop.tenant) as work:
        sql = "update tenants.store set opened_on = $3 where tenant_id = $1 and id = $2"
        next_week = work.now.date() + timedelta(days=7)
        await work.conn.execute(sql, mall.shop.tenant, mall.shop.store, next_week)
    shut = "orders.store_shut"
    asked = wanted(mall, line(mall.shop.milk))
    assert (await mall.refused(her, "POST", f"{AT}/orders", json=asked))["code"] == shut
    at = {"store": str(mall.shop.store)}
    assert (await mall.refused(her, "GET", f"{AT}/cart", params=at))["code"] == shut
    assert (await mall.ask(her, "GET", f"{AT}/cart"))["store"]["name"] == "西门店"


async def test_what_she_gives_up_goes_back_and_what_nobody_pays_ends(mall: Mall) -> None:
    her, _ = await mall.customer()
    boss = await mall.staff("headquarters", None)
    coupon = await given(mall, boss, her)
    order = await ordered(mall, her, line(mall.shop.milk), wallet=coupon["id"])
    path = f"{AT}/orders/{order['id']}"
    gone = await mall.ask(her, "POST", f"{path}/cancellation", json={"why": "选错了"})
    assert (gone["state"], gone["may"], gone["steps"][-1]["why"]) == ("cancelled", [], "选错了")
    [mine] = (await mall.ask(her, "GET", f"{AT}/coupons", params={"state": "open"}))["items"]
    assert (mine["id"], mine["state"]) == (coupon["id"], "usable")
    assert (await mall.refused(her, "POST", f"{path}/payment", json={}))["code"] == (
        "orders.not_unpaid"
    )
    late = await ordered(mall, her, line(mall.shop.milk))
    mall.clock.move(timedelta(minutes=16))
    assert await mall.shop.expires() == 1
    page = await mall.ask(her, "GET", f"{AT}/orders", params={"state": "expired"})
    assert [one["id"] for one in page["items"]] == [late["id"]]
    assert await mall.shop.stands(mall.shop.milk) == (5, 0)


async def test_a_refund_before_it_is_fetched_walks_everything_back(mall: Mall) -> None:
    her, _ = await mall.customer()
    guide = await mall.staff("guide", mall.shop.store)
    boss = await mall.staff("headquarters", None)
    coupon = await given(mall, boss, her)
    lines = line(mall.shop.milk, 2), line(mall.shop.cup)
    order = await ordered(mall, her, *lines, wallet=coupon["id"])
    await mall.pays(her, order["id"])
    path = f"{AT}/orders/{order['id']}"
    code = {"code": (await mall.ask(her, "GET", path))["code"]}
    part = await mall.ask(her, "POST", f"{path}/refunds", json={"lines": [{"n": 1, "quantity": 1}]})
    assert (part["state"], part["pickup"], part["may"]) == ("paid", "ready", ["refund"])
    looked = await mall.ask(guide, "POST", "/api/guide/pickups/look", json=code)
    assert looked["pieces"] == 2
    whole = await mall.ask(her, "POST", f"{path}/refunds", json={"why": "不想要了"})
    assert (whole["pickup"], whole["code"], whole["may"]) == ("void", None, [])
    void = await mall.refused(guide, "POST", "/api/guide/pickups/redemption", json=code)
    assert void["message"] == "这笔订单已退款，自提码已作废。"
    await mall.pays_back()
    back = await mall.ask(her, "GET", path)
    assert (back["state"], back["refunded_minor"]) == ("closed", back["payable_minor"])
    assert {one["state"] for one in back["refunds"]} == {"paid_back"}
    assert await mall.shop.stands(mall.shop.milk) == (5, 0)
    assert not await mall.shop.is_used(UUID(coupon["id"]))
    await mall.shop.all_well()


async def test_what_she_has_fetched_goes_back_at_the_store(mall: Mall) -> None:
    her, customer = await mall.customer()
    guide = await mall.staff("guide", mall.shop.store)
    finance = await mall.staff("finance", None)
    boss = await mall.staff("headquarters", None)
    order = await ordered(mall, her, line(mall.shop.cup))
    await mall.pays(her, order["id"])
    path = f"{AT}/orders/{order['id']}"
    code = {"code": (await mall.ask(her, "GET", path))["code"]}
    await mall.ask(guide, "POST", "/api/guide/pickups/redemption", json=code)
    refused = await mall.refused(her, "POST", f"{path}/refunds", json={})
    assert refused["code"] == "orders.at_the_store"
    asked = {"lines": [{"n": 1, "quantity": 1}], "why": "破损", "goods_back": False}
    house = f"/api/console/orders/{order['id']}/refunds"
    await mall.ask(finance, "POST", house, json=asked)
    assert (await mall.refused(finance, "POST", house, json=asked))["code"] == (
        "orders.refund_too_much"
    )
    await mall.pays_back()
    assert (await mall.ask(her, "GET", path))["state"] == "closed"
    assert await mall.shop.stands(mall.shop.cup) == (2, 0)
    bought = (await mall.ask(boss, "GET", f"/api/console/customers/{customer}"))["figures"]
    assert (bought["receipts"], bought["returns"], bought["spent_minor"]) == (1, 1, 0)


async def test_a_refund_that_fails_leaves_something_to_fetch(mall: Mall) -> None:
    her, _ = await mall.customer()
    order = await ordered(mall, her, line(mall.shop.cup))
    await mall.pays(her, order["id"])
    path = f"{AT}/orders/{order['id']}"
    before = await mall.ask(her, "GET", path)
    asked = await mall.ask(her, "POST", f"{path}/refunds", json={})
    assert (asked["pickup"], asked["code"]) == ("void", None)
    async with mall.kit.works.open(mall.shop.tenant) as work:
        found = await payments.get_refund(work, UUID(asked["refunds"][0]["id"]))
        await payments.refund_failed(work, found, reason="ACCOUNT_CLOSED")
    await mall.worker.drain()
    after = await mall.ask(her, "GET", path)
    assert [one["state"] for one in after["refunds"]] == ["failed"]
    assert (after["state"], after["pickup"], after["refunded_minor"]) == ("paid", "ready", 0)
    assert len({before["code"], after["code"], None}) == 3


async def test_a_code_opens_at_its_store_once_and_guesses_are_counted(mall: Mall) -> None:
    her, _ = await mall.customer()
    here = await mall.staff("guide", mall.shop.store)
    there = await mall.staff("guide", await _west(mall))
    order = await ordered(mall, her, line(mall.shop.cup))
    await mall.pays(her, order["id"])
    code = {"code": (await mall.ask(her, "GET", f"{AT}/orders/{order['id']}"))["code"]}
    path = "/api/guide/pickups/redemption"
    assert await mall.ask(there, "GET", "/api/guide/pickups") == []
    assert (await mall.refused(there, "POST", path, json=code))["code"] == "fulfilment.other_store"
    await mall.ask(here, "POST", path, json=code)
    assert (await mall.refused(here, "POST", path, json=code))["code"] == (
        "fulfilment.redeemed_before"
    )
    wrong = {"code": "00000000" if code["code"] != "00000000" else "00000001"}
    told = [await mall.refused(there, "POST", path, json=wrong) for _ in range(9)]
    assert [one["code"] for one in told] == ["fulfilment.unknown_code"] * 8 + [
        "fulfilment.too_many_guesses"
    ]


async def redeem_twice(mall: Mall, her: Knocker, guides: list[Knocker]) -> Counter[int]:
    order = await ordered(mall, her, line(mall.shop.cup))
    await mall.pays(her, order["id"])
    code = {"code": (await mall.ask(her, "GET", f"{AT}/orders/{order['id']}"))["code"]}
    path = "/api/guide/pickups/redemption"
    knocks = [mall.doors.knock(one, "POST", path, json=code) for one in guides]
    return Counter(one.status_code for one in await asyncio.gather(*knocks))


async def test_of_two_tills_one_hands_it_over(mall: Mall) -> None:
    her, _ = await mall.customer()
    guides = [await mall.staff("guide", mall.shop.store) for _ in range(2)]
    for _ in range(3):
        assert await redeem_twice(mall, her, guides) == {200: 1, 409: 1}
    assert (await facts(mall))["fulfilment.pickup_redeemed"] == 3


async def test_of_a_till_and_a_refund_at_once_one_wins(mall: Mall) -> None:
    """Never are the goods handed over and the money on its way back as well."""
    her, _ = await mall.customer()
    guide = await mall.staff("guide", mall.shop.store)
    for _ in range(3):
        order = await ordered(mall, her, line(mall.shop.cup))
        await mall.pays(her, order["id"])
        path = f"{AT}/orders/{order['id']}"
        code = {"code": (await mall.ask(her, "GET", path))["code"]}
        till, back = await asyncio.gather(
            mall.doors.knock(guide, "POST", "/api/guide/pickups/redemption", json=code),
            mall.doors.knock(her, "POST", f"{path}/refunds", json={}),
        )
        told = (till.status_code, back.status_code)
        assert told in {(200, 409), (409, 201)}, f"{till.text} {back.text}"
        loser = (back if till.is_success else till).json()["code"]
        assert loser in {"orders.at_the_store", "fulfilment.voided"}


async def test_the_last_piece_goes_to_one_buyer_at_the_counter(mall: Mall) -> None:
    buyers = [(await mall.customer(f"1380013900{n}"))[0] for n in range(4)]
    asked = [wanted(mall, line(mall.shop.milk, 3)) for _ in buyers]
    knocks = [
        mall.doors.knock(her, "POST", f"{AT}/orders", json=one)
        for her, one in zip(buyers, asked, strict=True)
    ]
    answers = await asyncio.gather(*knocks)
    assert Counter(one.status_code for one in answers) == {201: 1, 409: 3}
    assert {one.json()["slots"]["left"] for one in answers if one.status_code == 409} == {2}
    assert await mall.shop.stands(mall.shop.milk) == (5, 3)


async def test_the_last_coupon_goes_to_one(mall: Mall) -> None:
    buyers = [(await mall.customer(f"1380013900{n}"))[0] for n in range(4)]
    boss = await mall.staff("headquarters", None)
    terms = {"name": "限量", "amount_minor": 100, "valid_days": 7, "quota": 1}
    coupon = await mall.ask(boss, "POST", "/api/console/coupons", json=terms)
    path = f"{AT}/coupons/{coupon['id']}/claim"
    knocks = [mall.doors.knock(one, "POST", path, json={"key": "k"}) for one in buyers]
    answers = await asyncio.gather(*knocks)
    assert Counter(one.status_code for one in answers) == {201: 1, 409: 3}
    gone = next(one.json() for one in answers if one.status_code == 409)
    assert gone["message"] == "这张优惠券已经领完了。"
    [shown] = await mall.ask(buyers[0], "GET", f"{AT}/coupons/claimable")
    assert shown["left"] == 0
    assert shown["reason"] in {"promotions.all_gone", "promotions.had_enough"}
    small = {**terms, "quota": 5}
    changed = await mall.ask(boss, "PUT", f"/api/console/coupons/{coupon['id']}", json=small)
    assert (changed["version"], changed["left"]) == (2, 4)
    closed = await mall.ask(boss, "PUT", f"/api/console/coupons/{coupon['id']}/closure")
    assert closed["standing"] == "closed"
    late = await mall.refused(buyers[1], "POST", path, json={"key": "late"})
    assert late["code"] in {"promotions.claim_closed", "promotions.had_enough"}


async def test_a_doubled_notice_makes_one_payment_and_one_code(mall: Mall) -> None:
    her, _ = await mall.customer()
    boss = await mall.staff("headquarters", None)
    faults = {"lose_bp": 0, "delay_s": 0, "disorder_bp": 0, "refuse_bp": 0}
    twice = {**faults, "double_bp": 10_000}
    await mall.ask(boss, "PUT", "/api/console/sandbox/cashier/faults", json=twice)
    order = await ordered(mall, her, line(mall.shop.cup))
    await mall.pays(her, order["id"])
    told = await facts(mall)
    assert (told["orders.order_paid"], told["fulfilment.pickup_ready"]) == (1, 1)
    assert (await mall.ask(her, "GET", f"{AT}/letters"))["total"] == 1
    assert await mall.shop.owes(UUID(order["id"])) == (0, CUP, CUP)


async def test_a_purchase_in_the_mall_binds_her_to_the_store(mall: Mall) -> None:
    her, customer = await mall.customer()
    order = await ordered(mall, her, line(mall.shop.cup))
    await mall.pays(her, order["id"])
    async with mall.kit.works.look(mall.shop.tenant) as work:
        bond = (await customers.find_belongings(work, [customer]))[customer]
    assert (bond.store_id, bond.guide_id) == (mall.shop.store, None)


async def test_whoever_is_new_is_welcomed_with_a_coupon(mall: Mall) -> None:
    boss = await mall.staff("headquarters", None)
    terms = {"name": "新人礼", "amount_minor": 900, "valid_days": 7, "quota": 9, "welcome": True}
    coupon = await mall.ask(boss, "POST", "/api/console/coupons", json=terms)
    phone, nobody = "13700137001", Knocker(called="nobody", host=mall.host)

    async def signs_in() -> Any:
        async with mall.kit.works.open(mall.shop.tenant) as work:
            code = await customers.make_code(work, phone, "::1")
        said = {"phone": phone, "code": code.digits}
        return await mall.ask(nobody, "POST", f"{AT}/session", json=said)

    first = await signs_in()
    assert [one["amount_minor"] for one in first["coupons"]] == [900]
    mall.clock.move(timedelta(minutes=2))
    again = await signs_in()
    assert (again["new"], again["coupons"]) == (False, [])
    her = Knocker(called="her", host=mall.host, bearer=again["token"])
    refused = await mall.refused(
        her, "POST", f"{AT}/coupons/{coupon['id']}/claim", json={"key": "x"}
    )
    assert refused["code"] == "promotions.for_newcomers"


async def test_everything_through_the_open_api_alone(mall: Mall) -> None:
    key = await mall.key()
    _, customer = await mall.customer()
    hers = {"customer": str(customer)}
    terms = {"name": "自有商城券", "amount_minor": 1000, "valid_days": 7, "quota": 1}
    coupon = await mall.ask(key, "POST", "/open/v1/coupons", json=terms)
    owned = await mall.ask(key, "POST", f"/open/v1/coupons/{coupon['id']}/claims", json=hers)
    goods = {"lines": [line(mall.shop.milk)], "store": str(mall.shop.store), **hers}
    quote = await mall.ask(key, "POST", "/open/v1/quotes", json=goods)
    assert (quote["used"], quote["payable_minor"]) == (owned["id"], MILK - 1000)
    asked = {**goods, "wallet": owned["id"], "seen_minor": MILK - 1000}
    headers = key.headers("/open/v1/orders")
    sends = [
        await mall.doors.send("POST", "/open/v1/orders", headers, json=asked) for _ in range(2)
    ]
    assert [one.status_code for one in sends] == [201, 201]
    assert sends[0].json() == sends[1].json()
    order = sends[0].json()
    path = f"/open/v1/orders/{order['id']}"
    assert (order["channel"], order["customer"]["id"]) == ("api", str(customer))
    assert (await mall.refused(key, "GET", f"{path}/code"))["code"] == "kernel.not_found"
    where = await mall.ask(key, "POST", f"{path}/payment", json={})
    await mall.press(where["pay_path"])
    await mall.worker.drain()
    code = await mall.ask(key, "GET", f"{path}/code")
    shown = {**code, "store": str(mall.shop.store)}
    looked = await mall.ask(key, "POST", "/open/v1/pickups/look", json=shown)
    assert looked["order"] == order["id"]
    await mall.ask(key, "POST", "/open/v1/pickups/redemption", json=shown)
    again = await mall.refused(key, "POST", "/open/v1/pickups/redemption", json=shown)
    assert again["code"] == "fulfilment.redeemed_before"
    back = await mall.ask(key, "POST", f"{path}/refunds", json={"why": "退货"})
    assert back["refunds"][0]["state"] == "asked"
    await mall.pays_back()
    done = await mall.ask(key, "GET", path)
    assert (done["state"], done["refunded_minor"]) == ("closed", MILK - 1000)
    [listed] = (await mall.ask(key, "GET", "/open/v1/orders", params=hers))["items"]
    assert listed["id"] == order["id"]
    await mall.shop.all_well()


async def test_the_house_finds_orders_and_takes_them_along(mall: Mall) -> None:
    her, customer = await mall.customer()
    boss = await mall.staff("headquarters", None)
    for _ in range(2):
        order = await ordered(mall, her, line(mall.shop.cup))
    path = "/api/console/orders"
    assert (await mall.ask(boss, "GET", path))["total"] == 2
    for query in ({"q": order["no"]}, {"state": "unpaid", "q": order["no"][:18]}):
        [found] = (await mall.ask(boss, "GET", path, params=query))["items"]
        assert found["id"] == order["id"]
    for query in (
        {"q": "zhao"},
        {"state": "paid"},
        {"from": f"{mall.clock.now() + timedelta(days=2):%Y-%m-%d}"},
        {"guide": str(uuid4())},
    ):
        assert (await mall.ask(boss, "GET", path, params=query))["items"] == []
    table = await mall.doors.knock(boss, "GET", f"{path}.csv", params={"customer": str(customer)})
    rows = table.content.decode("utf-8-sig").strip().splitlines()
    assert (len(rows), rows[0][:3]) == (3, "订单号")
    assert "学饮杯 × 1" in rows[1]
    kept = await mall.ask(boss, "GET", "/api/console/audit", params={"q": "orders.export"})
    [taken] = kept["items"]
    assert (taken["actor"]["name"], taken["after"]["customer"]) == ("林静", str(customer))
    gone = await mall.ask(boss, "POST", f"{path}/{order['id']}/cancellation", json={"why": "缺货"})
    assert (gone["state"], gone["steps"][-1]["by"].split(":")[0]) == ("cancelled", "staff")


async def _west(mall: Mall) -> Any:
    async with mall.kit.works.look(mall.shop.tenant) as work:
        sql = "select id from tenants.store where tenant_id = $1 and code = 'W1'"
        return await work.conn.fetchval(sql, mall.shop.tenant)
