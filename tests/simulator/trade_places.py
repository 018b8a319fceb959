"""Trade that is cut place by place: orders, payments, refunds, coupons, points, sales."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from siyu.kernel.facts import calendar
from siyu.kernel.schedule import ByTenant
from tests.simulator import buying, kinds
from tests.simulator.life import Life
from tests.simulator.model import Bought, Wish
from tests.simulator.places import Flow
from tests.simulator.shop import Buyer

# --- what is there before


def wish(life: Life, *, cards: bool = False, sale: Any = None) -> Wish:
    """Two kinds of goods, or a card; of a sale where one is named or runs."""
    life.wishes += 1
    dice, shop = random.Random(f"{life.seed}/{life.wishes}"), life.shop
    skus = dice.sample(shop.fetched, 2)
    if sale is not None:
        skus = [next(iter(sale.goods)), *(sku for sku in skus if sku not in sale.goods)][:2]
    lines = ((shop.card, 1),) if cards else tuple((sku, dice.choice([1, 2])) for sku in skus)
    if sale is None:
        sale = next((one for one in life.sales if one.runs(life.now)), None)
    if sale is not None and not any(sku in sale.goods for sku, _ in lines):
        sale = None
    who = dice.choice([one for one in shop.buyers if one.guide])
    return Wish(
        name=str(life.wishes),
        customer=who.id,
        store=dice.choice(shop.stores),
        lines=lines,
        coupon=None,
        key=uuid4().hex,
        dice=dice,
        sale=sale,
    )


async def _wishes(life: Life) -> Wish:
    return wish(life)


async def orders(life: Life, one: Wish) -> Bought:
    """She gets it, however often she has to ask."""
    answer = await life.insist("order", None, buying.order, life, one)
    id_ = buying.bought(life, one, answer, wants="-")
    if id_ is None:
        raise RuntimeError(f"no order: {answer.code} {answer.body}")
    return life.bought[id_]


async def ordered(life: Life) -> Bought:
    """Not paid."""
    return await orders(life, wish(life))


async def pressed(life: Life, one: Bought | None = None) -> Bought:
    """The money is taken, and the notice is on its way."""
    one = one or await ordered(life)
    await kinds.asks_to_pay(life, one)
    one.wants, one.pays_at = "-", None
    kinds.press(life, one)
    return one


async def noticed(life: Life) -> Bought:
    """The shop has the notice, and nothing has followed from it."""
    one = await pressed(life)
    await life.notices()
    return one


async def paid(life: Life, one: Bought | None = None) -> Bought:
    one = await pressed(life, one)
    await life.notices()
    await life.follows()
    return one


async def _of_a_card(life: Life) -> Buyer:
    one = await paid(life, await orders(life, wish(life, cards=True)))
    return life.mine(one.id)


async def _ready(life: Life) -> Bought:
    one = await paid(life)
    one.wants = "fetch, back"
    return one


async def fetched(life: Life) -> Bought:
    one = await _ready(life)
    await kinds.fetches(life, one)
    return one


async def _wants_back(life: Life) -> Bought:
    one = await paid(life)
    one.wants = "part back"
    return one


async def _gave_back(life: Life) -> Bought:
    one = await _wants_back(life)
    await kinds.gives_back(life, one)
    return one


async def _on_its_way_back(life: Life) -> Bought:
    one = await _gave_back(life)
    await life.follows()
    life.shop.clock.move(timedelta(minutes=15))
    return one


async def _back(life: Life) -> Bought:
    one = await _on_its_way_back(life)
    await life.notices()
    return one


async def _unpaid_too_long(life: Life) -> Bought:
    one = await ordered(life)
    life.shop.clock.move(timedelta(minutes=16))
    return one


async def _not_told(life: Life) -> Bought:
    """The notice got lost, and it is time to ask."""
    one = await pressed(life)
    life.shop.platform.post.clear()
    life.shop.clock.move(timedelta(minutes=10))
    return one


async def _rich(life: Life) -> Bought:
    """She has something in her balance and an order to pay."""
    who = next(one for one in life.shop.buyers if one.balance)
    life.count("rich")
    if life.counts["rich"] % 6 == 1:
        await kinds.tops_up(life, who)
        await life.notices()
        await life.follows()
    mine = wish(life)
    mine.customer = who.id
    one = await orders(life, mine)
    one.wants = "balance"
    return one


async def _somebody(life: Life) -> Buyer:
    return life.dice.choice(life.shop.buyers)


async def _somebody_rich(life: Life) -> Buyer:
    return next(one for one in life.shop.buyers if one.balance)


async def _sale(life: Life) -> Bought:
    """One that runs and of which somebody has something that is not paid."""
    for one in life.sales:
        if not one.ended and one.until > life.now:
            life.shop.clock.move(one.until - life.now)
    await entry(life, "deals.end_sales")
    sale = await kinds.confirms_sale(life)
    if sale is None:
        raise RuntimeError("no sale")
    life.shop.clock.move(max(timedelta(0), sale.since - life.now))
    return await orders(life, wish(life, sale=sale))


async def _sale_is_over(life: Life) -> Bought:
    one = await _sale(life)
    life.shop.clock.move(life.sales[-1].until - life.now)
    return one


async def _years(life: Life) -> None:
    """A day when commission thaws and a card's time is over."""
    await calendar.make_months(life.shop.kit.database.relay, life.now)
    await _of_a_card(life)
    await fetched(life)
    await life.follows()
    life.shop.clock.move(timedelta(days=21))
    await calendar.make_months(life.shop.kit.database.relay, life.now)


