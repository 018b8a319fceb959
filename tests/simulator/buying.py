"""People who order in the same moment, and whether what they were answered is right."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from msgspec import structs

from tests.simulator import model
from tests.simulator.caller import Answer
from tests.simulator.life import Life
from tests.simulator.model import Bought, Wish

CARDS = 0.12
MAILED = 0.35
FLASH = 0.3
"""Of those who come while a sale runs, so many come for it."""
SHORT = {"orders.goods_short": "stock", "deals.sold_out": "pool", "deals.cap_reached": "cap"}
"""What somebody is refused for, and the account that must be short of it."""


async def burst(life: Life, size: int) -> None:
    """So many people order in the same moment."""
    asked = [wish(life) for _ in range(size)]
    # The same coupon by another order of hers, and the same order sent twice.
    asked += [
        structs.replace(
            one, name=f"{one.name} again", key=uuid4().hex, dice=random.Random(one.dice.random())
        )
        for one in asked
        if one.coupon is not None and one.dice.random() < 0.15
    ]
    asked += [one for one in asked if one.dice.random() < 0.05]
    for at in range(0, len(asked), life.at_once):
        await _together(life, asked[at : at + life.at_once])


async def _together(life: Life, asked: Sequence[Wish]) -> None:
    if life.dice.random() < life.cuts * 3:
        life.put_in("order")
    answers = await asyncio.gather(*(order(life, one) for one in asked))
    life.take_out("order")
    life.single = False
    for n, one in enumerate(answers):
        if one.status >= 500:
            answers[n] = await life.insist("order", None, order, life, asked[n])
    life.single = True
    for one, answer in zip(asked, answers, strict=True):
        bought(life, one, answer)
    await _refused_truly(life, asked, answers)
    life.cut_lately = False


def wish(life: Life) -> Wish:
    """Somebody's, of goods that are fetched, of a card, or of what a sale has."""
    life.wishes += 1
    dice, shop = random.Random(f"{life.seed}/{life.wishes}"), life.shop
    who, store = dice.choice(shop.buyers), dice.choice(shop.stores)
    skus = dice.sample(shop.fetched, dice.choice([1, 1, 2, 3]))
    sale = next((one for one in life.sales if one.runs(life.now)), None)
    if sale is not None and dice.random() < FLASH:
        skus = [next(iter(sale.goods)), *(sku for sku in skus[1:] if sku not in sale.goods)]
    lines = [(sku, dice.choice([1, 1, 2, 3, 7])) for sku in skus]
    if sale is not None:
        lines = [
            (sku, dice.choice([1, 1, 2, sale.cap + 1]) if sku in sale.goods else quantity)
            for sku, quantity in lines
        ]
    if dice.random() < CARDS:
        lines = [*lines[: dice.choice([0, 1])], (shop.card, dice.choice([1, 2]))]
    if sale is not None and not any(sku in sale.goods for sku, _ in lines):
        sale = None
    total = model.goods_of(lines, shop.goods, sale)
    fitting = [one for one in who.wallet if one.threshold <= total]
    if sale is not None and not sale.with_coupons:
        fitting = []
    one = Wish(
        name=str(life.wishes),
        customer=who.id,
        store=store,
        lines=tuple(lines),
        coupon=dice.choice(fitting) if fitting and dice.random() < 0.6 else None,
        key=uuid4().hex,
        dice=dice,
        sale=sale,
        says_gifts=dice.random() < 0.3,
    )
    if any(not shop.goods[sku].uses for sku, _ in lines) and dice.random() < MAILED:
        to_her_door(life, one)
    wanted = model.payable(one, shop.goods)
    one.seen = dice.choices([None, wanted, (wanted or 0) + 1], [10, 9, 1])[0]
    return one


def to_her_door(life: Life, one: Wish) -> None:
    """It is sent, for the freight that her address costs."""
    who = life.buyer(one.customer)
    one.address = who.address
    one.freight = model.freight(one.lines, life.shop.goods, far=who.far)


async def order(life: Life, one: Wish) -> Answer:
    said = [{"sku": str(sku), "quantity": quantity} for sku, quantity in one.lines]
    body: dict[str, Any] = {"key": one.key, "store": str(one.store), "lines": said}
    if one.coupon is not None:
        body["wallet"] = str(one.coupon.wallet)
    if one.seen is not None:
        body["seen_minor"] = one.seen
    if one.says_gifts:
        due = model.earned(one, life.shop.goods)
        said = [{"sku": str(life.shop.cup), "quantity": due}] if due else []
        body["seen_gifts"] = said
    if one.address is not None:
        body |= {"way": "mail", "address": str(one.address)}
    if one.seat is not None:
        group = str(one.seat.group) if one.seat.group else None
        body["seat"] = {"offer": str(one.seat.offer.id), "group": group}
    return await life.her(life.buyer(one.customer), "POST", "/orders", body)


