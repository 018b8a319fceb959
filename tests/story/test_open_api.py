"""The first story by a key alone: from a code to a commission, and what goes back.

The doors of the storefront are used where nobody but the buyer may act: she signs in, reads her
letter and pays. Everything else a merchant's own program does, and every fen is counted.
"""

from msgspec import Struct

from tests.house.shop import CUP, MILK
from tests.story.teller import HERS, RAW, Buyer, Teller

OFF, COST = 50_00, 300_00
WORDS = "学饮杯到店了，带吸管的那一款。"

GOODS = 2 * MILK + CUP
PAID = GOODS - OFF
MILK_OFF, CUP_OFF = 4620, 380
"""5000 × 59600 ÷ 64500 = 4620.15…, and what is left of it."""
MILK_PAID, CUP_PAID = 2 * MILK - MILK_OFF, CUP - CUP_OFF
EARNED = {1: 2749, 2: 226}
"""Five per cent of 549.80 and of 45.20."""
BEAS = MILK + CUP - OFF


class Stage(Struct, frozen=True, kw_only=True):
    """What was made ready: ids by what they are."""

    east: str
    west: str
    guide: str
    coupon: str
    code: str
    slug: str
    cup: str
    """The product that the letter shows."""


async def test_from_a_scan_to_a_commission_and_back(teller: Teller) -> None:
    stage = await made_ready(teller)
    ann, bea = await came(teller, stage)
    await was_written_to(teller, stage, ann, bea)
    order = await ordered(teller, stage, ann)
    await paid(teller, order)
    await fetched(teller, stage, ann, order)
    await cup_went_back(teller, stage, ann, order)
    await all_went_back(teller, stage, bea)
    await thawed(teller, stage, order)
    await bought_again(teller, stage, ann)
    await one_more_went_back(teller, stage, order)
    await counted(teller, stage, ann)
    await told(teller, ann, bea)
    await teller.all_well()


async def made_ready(teller: Teller) -> Stage:
    """Goods received, a welcome coupon for two, and a guide's code that costs something."""
    shop = teller.mall.shop
    stores = (await teller.asks("GET", "/stores"))["items"]
    east, west = (next(s["id"] for s in stores if s["code"] == code) for code in ("E1", "W1"))
    [guide] = (await teller.asks("GET", "/staff", params={"q": "林静", "role": "guide"}))["items"]
    assert (guide["store"]["code"], guide["role"]) == ("E1", "guide")
    lines = [{"sku": str(shop.milk), "quantity": 5}, {"sku": str(shop.cup), "quantity": 3}]
    document = {"store": east, "lines": lines, "reason": "厂家直发"}
    await teller.asks("POST", "/stock/receipts", json=document)
    assert await stock(teller) == {"M1": (5, 5), "C1": (3, 3)}
    terms = {"name": "见面礼", "amount_minor": OFF, "threshold_minor": 300_00, "valid_days": 30}
    given = {**terms, "quota": 2, "welcome": True, "code": "HELLO"}
    coupon = await teller.asks("POST", "/coupons", json=given)
    made = {
        "name": "门口海报",
        "source": "海报",
        "domain": "private",
        "guide": guide["id"],
        "offer": "新人满 300 减 50",
        "welcome": coupon["id"],
        "cost_minor": COST,
    }
    code = await teller.asks("POST", "/codes", json=made)
    assert (code["store"]["id"], code["path"]) == (east, f"/c/{code['slug']}")
    [cup] = (await teller.asks("GET", "/products", params={"q": "学饮杯"}))["items"]
    await teller.goes_on()
    return Stage(
        east=east, west=west, guide=guide["id"], coupon=coupon["id"],
        code=code["id"], slug=code["slug"], cup=cup["id"],
    )  # fmt: skip