# --- what is done


async def order(life: Life, one: Wish) -> None:
    await orders(life, one)


async def _asks(life: Life, one: Bought) -> None:
    await kinds.asks_to_pay(life, one)
    one.wants = "-"


async def notices(life: Life, _: Any) -> None:
    await life.notices()
    life.shop.clock.move(timedelta(seconds=16))
    await life.notices()


async def follows(life: Life, _: Any) -> None:
    await life.follows()


async def _claims(life: Life, who: Buyer) -> None:
    await kinds.claims(life, who, life.dice.choice(list(life.shop.coupons)))


async def _order_of_sale(life: Life, _: Any) -> None:
    hers = wish(life, sale=life.sales[-1])
    answer = await life.insist("order", None, buying.order, life, hers)
    buying.bought(life, hers, answer, wants="-")


async def _cancels(life: Life, one: Bought) -> None:
    await kinds.cancels(life, one)


async def entry(life: Life, name: str) -> None:
    """What the schedule does by this name, until it is through."""
    entry = next(one for one in life.shop.entries if one.name == name)
    assert isinstance(entry.run, ByTenant)
    await life.through(name, entry.run.act, life.shop.tenant, life.now)


def keeps(name: str) -> Callable[[Life, Any], Awaitable[None]]:
    async def act(life: Life, _: Any) -> None:
        await entry(life, name)

    return act


def _once(name: str) -> Callable[[Life, Any], Awaitable[None]]:
    """Not begun anew by itself: the same is to be done again."""

    async def act(life: Life, _: Any) -> None:
        entry = next(one for one in life.shop.entries if one.name == name)
        assert isinstance(entry.run, ByTenant)
        await entry.run.act(life.shop.tenant, life.now)

    return act


FLOWS = (
    Flow("order", _wishes, order),
    Flow("pay", ordered, _asks),
    Flow("balance", _rich, kinds.pays_by_balance),
    Flow("cancel", ordered, _cancels),
    Flow("notice", pressed, notices),
    Flow("react to a payment", noticed, follows),
    Flow("fetch", _ready, kinds.fetches),
    Flow("react to a fetch", fetched, follows),
    Flow("give back", _wants_back, kinds.gives_back),
    Flow("react to a wish to give back", _gave_back, follows),
    Flow("notice of money back", _on_its_way_back, notices),
    Flow("react to money back", _back, follows),
    Flow("house gives back", fetched, kinds.house_takes_back),
    Flow("claim", _somebody, _claims),
    Flow("spend points", _somebody, kinds.spends_points),
    Flow("top up", _somebody_rich, kinds.tops_up),
    Flow("use voucher", _of_a_card, kinds.uses_vouchers),
    Flow("order of a sale", _sale, _order_of_sale),
    Flow("expire", _unpaid_too_long, keeps("orders.expire_unpaid")),
    Flow("ask about what is due", _not_told, keeps("payments.ask_about_what_is_due")),
    Flow("end a sale", _sale_is_over, keeps("deals.end_sales")),
    Flow("seal", paid, keeps("ledger.seal")),
    Flow("thaw", _years, _once("distribution.thaw_commission"), lasting=True),
    Flow("expire vouchers", _years, _once("vouchers.expire_over"), lasting=True),
)
