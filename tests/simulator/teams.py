"""Group buys: the house offers them, people start groups and join them, and some never pay."""

import random
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from tests.simulator import buying
from tests.simulator.kinds import asks_to_pay, press
from tests.simulator.life import Life
from tests.simulator.model import Bought, Offer, Seat, Wish
from tests.simulator.shop import Buyer

CAP = 2
"""Pieces for one person under an offer."""


class Place(NamedTuple):
    """Where somebody means to sit down: in this group at that store, or in one of her own."""

    offer: Offer
    store: UUID
    group: UUID | None = None


async def hold_groups(life: Life) -> None:
    """One offer at a time, which ends by the clock; what was started goes on by itself."""
    if not any(one.until > life.now for one in life.offers) and life.dice.random() < 0.6:
        await opens_offer(life)


async def opens_offer(life: Life) -> Offer:
    dice, shop = life.dice, life.shop
    sku = dice.choice(shop.fetched)
    until = life.now + timedelta(minutes=dice.choice([60, 150]))
    price, size = shop.goods[sku].price * 7 // 10, dice.choice([2, 2, 3])
    said = {
        "name": f"拼团 {len(life.offers) + 1}",
        "sku": str(sku),
        "price_minor": price,
        "size": size,
        "hours": 1,
        "since": life.now.isoformat(),
        "until": until.isoformat(),
        "cap": CAP,
    }
    once = uuid4().hex
    made = await life.insist("draft group buy", None, life.till, "POST", "/group-buys", said, once)
    assert made.ok, made
    path, once = f"/group-buys/{made.body['id']}/state", uuid4().hex
    body = {"state": "open"}
    answer = await life.insist("open group buy", None, life.till, "PUT", path, body, once)
    assert answer.ok, answer
    offer = Offer(UUID(made.body["id"]), sku, price, size, CAP, until)
    life.offers.append(offer)
    life.count("group_offer")
    return offer


async def sit_down(life: Life) -> None:
    """More people than there are seats want them at once; others start groups of their own."""
    offers = {one.id: one for one in life.offers}
    dice, buyers = life.dice, life.shop.buyers
    if not any(one.until + timedelta(hours=1) > life.now for one in life.offers):
        return
    shown = await life.her(buyers[0], "GET", "/group-buys")
    wishes: list[Wish] = []
    for said in shown.body:
        for group in said["looking"]:
            place = Place(offers[UUID(said["id"])], UUID(group["store"]["id"]), UUID(group["id"]))
            many = group["missing"] + dice.choice([-1, 0, 1, 2])
            who = dice.sample(buyers, max(0, min(many, len(buyers))))
            wishes += [seat(life, one, place) for one in who]
    for one in life.offers:
        if one.until > life.now and dice.random() < 0.5:
            place = Place(one, dice.choice(life.shop.stores))
            wishes += [seat(life, who, place) for who in dice.sample(buyers, 2)]
    await life.crowd(wishes, sits)


def seat(life: Life, who: Buyer, place: Place) -> Wish:
    life.wishes += 1
    dice = random.Random(f"{life.seed}/{life.wishes}")
    one = Wish(
        name=str(life.wishes),
        customer=who.id,
        store=place.store,
        lines=((place.offer.sku, dice.choice([1, 1, 1, 2])),),
        coupon=None,
        key=uuid4().hex,
        dice=dice,
        seat=Seat(place.offer, place.group),
    )
    if dice.random() < buying.MAILED:
        buying.to_her_door(life, one)
    return one


async def sits(life: Life, wish: Wish) -> None:
    """Most pay at once, some late, and some never."""
    one = await takes_seat(life, wish)
    if one is None:
        return
    how = one.dice.choices(["at once", "late", "never"], [75, 10, 15])[0]
    if how == "never":
        one.wants = "cancel" if one.dice.random() < 0.3 else ""
        return
    one.wants = "pay late" if how == "late" else "pay"
    await asks_to_pay(life, one)
    if how == "at once" and one.pays_at is not None:
        press(life, one)


async def takes_seat(life: Life, wish: Wish) -> Bought | None:
    answer: Any = await life.insist("sit", None, buying.order, life, wish)
    id_ = buying.bought(life, wish, answer, wants="-")
    if id_ is None:
        return None
    life.count("seat")
    return life.bought[id_]