async def came(teller: Teller, stage: Stage) -> tuple[Buyer, Buyer]:
    """Three browsers scan; two people sign in, and only the first wants to hear of offers."""
    tokens = [await teller.scans(stage.slug) for _ in range(3)]
    ann = await teller.signs_in("13800138001", tokens[0], consents=("marketing_in_app",))
    bea = await teller.signs_in("13800138002", tokens[1])
    for one in (ann, bea):
        assert one.entered["new"]
        assert [c["amount_minor"] for c in one.entered["coupons"]] == [OFF]
        known = await teller.asks("GET", f"/customers/{one.id}")
        assert known["source"] == f"code:{stage.slug}"
        assert (known["store"]["id"], known["guide"]["id"]) == (stage.east, stage.guide)
    brought = (await teller.asks("GET", f"/codes/{stage.code}/figures"))["total"]
    assert brought == {
        "scans": 3, "visitors": 3, "met": 2, "bound": 2,
        "cost_minor": COST, "acquisition_minor": COST // 2,
    }  # fmt: skip
    coupon = await teller.asks("GET", f"/coupons/{stage.coupon}")
    assert (coupon["left"], coupon["figures"]["claimed"]) == (0, 2)
    late = await teller.signs_in("13800138003")
    assert (late.entered["new"], late.entered["coupons"]) == (True, [])
    return ann, bea


async def was_written_to(teller: Teller, stage: Stage, ann: Buyer, bea: Buyer) -> None:
    """An audience, a campaign with a card, the gate's verdicts; and she opens the card."""
    leaf = {"op": "leaf", "block": "guide", "args": {"guides": [stage.guide]}}
    tree = {"op": "all", "of": [leaf]}
    seen = await teller.asks("POST", "/audiences/count", json={"tree": tree})
    assert (seen["counts"]["people"], seen["universe"]) == (2, 3)
    audience = await teller.asks("POST", "/audiences", json={"name": "林静的人", "tree": tree})
    said = {
        "name": "新到学饮杯",
        "audience": audience["id"],
        "audience_version": audience["version"],
        "purpose": "marketing",
        "words": WORDS,
        "signed": "own",
        "card": {"kind": "product", "id": stage.cup},
    }
    path = f"/campaigns/{(await teller.asks('POST', '/campaigns', json=said))['id']}"
    await teller.asks("PUT", f"{path}/state", json={"state": "running"})
    await teller.goes_on()
    report = await teller.asks("GET", path)
    assert (report["state"], report["people"], report["allowed"]) == ("done", 2, 1)
    [withheld] = report["withheld"]
    assert (withheld["reason"], withheld["people"]) == ("no_consent", 1)
    for which, who in (("allowed", ann), ("no_consent", bea)):
        behind = await teller.asks("GET", f"{path}/verdicts", params={"which": which})
        assert [one["id"] for one in behind["items"]] == [who.id]
    [verdict] = (await teller.asks("GET", f"/customers/{bea.id}/verdicts"))["items"]
    assert verdict["sentence"] == "她没有同意在这个渠道接收营销消息"
    [letter] = (await teller.mall.ask(ann.who, "GET", f"{HERS}/letters"))["items"]
    shown = (letter["words"], letter["guide"]["name"], letter["card"]["price_from_minor"])
    assert shown == (WORDS, "林静", CUP)
    for deed in ("reading", "opening"):
        await teller.mall.ask(ann.who, "PUT", f"{HERS}/letters/{letter['id']}/{deed}")
    report = await teller.asks("GET", path)
    assert (report["read"], report["opened"]) == (1, 1)
    await teller.goes_on()


