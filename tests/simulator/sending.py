"""What is sent in parcels and received, and after-sale cases from her word to their end."""

from typing import Any
from uuid import UUID, uuid4

from tests.simulator.caller import Answer
from tests.simulator.kinds import has_it, waits, who_wants
from tests.simulator.life import Life
from tests.simulator.model import Bought, Case

AT_MOST = 30
OVER = {"done", "refused", "withdrawn", "lapsed"}
KINDS = (
    ("refund", "broken"), ("refund", "missing"), ("return", "no_reason"), ("return", "broken"),
    ("return", "other"), ("exchange", "broken"), ("exchange", "no_reason"),
)  # fmt: skip


async def ship(life: Life) -> None:
    """What waits leaves the store, whole or in parts, sooner or later."""
    shown = await life.shop.doors.call(life.shop.key, "GET", "/open/v1/shipments")
    waiting = [
        (life.bought[UUID(one["order"])], {of["n"]: of["quantity"] for of in one["left"]})
        for one in shown.body
        if UUID(one["order"]) in life.bought
    ]
    chosen = [pair for pair in waiting if pair[0].dice.random() < 0.6]
    await life.crowd(chosen[:AT_MOST], _ships)


async def _ships(life: Life, pair: tuple[Bought, dict[int, int]]) -> None:
    one, left = pair
    n = min(left)
    apart = sum(left.values()) > 1 and one.dice.random() < 0.3
    await ships(life, one, {n: 1} if apart else left, says_all=not apart)


async def ships(life: Life, one: Bought, lines: dict[int, int], *, says_all: bool) -> None:
    """A parcel; everything that waits still need not be named."""
    named = [{"n": n, "quantity": pieces} for n, pieces in lines.items()]
    body = {
        "id": str(uuid4()),
        "carrier": "sf",
        "tracking": f"SF{uuid4().hex[:14].upper()}",
        "lines": None if says_all else named,
    }
    path, once = f"/orders/{one.id}/parcels", uuid4().hex
    answer = await life.insist("send", one.id, life.till, "POST", path, body, once)
    life.note(one.id, f"sent {lines}: {answer.code or answer.status}")
    if answer.ok:
        life.count("parcel")
        for n, pieces in lines.items():
            one.sent[n] = one.sent.get(n, 0) + pieces
    else:
        life.count(f"refused {answer.code}")


async def receive(life: Life) -> None:
    """By her word, before or after all of it was sent; others leave it to the clock."""
    coming = [one for one in who_wants(life, "receive") if one.sent and one.dice.random() < 0.6]
    await life.crowd(coming, receives)


async def receives(life: Life, one: Bought) -> None:
    path = f"/orders/{one.id}/receipt"
    answer = await life.insist("receive", one.id, life.her, life.mine(one.id), "POST", path, {})
    life.note(one.id, f"received: {answer.code or answer.status}")
    if not answer.ok:
        waits(one)
        return
    life.count("receipt")
    one.wants = one.wants.removeprefix("receive").removeprefix(", ")
    has_it(life, one)


async def ask_cases(life: Life) -> None:
    hers = [one for one in who_wants(life, "case") if one.dice.random() < 0.7]
    await life.crowd(hers, asks_case)


async def asks_case(life: Life, one: Bought) -> None:
    """A refund, a return or an exchange of some pieces of a line, or of all that is goods."""
    goods = {n: q for n, (sku, q) in enumerate(one.lines, 1) if not life.shop.goods[sku].uses}
    kind, reason = one.dice.choice(KINDS)
    if one.dice.random() < 0.6:
        n = one.dice.choice(list(goods))
        goods = {n: one.dice.randint(1, goods[n])}
    elif one.gifts and kind != "return":
        goods[len(one.lines) + 1] = one.gifts
    answer = await asks(life, one, kind, reason, goods)
    if answer.code == "orders.gifts_back":
        goods[len(one.lines) + 1] = one.gifts
        answer = await asks(life, one, kind, reason, goods)
    life.note(one.id, f"asks for {kind} of {goods}, {reason}: {answer.code or answer.status}")
    if not answer.ok:
        life.count(f"refused {answer.code}")
        waits(one)
        return
    noted(life, one, answer)
    one.wants = ""