def bought(life: Life, one: Wish, answer: Answer, wants: str = "") -> UUID | None:
    """Notes what she was answered, and what she means to do with it."""
    if not answer.ok:
        life.count(f"refused {answer.code}")
        return None
    said = answer.body
    id_ = UUID(said["id"])
    wanted, due = model.payable(one, life.shop.goods), model.earned(one, life.shop.goods)
    gifts = gifts_in(said)
    if said["payable_minor"] != wanted or one.seen not in {None, wanted}:
        life.note(id_, f"ordered {one}")
        life.violation(f"price {said['payable_minor']}, the model says {wanted}", id_)
    if gifts > due or (one.says_gifts and gifts != due):
        life.violation(f"{gifts} gifts, the model says {due}, and she said {one.says_gifts}", id_)
    if (known := life.bought.get(id_)) is not None:
        if (known.no, known.payable) != (said["no"], said["payable_minor"]):
            life.violation("the same key was answered differently", id_)
        life.count("same_key_again")
        return id_
    life.count("orders")
    life.count("coupon", one.coupon is not None)
    life.count("flash", one.sale is not None)
    life.count("gift", gifts)
    life.count("mailed", one.address is not None)
    life.bought[id_] = Bought(
        id=id_,
        no=said["no"],
        customer=one.customer,
        store=one.store,
        lines=one.lines,
        wallet=one.coupon.wallet if one.coupon else None,
        payable=said["payable_minor"],
        parts=model.shares(one, life.shop.goods),
        guide=life.buyer(one.customer).guide,
        dice=one.dice,
        flash=one.flash(),
        sale=one.sale,
        freight=one.freight,
        mailed=one.address is not None,
        gifts=gifts,
        seat=one.seat,
        wants=wants or one.dice.choices(*WANTS)[0],
    )
    life.open.append(id_)
    if one.seat is not None:
        life.groups[UUID(said["group"]["id"])].append(id_)
    life.shop.platform.name(id_, one.name)
    what = [(str(sku)[-4:], quantity) for sku, quantity in one.lines]
    life.note(id_, f"ordered {what} for {said['payable_minor']}")
    return id_


def gifts_in(said: Any) -> int:
    return sum(line["quantity"] for line in said["lines"] if line["gift"])


WANTS = (["pay", "pay late", "forget", "cancel", "balance"], [42, 8, 36, 6, 8])


async def _refused_truly(life: Life, asked: Sequence[Wish], answers: Sequence[Answer]) -> None:
    """Who was refused for want of something, or went without a gift, was told so truly: nobody
    gave any back meanwhile.
    """
    refused = [
        (one, SHORT[answer.code], answer.body["slots"])
        for one, answer in zip(asked, answers, strict=True)
        if answer.code in SHORT
    ]
    bare = [
        one.store
        for one, answer in zip(asked, answers, strict=True)
        if answer.ok and gifts_in(answer.body) < model.earned(one, life.shop.goods)
    ]
    if not (refused or bare) or life.cut_lately:
        return
    async with life.shop.works.look(life.shop.tenant) as work:
        rows = await work.conn.fetch(FREE, work.tenant)
    free = {(row["kind"], row["owner"], row["place"]): row["free"] for row in rows}
    for store in bare:
        life.count("gift_left_out")
        if free.get(("stock", life.shop.cup, store), 0) > 0:
            life.violation(f"an order went without its gift, and {store} has some")
    for one, kind, slots in refused:
        sku = UUID(slots["sku"])
        wanted = sum(quantity for named, quantity in one.lines if named == sku)
        owner = sku if kind == "stock" else UUID(slots["good"])
        place = one.customer if kind == "cap" else one.store
        cap = one.sale.cap if one.sale else 0
        # Whom nothing was written of yet has had nothing.
        if free.get((kind, owner, place), cap if kind == "cap" else 0) >= wanted:
            life.violation(f"{wanted} of {sku} refused by {kind}, and there is enough")


FREE = """
select a.kind, a.owner, a.place,
  case when a.kind = 'cap' then b.ceiling - b.posted - b.coming else b.posted - b.held end::int8
    as free
from ledger.balance b join ledger.account a on a.tenant_id = b.tenant_id and a.id = b.account_id
where b.tenant_id = $1 and a.kind in ('stock', 'pool', 'cap')
"""