async def ordered(teller: Teller, stage: Stage, ann: Buyer) -> str:
    """A quote that adds up, an order for exactly that, and what it holds."""
    shop = teller.mall.shop
    lines = [{"sku": str(shop.milk), "quantity": 2}, {"sku": str(shop.cup), "quantity": 1}]
    asked = {"customer": ann.id, "store": stage.east, "lines": lines}
    quote = await teller.asks("POST", "/quotes", json=asked)
    assert [(one["code"], one["amount_minor"]) for one in quote["why"]] == [
        ("goods", GOODS),
        ("coupon", -OFF),
    ]
    assert quote["payable_minor"] == PAID
    order = await teller.orders(
        ann.id,
        stage.east,
        (shop.milk, 2),
        (shop.cup, 1),
        wallet=quote["used"],
        seen_minor=quote["payable_minor"],
    )
    assert (order["state"], order["payable_minor"]) == ("unpaid", PAID)
    found = [(one["discount_minor"], one["payable_minor"]) for one in order["lines"]]
    assert found == [(MILK_OFF, MILK_PAID), (CUP_OFF, CUP_PAID)]
    assert order["guide"]["id"] == stage.guide
    assert await stock(teller) == {"M1": (5, 3), "C1": (3, 2)}
    assert await wallet(teller, ann) == ["used"]
    more = {**asked, "lines": [{"sku": str(shop.milk), "quantity": 4}]}
    assert await teller.refused("POST", "/orders", json=more) == "orders.goods_short"
    assert await teller.owes(order["id"]) == (PAID, 0, PAID)
    return order["id"]


async def paid(teller: Teller, order: str) -> None:
    await teller.pays(order, amount_minor=PAID)
    page = await teller.asks("GET", "/payments", params={"order": order})
    [attempt] = page["items"]
    assert (attempt["state"], attempt["amount_minor"]) == ("paid", PAID)
    shown = await teller.asks("GET", f"/payments/{attempt['id']}")
    assert [one["state"] for one in shown["steps"]] == ["asked", "prepared", "paid"]
    assert await stock(teller) == {"M1": (3, 3), "C1": (2, 2)}
    assert await teller.owes(order) == (0, PAID, PAID)


async def fetched(teller: Teller, stage: Stage, ann: Buyer, order: str) -> None:
    """Her code opens once, at the right store; the guide's share waits for a week from then."""
    code = (await teller.asks("GET", f"/orders/{order}/code"))["code"]
    there, here = ({"code": code, "store": store} for store in (stage.west, stage.east))
    hand = "/pickups/redemption"
    assert await teller.refused("POST", hand, json=there) == "fulfilment.other_store"
    looked = await teller.asks("POST", "/pickups/look", json=here)
    assert (looked["pieces"], looked["customer"]["id"]) == (3, ann.id)
    handed = await teller.asks("POST", hand, json=here)
    assert handed["pickup"]["state"] == "redeemed"
    assert await teller.refused("POST", hand, json=here) == "fulfilment.redeemed_before"
    assert await teller.refused("GET", f"/orders/{order}/code") == "kernel.not_found"
    await teller.goes_on()
    shared = await teller.asks("GET", f"/commissions/orders/{order}")
    assert (shared["reason"], shared["base_minor"], shared["shared_minor"]) == ("bond", PAID, 2975)
    rows = {one["line"]: one for one in shared["earnings"]}
    assert {n: one["amount_minor"] for n, one in rows.items()} == EARNED
    assert {one["state"] for one in rows.values()} == {"pending"}
    assert rows[1]["formula"] == "¥549.80 × 5% = ¥27.49"
    assert await month(teller) == {"earned": 2975, "pending": 2975, "void": 0, "balance": 0}


async def cup_went_back(teller: Teller, stage: Stage, ann: Buyer, order: str) -> None:
    """One line: its money, its piece, its share; the coupon stays used, for something is left."""
    asked = {"lines": [{"n": 2, "quantity": 1}], "why": "颜色不对"}
    begun = await teller.asks("POST", f"/orders/{order}/refunds", json=asked)
    [refund] = begun["refunds"]
    assert (refund["state"], refund["amount_minor"]) == ("asked", CUP_PAID)
    assert await stock(teller) == {"M1": (3, 3), "C1": (2, 2)}
    await teller.mall.pays_back()
    back = await teller.asks("GET", f"/orders/{order}")
    assert (back["state"], back["refunded_minor"]) == ("redeemed", CUP_PAID)
    assert [one["state"] for one in back["refunds"]] == ["paid_back"]
    assert await stock(teller) == {"M1": (3, 3), "C1": (3, 3)}
    assert await wallet(teller, ann) == ["used"]
    shared = await teller.asks("GET", f"/commissions/orders/{order}")
    assert [(t["line"], t["void_minor"], t["debt_minor"]) for t in shared["taken"]] == [(2, 226, 0)]
    assert await month(teller) == {"earned": 2975, "pending": 2749, "void": 226, "balance": 0}
    assert await teller.owes(order) == (0, MILK_PAID, MILK_PAID)
    over = await teller.refused("POST", f"/orders/{order}/refunds", json=asked)
    assert over == "orders.refund_too_much"


