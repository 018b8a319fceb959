"""What people do besides ordering. A kind is a function of a life; its counts are its own.

A new kind of trade is a function here, a name in `MUST`, and a judgement in judge.py. `ACTS` are
what everybody does in turn; what one person does is by itself, so that places.py can cut it.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from tests.simulator.caller import Answer
from tests.simulator.furnishing import PER_PERSON
from tests.simulator.life import Life
from tests.simulator.model import Bought, Coupon, Sale
from tests.simulator.shop import PASSWORD, TOP_UP, Buyer

MUST = (
    "orders", "coupon", "flash", "flash_ended", "pay", "late_payment", "expiry", "cancellation",
    "partial_refund", "whole_refund", "refund_failed", "pickup", "voucher_use", "voucher_expiry",
    "voucher_back", "claw_back", "claw_back_after_settlement", "points_earned", "points_spent",
    "top_up", "balance", "same_key_again", "refused orders.goods_short",
    "refused orders.price_changed", "refused deals.sold_out", "refused deals.cap_reached",
    "cut before a statement", "cut after a statement", "cut before a commit", "cut after a commit",
    "notice_lost", "notice_late", "notice_doubled",
    "mailed", "parcel", "receipt", "receipt_by_clock", "freight_back",
    "case_refund", "case_return", "case_exchange", "case_by_clock",
    "gift", "gift_back", "coupon_back",
    "group_full", "group_failed", "group_seat_unpaid", "refused groups.group_full",
)  # fmt: skip
"""What has to have happened in a run that proves something."""
FETCHED = ["", "fetch", "back", "part back", "fetch, back", "fetch, case"], [36, 20, 8, 14, 12, 10]
SENT = ["", "receive", "back", "part back", "receive, house back", "receive, case"], [
    24, 20, 8, 14, 10, 24,
]  # fmt: skip


def who_wants(life: Life, *wants: str) -> list[Bought]:
    return [one for id_ in life.open if (one := life.bought[id_]).wants.startswith(wants)]


async def pay(life: Life) -> None:
    """She asks to pay, and presses, at once or long after; the platform tells when it likes."""
    for id_ in list(life.open):
        one = life.bought[id_]
        if one.pressed and not one.wants:
            life.open.remove(id_)
        elif one.pays_at is not None and one.pays_at <= life.now and not one.pressed:
            press(life, one)
    await life.crowd(who_wants(life, "pay"), asks_to_pay)


def press(life: Life, one: Bought) -> None:
    one.pressed = True
    took = life.shop.platform.press(one.id)
    life.note(one.id, f"pressed pay: {'taken' if took else 'not taken'}")
    life.count("pay", took)


async def asks_to_pay(life: Life, one: Bought) -> None:
    late, one.wants = one.wants == "pay late", ""
    path = f"/orders/{one.id}/payment"
    answer = await life.insist("pay", one.id, life.her, life.mine(one.id), "POST", path, {})
    life.note(one.id, f"asked to pay: {answer.code or answer.status}")
    if answer.ok and not answer.body["paid"]:
        wait = one.dice.choice([14, 16, 40]) if late else one.dice.choice([0, 0, 0, 2])
        one.pays_at = life.now + timedelta(minutes=wait)
    if answer.ok:
        one.wants = after_pay(one)


def after_pay(one: Bought) -> str:
    """What she means to do once it is paid; who wants nothing leaves it to the clock."""
    return one.dice.choices(*(SENT if one.mailed else FETCHED))[0]


async def pay_by_balance(life: Life) -> None:
    """Her balance pays, wholly or in part; the rest is for the cashier."""
    await life.crowd(who_wants(life, "balance"), pays_by_balance)


async def pays_by_balance(life: Life, one: Bought) -> None:
    who = life.mine(one.id)
    one.wants = "pay"
    if not who.balance:
        return
    most = one.dice.choice([None, None, max(1, one.payable // 3)])
    body = {"password": PASSWORD, "at_most_minor": most}
    path = f"/orders/{one.id}/balance"
    answer = await life.insist("balance", one.id, life.her, who, "POST", path, body)
    life.note(one.id, f"paid by balance: {answer.code or answer.body}")
    if answer.ok:
        life.count("balance")
        if answer.body["paid"]:
            one.wants = after_pay(one)


async def top_up(life: Life) -> None:
    rich = [one for one in _some(life, 2) if one.balance]
    await life.crowd(rich, tops_up)


async def tops_up(life: Life, who: Buyer) -> None:
    body = {"offer": str(life.shop.offer), "return_to": "/"}
    answer = await life.insist("top up", None, life.her, who, "POST", "/balance/top-ups", body)
    if answer.ok and who.dice.random() < 0.8:
        top = UUID(answer.body["top_up"])
        life.count("top_up", life.shop.platform.press(top))
        assert answer.body["amount_minor"] == TOP_UP[0]


async def cancel(life: Life) -> None:
    await life.crowd(who_wants(life, "cancel"), cancels)


async def cancels(life: Life, one: Bought) -> None:
    one.wants = ""
    path = f"/orders/{one.id}/cancellation"
    answer = await life.insist("cancel", one.id, life.her, life.mine(one.id), "POST", path, {})
    life.note(one.id, f"cancelled: {answer.code or answer.body['state']}")
    life.count("cancellation", answer.ok)


async def give_back(life: Life) -> None:
    """In parts or wholly: she herself before it is fetched, the house after that."""
    wanting = who_wants(life, "back", "part back")
    await life.crowd([one for one in wanting if _comes(one)], gives_back)


NOT_YET = {"orders.not_paid", "groups.group_waiting"}


async def gives_back(life: Life, one: Bought) -> None:
    lines = _part(one) if one.wants == "part back" else None
    body = {"id": str(uuid4()), "lines": lines, "why": "不要了"}
    path = f"/orders/{one.id}/refunds"
    who = life.mine(one.id)
    answer = await life.insist("give back", one.id, life.her, who, "POST", path, body)
    life.note(one.id, f"wants back {lines}: {answer.code or answer.status}")
    if answer.code not in NOT_YET:
        one.wants = one.dice.choice(["", "part back", "fetch", "back"]) if lines else ""
    else:
        waits(one)


def _comes(one: Bought) -> bool:
    """Some time after she pressed."""
    return (one.pressed or one.pays_at is None) and one.dice.random() < 0.5


def waits(one: Bought) -> None:
    one.patience -= 1
    if not one.patience:
        one.wants = ""


def _part(one: Bought) -> list[dict[str, int]]:
    n = one.dice.randrange(len(one.lines)) + 1
    return [{"n": n, "quantity": one.dice.randint(1, one.lines[n - 1][1])}]


async def fetch(life: Life) -> None:
    """Her code is shown at the till, sometimes twice."""
    await life.crowd([one for one in who_wants(life, "fetch") if _comes(one)], fetches)


async def fetches(life: Life, one: Bought) -> None:
    shown = await life.her(life.mine(one.id), "GET", f"/orders/{one.id}")
    code = shown.body.get("code")
    if code is None:
        waits(one)
        return
    body, once = {"code": code, "store": str(one.store)}, uuid4().hex
    path = "/pickups/redemption"
    answer = await life.insist("fetch", one.id, life.till, "POST", path, body, once)
    life.note(one.id, f"fetched: {answer.code or answer.status}")
    life.count("pickup", answer.ok)
    one.wants = one.wants.removeprefix("fetch").removeprefix(", ")
    if one.wants == "back":
        one.wants = "house back"
    has_it(life, one)


def has_it(life: Life, one: Bought) -> None:
    """Who brings things back does so at once or days later, after commission thawed."""
    if one.wants == "house back":
        one.pays_at = life.now + timedelta(days=one.dice.choice([0, 3, 9]))
        one.pressed = True


async def house_gives_back(life: Life) -> None:
    """What she has comes back over the counter, some of it after its commission thawed."""
    due = [o for o in who_wants(life, "house back") if o.pays_at is None or o.pays_at <= life.now]
    await life.crowd(due, house_takes_back)


async def house_takes_back(life: Life, one: Bought) -> None:
    """With the gifts that what stays does not earn."""
    lines, fit = _part(one), one.dice.random() < 0.7
    answer = await _house(life, one, lines, fit=fit)
    if answer.code == "orders.gifts_back":
        lines.append({"n": len(one.lines) + 1, "quantity": one.gifts})
        answer = await _house(life, one, lines, fit=fit)
    life.note(one.id, f"the house takes back {lines}: {answer.code or answer.status}")
    one.wants = one.dice.choice(["", "house back"])


async def _house(life: Life, one: Bought, lines: list[dict[str, int]], *, fit: bool) -> Answer:
    id_ = uuid4()
    life.goods_back[id_] = fit
    body = {"id": str(id_), "lines": lines, "goods_back": fit}
    path, once = f"/orders/{one.id}/refunds", uuid4().hex
    return await life.insist("house gives back", one.id, life.till, "POST", path, body, once)


async def claim(life: Life) -> None:
    """As many as she may have, and one more."""
    coupons = list(life.shop.coupons)
    await life.crowd(_some(life, 4), partial(_claims_one, coupon=life.dice.choice(coupons)))


async def _claims_one(life: Life, who: Buyer, coupon: UUID) -> None:
    await claims(life, who, coupon)


async def claims(life: Life, who: Buyer, coupon: UUID) -> None:
    body = {"key": uuid4().hex}
    path = f"/coupons/{coupon}/claim"
    answer = await life.insist("claim", None, life.her, who, "POST", path, body)
    if not answer.ok:
        life.count(f"refused {answer.code}")
        return
    who.claimed[coupon] = who.claimed.get(coupon, 0) + 1
    if who.claimed[coupon] > PER_PERSON:
        life.violation(f"{who.phone} has {who.claimed[coupon]} coupons of {PER_PERSON}")
    amount, threshold = life.shop.coupons[coupon]
    who.wallet.append(Coupon(UUID(answer.body["id"]), amount, threshold))


async def spend_points(life: Life) -> None:
    """At a till, and now and then more than she has."""
    await life.crowd(_some(life, 3), spends_points)


async def spends_points(life: Life, who: Buyer) -> None:
    amount = who.dice.choice([7, 50, 300])
    body = {"kind": str(life.shop.points), "amount": amount, "why": "换购"}
    path, once = f"/customers/{who.id}/points/spends", uuid4().hex
    answer = await life.insist("spend points", None, life.till, "POST", path, body, once)
    if answer.ok:
        life.points_spends[UUID(answer.body["id"])] = (who.id, amount)
        life.count("points_spent")


async def use_vouchers(life: Life) -> None:
    await life.crowd(_some(life, 3), uses_vouchers)


async def uses_vouchers(life: Life, who: Buyer) -> None:
    shown = await life.her(who, "GET", "/vouchers?state=open")
    for one in shown.body["items"][:2]:
        if one["code"] is None:
            continue
        uses = who.dice.choice([1, 1, 2, 5])
        body = {"code": one["code"], "uses": uses, "store": str(life.shop.stores[0])}
        path, once = "/vouchers/redemption", uuid4().hex
        answer = await life.insist("use voucher", None, life.till, "POST", path, body, once)
        if answer.ok:
            life.count("voucher_use")
            life.voucher_uses[one["id"]] += uses
        elif who.dice.random() < 0.5:
            path, back = f"/vouchers/{one['id']}/refunds", {"id": str(uuid4()), "uses": 1}
            given = await life.insist("give voucher back", None, life.her, who, "POST", path, back)
            life.count("voucher_back", given.ok)


async def hold_sales(life: Life) -> None:
    """Now and then a flash sale is confirmed; it ends by the clock, or is stopped before."""
    if any(not one.ended and one.until > life.now for one in life.sales):
        running = [one for one in life.sales if one.runs(life.now)]
        for one in running:
            if life.dice.random() < 0.03:
                await stops_sale(life, one)
        return
    if life.dice.random() < 0.5:
        await confirms_sale(life)


async def confirms_sale(life: Life) -> Sale | None:
    """Draft and confirmation; None where the shelves have too little."""
    dice, shop = life.dice, life.shop
    skus = dice.sample(shop.fetched, 2)
    since = life.now + timedelta(minutes=dice.choice([0, 0, 7]))
    until = since + timedelta(minutes=dice.choice([12, 35, 90]))
    said = {
        "name": f"秒杀 {len(life.sales) + 1}",
        "since": since.isoformat(),
        "until": until.isoformat(),
        "stores": [str(one) for one in shop.stores],
        "goods": [
            {"sku": str(sku), "price_minor": shop.goods[sku].price * 6 // 10, "pieces": PIECES,
             "cap": CAP}
            for sku in skus
        ],
        "with_coupons": dice.random() < 0.5,
    }  # fmt: skip
    once = uuid4().hex
    made = await life.insist("draft sale", None, life.till, "POST", "/sales", said, once)
    if not made.ok:
        life.violation(f"a sale was not drafted: {made.code} {made.body}")
        return None
    path, once = f"/sales/{made.body['id']}/state", uuid4().hex
    body = {"state": "confirmed"}
    answer = await life.insist("confirm sale", None, life.till, "PUT", path, body, once)
    if not answer.ok:
        life.count(f"refused {answer.code}")
        return None
    goods = {
        UUID(one["sku"]): (UUID(one["id"]), one["price_minor"]) for one in answer.body["goods"]
    }
    sale = Sale(
        id=UUID(made.body["id"]),
        goods=goods,
        pieces=PIECES,
        cap=CAP,
        since=since,
        until=until,
        with_coupons=bool(said["with_coupons"]),
    )
    life.sales.append(sale)
    life.count("flash_sale")
    return sale


async def stops_sale(life: Life, sale: Sale) -> None:
    path, once = f"/sales/{sale.id}/state", uuid4().hex
    answer = await life.insist("stop sale", None, life.till, "PUT", path, {"state": "ended"}, once)
    sale.ended = answer.ok
    life.count("flash_stopped", answer.ok)


PIECES, CAP = 9, 2


def _some(life: Life, most: int) -> list[Buyer]:
    buyers = life.shop.buyers
    return life.dice.sample(buyers, min(most, len(buyers)))
