"""What must be true of parcels, after-sale cases, gifts and group buys."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from tests.simulator import model
from tests.simulator.books import PAID, Seen, by
from tests.simulator.model import Bought
from tests.simulator.sending import OVER

MAY_BECOME = {
    "asked": {"agreed", "refused", "withdrawn", "lapsed"},
    "agreed": {"sent_back", "arrived", "done", "withdrawn", "lapsed"},
    "sent_back": {"arrived", "refused"},
    "arrived": {"done"},
}
"""docs/algorithms/after-sale.md."""


def goods_for_goods(
    seen: Seen,
    order: UUID,
    moved: Counter[tuple[UUID, UUID]],
    held: Counter[tuple[UUID, UUID]],
) -> None:
    """Exchanges: kept aside when agreed to, gone when given, back if what came was fit."""
    skus = {one["n"]: one["sku_id"] for one in seen.lines[order]}
    for row in seen.cases.get(order, []):
        if row["kind"] != "exchange":
            continue
        steps = {one["state"] for one in seen.case_steps[row["id"]]}
        fit = seen.life.cases[row["id"]][1].fit
        for part in json.loads(row["lines"]):
            key = skus[part["n"]], row["store_id"]
            if row["state"] in {"agreed", "sent_back", "arrived"}:
                held[key] += part["quantity"]
            if row["state"] == "done":
                moved[key] -= part["quantity"]
            if fit and "arrived" in steps:
                moved[key] += part["quantity"]


def parcels_are_as_sent(seen: Seen) -> None:
    """No piece leaves twice, none that was put back on the shelf, and all of it is received."""
    lines = by(seen.books["parcel_lines"], "parcel_id")
    for id_, known in seen.life.bought.items():
        sent: Counter[int] = Counter()
        for parcel in seen.parcels.get(id_, []):
            for part in lines[parcel["id"]]:
                sent[part["n"]] += part["quantity"]
            if parcel["received_at"] is None:
                seen.wrong("a parcel is on its way for weeks", id_)
        if dict(sent) != {n: pieces for n, pieces in known.sent.items() if pieces}:
            seen.wrong(f"sent {dict(sent)}, answered {known.sent}", id_)
        if sent and not known.mailed:
            seen.wrong("what is fetched was sent", id_)
        if known.mailed:
            _must_be_enough(seen, id_, sent)


def _must_be_enough(seen: Seen, order: UUID, sent: Counter[int]) -> None:
    stayed: Counter[int] = Counter()
    for row in seen.done(order):
        for part in json.loads(row["parts"]):
            stayed[part["n"]] += part["quantity"] - part["handed"]
    for one in seen.lines[order]:
        if sent[one["n"]] + stayed[one["n"]] > one["quantity"]:
            seen.wrong(f"of line {one['n']} {sent[one['n']]} left, {stayed[one['n']]} stayed,"
                       f" and she bought {one['quantity']}", order)  # fmt: skip


def freight_goes_back_by_rule(seen: Seen) -> None:
    """With the last of what was never sent; of what was sent, where the fault is the merchant's."""
    for id_, known in seen.life.bought.items():
        back, rows = seen.freight_back(id_), seen.done(id_)
        if back not in {0, known.freight} or (back and not seen.goods_back_whole(id_)):
            seen.wrong(f"{back} of {known.freight} of freight went back", id_)
        if not (rows and known.freight and seen.goods_back_whole(id_)) or seen.tried(id_):
            continue
        sent = any(known.sent.values())
        faults = [_is_fault(seen, row) for row in rows]
        if not sent and not back:
            seen.wrong("all of it went back before it was sent, but for the freight", id_)
        if sent and back and not any(faults):
            seen.wrong("freight of what was sent went back without a fault", id_)
        if sent and all(faults) and not back:
            seen.wrong("all of it went back for faults, but for the freight", id_)


def _is_fault(seen: Seen, refund: Any) -> bool:
    case = seen.pays_case.get(refund["id"])
    return case is not None and case["reason"] in {"broken", "missing"}


def cases_end_as_stated(seen: Seen) -> None:
    for row in seen.books["cases"]:
        known = seen.life.cases.get(row["id"])
        if known is None:
            seen.wrong("a case that nobody was told of", row["order_id"])
            continue
        one, case = known
        if (row["kind"], row["order_id"]) != (case.kind, one.id):
            seen.wrong("a case is not what she asked for", one.id)
        steps = [step["state"] for step in seen.case_steps[row["id"]]]
        if any(b not in MAY_BECOME.get(a, ()) for a, b in pairwise(steps)):
            seen.wrong(f"a case went {steps}", one.id)
        waits = row["kind"] == "exchange" and row["state"] == "arrived"
        failed = row["refund_id"] and seen.tried(one.id)
        if row["state"] not in OVER and not (waits or failed or _is_taken(seen, row)):
            seen.wrong(f"a {row['kind']} is {row['state']} for weeks", one.id)
        if row["state"] == "done" and row["kind"] != "exchange":
            _must_be_paid(seen, one, row)