def noted(life: Life, one: Bought, answer: Answer) -> Case:
    """A case that was opened."""
    said = answer.body
    lines = {of["line"]["n"]: of["quantity"] for of in said["lines"]}
    case = Case(UUID(said["id"]), said["kind"], said["reason"], lines)
    life.cases[case.id] = (one, case)
    life.case_of[one.id] = case.id
    life.count(f"asked_{case.kind}")
    return case


async def asks(life: Life, one: Bought, kind: str, reason: str, goods: dict[int, int]) -> Answer:
    """Hers to the shop; the same id again is the same case."""
    lines = [{"n": n, "quantity": pieces} for n, pieces in goods.items()]
    body = {"id": str(uuid4()), "kind": kind, "reason": reason, "lines": lines, "words": "有裂纹"}
    path, who = f"/orders/{one.id}/cases", life.mine(one.id)
    return await life.insist("ask a case", one.id, life.her, who, "POST", path, body)


async def go_on(life: Life) -> None:
    """Each open case: somebody says or does what is next, or leaves it to the clock."""
    open_ = [life.cases[case] for case in life.case_of.values()]
    await life.crowd([pair for pair in open_ if pair[0].dice.random() < 0.6], _goes_on)


async def _goes_on(life: Life, pair: tuple[Bought, Case]) -> None:
    one, case = pair
    shown = await life.her(life.mine(one.id), "GET", f"/cases/{case.id}")
    state = shown.body["state"]
    if state in OVER:
        life.case_of.pop(one.id, None)
        one.wants = one.dice.choice(["", "", "case"])
        return
    act = NEXT.get((case.kind != "refund", state))
    if act is not None:
        await act(life, one, case)


async def answers(life: Life, one: Bought, case: Case) -> None:
    """Agreed to, refused, withdrawn by her, or nothing is said at all."""
    how = one.dice.choices(["agreement", "refusal", "withdrawal", ""], [40, 8, 6, 46])[0]
    if how == "withdrawal":
        path = f"/cases/{case.id}/withdrawal"
        who = life.mine(one.id)
        await life.insist("withdraw", one.id, life.her, who, "POST", path, None)
    elif how:
        case.said = await shop_says(life, one, case, how, {"why": "看过照片"})


async def sends_back(life: Life, one: Bought, case: Case) -> None:
    """By parcel, over the counter, or never."""
    how = one.dice.choices(["parcel", "counter", ""], [55, 20, 25])[0]
    if how == "parcel":
        body = {"carrier": "sf", "tracking": f"SF{uuid4().hex[:14].upper()}"}
        path, who = f"/cases/{case.id}/parcel", life.mine(one.id)
        await life.insist("send back", one.id, life.her, who, "POST", path, body)
    elif how:
        await arrives(life, one, case)


async def is_looked_at(life: Life, one: Bought, case: Case) -> None:
    """Or not, and the clock counts it as arrived, and not as fit."""
    if one.dice.random() < 0.6:
        await arrives(life, one, case)


async def arrives(life: Life, one: Bought, case: Case) -> None:
    """It is at the store, fit to be sold again or not."""
    fit = one.dice.random() < 0.6
    if await shop_says(life, one, case, "arrival", {"fit": fit}):
        case.fit = fit


async def replaces(life: Life, one: Bought, case: Case) -> None:
    """Of a return nothing is replaced: its money is on its way."""
    if case.kind == "exchange":
        await shop_says(life, one, case, "replacement", {"parcel": None})


async def shop_says(life: Life, one: Bought, case: Case, deed: str, body: dict[str, Any]) -> bool:
    """Whether it could be."""
    path, once = f"/cases/{case.id}/{deed}", uuid4().hex
    answer = await life.insist(deed, one.id, life.till, "POST", path, body, once)
    life.note(one.id, f"{deed} of the {case.kind}, {body}: {answer.code or answer.status}")
    if not answer.ok:
        life.count(f"refused {answer.code}")
    return answer.ok


NEXT = {
    (True, "asked"): answers,
    (False, "asked"): answers,
    (True, "agreed"): sends_back,
    (True, "sent_back"): is_looked_at,
    (True, "arrived"): replaces,
}
"""By whether goods come back, and state."""