async def all_went_back(teller: Teller, stage: Stage, bea: Buyer) -> None:
    """What nobody fetched goes back whole, and then her coupon is hers again."""
    shop = teller.mall.shop
    [hers] = (await teller.asks("GET", f"/customers/{bea.id}/coupons"))["items"]
    lines = (shop.milk, 1), (shop.cup, 1)
    order = (await teller.orders(bea.id, stage.east, *lines, wallet=hers["id"]))["id"]
    await teller.pays(order, amount_minor=BEAS)
    assert (await month(teller))["pending"] == 2749 + 1485
    code = (await teller.asks("GET", f"/orders/{order}/code"))["code"]
    await teller.asks("POST", f"/orders/{order}/refunds", json={"why": "不想要了"})
    here = {"code": code, "store": stage.east}
    assert await teller.refused("POST", "/pickups/redemption", json=here) == "fulfilment.voided"
    await teller.mall.pays_back()
    back = await teller.asks("GET", f"/orders/{order}")
    assert (back["state"], back["refunded_minor"]) == ("closed", BEAS)
    assert await wallet(teller, bea) == ["usable"]
    assert await stock(teller) == {"M1": (3, 3), "C1": (3, 3)}
    coupon = await teller.asks("GET", f"/coupons/{stage.coupon}")
    figures = {"claimed": 2, "used": 1, "returned": 1, "expired": 0}
    assert (coupon["left"], coupon["figures"]) == (0, figures)
    assert await month(teller) == {"earned": 4460, "pending": 2749, "void": 1711, "balance": 0}
    assert (await teller.owes(order))[0] == 0


async def thawed(teller: Teller, stage: Stage, order: str) -> None:
    """Not an hour before the week is over."""
    [row] = (await teller.asks("GET", "/commissions", params={"state": "pending"}))["items"]
    assert (row["order"], row["kept_minor"], row["thaws_at"] is None) == (order, 2749, False)
    await teller.goes_on(days=6, hours=23)
    await teller.mall.keeps_time()
    assert (await month(teller))["balance"] == 0
    await teller.goes_on(hours=1)
    await teller.mall.keeps_time()
    shared = await teller.asks("GET", f"/commissions/orders/{order}")
    assert [one["state"] for one in shared["earnings"]] == ["thawed", "void"]
    assert (await month(teller))["balance"] == 2749


async def bought_again(teller: Teller, stage: Stage, ann: Buyer) -> None:
    order = (await teller.orders(ann.id, stage.east, (teller.mall.shop.cup, 1)))["id"]
    await teller.pays(order, amount_minor=CUP)
    code = (await teller.asks("GET", f"/orders/{order}/code"))["code"]
    await teller.asks("POST", "/pickups/redemption", json={"code": code, "store": stage.east})
    await teller.goes_on()
    assert await stock(teller) == {"M1": (3, 3), "C1": (2, 2)}