def _is_taken(seen: Seen, case: Any) -> bool:
    """Whether what it is about went back otherwise, or is not there to be given for it."""
    if case["kind"] == "exchange" and case["state"] == "asked":
        return True
    back = seen.returned(case["order_id"])
    return any(back.get(part["n"], (0, 0))[0] for part in json.loads(case["lines"]))


def _must_be_paid(seen: Seen, one: Bought, case: Any) -> None:
    paid = [row for row in seen.done(one.id) if row["id"] == case["refund_id"]]
    wanted = {part["n"]: part["quantity"] for part in json.loads(case["lines"])}
    said = [{p["n"]: p["quantity"] for p in json.loads(row["parts"])} for row in paid]
    if said != [wanted]:
        seen.wrong(f"a case of {wanted} is done, and {said} went back", one.id)


def gifts_are_earned(seen: Seen) -> None:
    """What stays earns the gifts that stay, but for refunds of goods that she keeps."""
    goods, cup = seen.life.shop.goods, seen.life.shop.cup
    for id_, known in seen.life.bought.items():
        gifts = [one for one in seen.lines[id_] if one["gift"]]
        if {one["sku_id"] for one in gifts} - {cup} or known.gifts != sum(
            one["quantity"] for one in gifts
        ):
            seen.wrong(f"gifts {len(gifts)}, answered {known.gifts}", id_)
        if seen.orders[id_]["state"] not in PAID or not known.gifts or seen.tried(id_):
            continue
        back = seen.returned(id_)
        stays = [
            (sku, quantity - back.get(n, (0, 0))[0])
            for n, (sku, quantity) in enumerate(known.lines, 1)
        ]
        kept = known.gifts - back.get(len(known.lines) + 1, (0, 0))[0]
        money_only = any(row["kind"] == "refund" for row in seen.cases.get(id_, []))
        if kept > model.gifts_of(stays, goods, known.sale) and not money_only:
            seen.wrong(f"keeps {kept} gifts with {stays}", id_)


def groups_keep_their_word(seen: Seen) -> None:
    """As many as it has seats paid and it is full, or everybody has her money back."""
    seats = by(seen.books["seats"], "group_id")
    known = seen.life.groups
    left = {row["owner"]: row for row in seen.of_kind("seats")}
    for row in seen.books["groups"]:
        orders = [one["order_id"] for one in seats[row["id"]]]
        if sorted(orders) != sorted(known.get(row["id"], [])):
            seen.wrong(f"group {row['id']} has {len(orders)} seats, answered {len(known)}")
        paid = [id_ for id_ in orders if seen.orders[id_]["state"] in PAID]
        people = [seen.orders[id_]["customer_id"] for id_ in paid]
        if len(paid) > row["size"] or len(set(people)) != len(people):
            seen.wrong(f"group of {row['size']} has {len(paid)} of {len(set(people))}", orders[0])
        state = "full" if len(paid) == row["size"] else "failed" if paid else "void"
        if row["state"] != state:
            seen.wrong(f"a group with {len(paid)} of {row['size']} is {row['state']}", orders[0])
        for id_ in orders:
            order = seen.orders[id_]
            if order["expires_at"] - order["placed_at"] > timedelta(minutes=5):
                seen.wrong("a seat is kept for more than five minutes", id_)
        for id_ in paid if state == "failed" else []:
            _has_all_back(seen, id_)
        account = left.get(row["id"])
        if account is None or account["posted"] or account["held"]:
            seen.wrong(f"seats of a group that is over: {account}", orders[0])
    _caps(seen)


def _has_all_back(seen: Seen, order: UUID) -> None:
    fetched = any(one["order_id"] == order and one["redeemed_at"] for one in seen.books["pickups"])
    if fetched or order in seen.parcels:
        seen.wrong("handed over, and its group failed", order)
    if not (seen.back_whole(order) or seen.tried(order)):
        seen.wrong("its group failed, and she has not all of it back", order)


def _caps(seen: Seen) -> None:
    hers: Counter[tuple[UUID, UUID]] = Counter()
    for id_, one in seen.life.bought.items():
        if one.seat is not None and seen.orders[id_]["state"] in PAID:
            back = seen.returned(id_).get(1, (0, 0))[0]
            hers[one.seat.offer.id, one.customer] += one.lines[0][1] - back
    caps = {(row["owner"], row["place"]): row for row in seen.of_kind("cap")}
    offers = {one.id for one in seen.life.offers}
    most = {one.id: one.cap for one in seen.life.offers}
    for key in hers.keys() | {one for one in caps if one[0] in offers}:
        had = caps[key]["posted"] + caps[key]["coming"] if key in caps else 0
        if had != hers[key] or hers[key] > most[key[0]]:
            seen.wrong(f"{key[1]} has had {had} of an offer, the model says {hers[key]}")


VERDICTS: tuple[Callable[[Seen], None], ...] = (
    parcels_are_as_sent,
    freight_goes_back_by_rule,
    cases_end_as_stated,
    gifts_are_earned,
    groups_keep_their_word,
)