async def one_more_went_back(teller: Teller, stage: Stage, order: str) -> None:
    """After the thaw it is a debt: ¥27.49 × half, rounded down, is what stays hers."""
    asked = {"lines": [{"n": 1, "quantity": 1}], "why": "罐子凹了", "goods_back": False}
    await teller.asks("POST", f"/orders/{order}/refunds", json=asked)
    await teller.mall.pays_back()
    shared = await teller.asks("GET", f"/commissions/orders/{order}")
    [first, last] = sorted(shared["taken"], key=lambda one: one["at"])
    assert (first["void_minor"], last["debt_minor"]) == (226, 2749 - 1374)
    assert (await month(teller))["balance"] == 1374
    # Broken goods do not lie on the shelf again.
    assert await stock(teller) == {"M1": (3, 3), "C1": (2, 2)}
    assert await teller.owes(order) == (0, MILK_PAID // 2 + CUP, MILK_PAID // 2 + CUP)


async def counted(teller: Teller, stage: Stage, ann: Buyer) -> None:
    """Funnel, code, sales, guide and RFM say exactly what happened."""
    await teller.follow()
    days = {"from": str(teller.began), "to": str(teller.mall.clock.now().date())}
    kept = MILK_PAID // 2 + CUP
    funnel = await teller.asks("GET", "/insight/funnel", params={**days, "code": stage.code})
    assert [(one["step"], one["people"]) for one in funnel["steps"]] == [
        ("scan", 3), ("customer", 2), ("message", 2), ("visit", 1), ("order", 1),
        ("repurchase", 1),
    ]  # fmt: skip
    codes = await teller.asks("GET", "/insight/codes", params=days)
    [row] = codes["codes"]
    assert row["figures"] == codes["total"] == {
        "scans": 3, "visitors": 3, "met": 2, "bound": 2, "purchases": 3, "amount_minor": kept,
        "mall_amount_minor": kept, "cost_minor": COST, "acquisition_minor": COST // 2,
    }  # fmt: skip
    sales = (await teller.asks("GET", "/insight/sales", params=days))["totals"]
    assert (sales["amount_minor"], sales["orders"], sales["new_customers"]) == (kept, 3, 3)
    assert sales["returns_minor"] == -(CUP_PAID + BEAS + MILK_PAID // 2)
    guides = (await teller.asks("GET", "/insight/guides", params=days))["rows"]
    [lin] = [one for one in guides if one["guide"] and one["guide"]["id"] == stage.guide]
    assert (lin["made_mall_minor"], lin["own_mall_minor"], lin["customers"]) == (kept, kept, 2)
    rfm = await teller.asks("GET", "/insight/rfm")
    assert (rfm["people"], sum(one["amount_minor"] for one in rfm["cells"])) == (1, kept)
    shown = (await teller.asks("GET", f"/customers/{ann.id}"))["figures"]
    assert None not in (shown["r"], shown["f"], shown["m"])


async def told(teller: Teller, *buyers: Buyer) -> None:
    """Each thing once in the feed, and each in words on her timeline."""
    facts = await teller.facts()
    once = {
        "channels.code_made": 1, "channels.code_scanned": 3, "customers.customer_met": 3,
        "messaging.card_opened": 1, "orders.order_placed": 3, "orders.order_paid": 3,
        "payments.payment_taken": 3, "fulfilment.pickup_redeemed": 2, "orders.order_refunded": 3,
        "distribution.earned": 3, "distribution.thawed": 1, "distribution.clawed_back": 3,
        "promotions.coupon_claimed": 2, "promotions.coupon_used": 2,
        "promotions.coupon_returned": 1,
    }  # fmt: skip
    assert {name: facts[name] for name in once} == once
    for one in buyers:
        page = await teller.asks("GET", f"/customers/{one.id}/timeline")
        assert [item["title"] for item in page["items"] if RAW.match(item["title"])] == []


async def stock(teller: Teller) -> dict[str, tuple[int, int]]:
    """What the stores have of each SKU, and what of it is free."""
    page = await teller.asks("GET", "/stock")
    return {one["code"]: (one["on_hand"], one["free"]) for one in page["items"]}


async def wallet(teller: Teller, buyer: Buyer) -> list[str]:
    page = await teller.asks("GET", f"/customers/{buyer.id}/coupons")
    return [one["state"] for one in page["items"]]


async def month(teller: Teller) -> dict[str, int]:
    """The guide's month in which it began; the balance is of all months."""
    asked = {"month": f"{teller.began:%Y-%m}"}
    [row] = await teller.asks("GET", "/commissions/months", params=asked)
    return {name: row[f"{name}_minor"] for name in ("earned", "pending", "void", "balance")}
