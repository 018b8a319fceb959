"""Parcels, after-sale cases and group buys, cut place by place."""

from datetime import timedelta
from uuid import UUID

from tests.simulator import sending, teams
from tests.simulator.buying import to_her_door
from tests.simulator.life import Life
from tests.simulator.model import Bought, Case, Offer, Wish
from tests.simulator.places import Flow
from tests.simulator.trade_places import follows, keeps, orders, paid, pressed, wish

# --- what is there before


async def _to_send(life: Life) -> Bought:
    mine = wish(life)
    to_her_door(life, mine)
    return await paid(life, await orders(life, mine))


async def _sent(life: Life) -> Bought:
    one = await _to_send(life)
    await _sends(life, one)
    return one


async def _sent_long_ago(life: Life) -> Bought:
    one = await _sent(life)
    life.shop.clock.move(timedelta(days=2, minutes=1))
    return one


async def _has_it(life: Life) -> Bought:
    one = await _sent(life)
    one.wants = "receive"
    await sending.receives(life, one)
    return one


async def _asked(life: Life, kind: str, reason: str) -> tuple[Bought, Case]:
    one = await _has_it(life)
    answer = await sending.asks(life, one, kind, reason, {1: one.lines[0][1]})
    if answer.code == "orders.gifts_back":
        lines = {1: one.lines[0][1], len(one.lines) + 1: one.gifts}
        answer = await sending.asks(life, one, kind, reason, lines)
    case = sending.noted(life, one, answer)
    life.case_of.pop(one.id)
    return one, case


async def _asked_for_money(life: Life) -> tuple[Bought, Case]:
    return await _asked(life, "refund", "broken")


async def _asked_to_return(life: Life) -> tuple[Bought, Case]:
    return await _asked(life, "return", "no_reason")


async def _asked_to_exchange(life: Life) -> tuple[Bought, Case]:
    return await _asked(life, "exchange", "broken")


async def _agreed_to_return(life: Life) -> tuple[Bought, Case]:
    one, case = await _asked_to_return(life)
    await _agrees(life, (one, case))
    return one, case


async def _agreed_to_exchange(life: Life) -> tuple[Bought, Case]:
    one, case = await _asked_to_exchange(life)
    await _agrees(life, (one, case))
    return one, case


async def _came_in_exchange(life: Life) -> tuple[Bought, Case]:
    one, case = await _agreed_to_exchange(life)
    await sending.arrives(life, one, case)
    return one, case


async def _nobody_answers(life: Life) -> tuple[Bought, Case]:
    found = await _asked_for_money(life)
    life.shop.clock.move(timedelta(hours=4, minutes=1))
    return found


async def _offer(life: Life) -> Offer:
    """A group of two."""
    for one in life.offers:
        if one.size == 2 and one.until > life.now:
            return one
    while True:
        one = await teams.opens_offer(life)
        if one.size == 2:
            return one


async def _to_start(life: Life) -> Wish:
    offer = await _offer(life)
    hers = teams.seat(life, life.dice.choice(life.shop.buyers), teams.Place(offer, _store(life)))
    hers.lines = ((offer.sku, 1),)
    return hers


async def _to_join(life: Life) -> Wish:
    """Of a group that somebody else started and paid."""
    one = await paid(life, await orders(life, await _to_start(life)))
    assert one.seat is not None
    others = [who for who in life.shop.buyers if who.id != one.customer]
    place = teams.Place(one.seat.offer, one.store, life.group_of(one.id))
    hers = teams.seat(life, life.dice.choice(others), place)
    hers.lines = ((one.seat.offer.sku, 1),)
    return hers


async def _to_fill(life: Life) -> Bought:
    """The last seat is paid, and the shop has the notice."""
    one = await pressed(life, await orders(life, await _to_join(life)))
    await life.notices()
    return one


async def _to_fail(life: Life) -> Bought:
    one = await paid(life, await orders(life, await _to_start(life)))
    life.shop.clock.move(timedelta(hours=1, minutes=1))
    return one


async def _failed(life: Life) -> Bought:
    one = await _to_fail(life)
    await keeps("groups.fail_due")(life, one)
    return one


def _store(life: Life) -> UUID:
    return life.dice.choice(life.shop.stores)


# --- what is done


async def _sends(life: Life, one: Bought) -> None:
    lines = {n: quantity for n, (_, quantity) in enumerate(one.lines, 1)}
    if one.gifts:
        lines[len(one.lines) + 1] = one.gifts
    await sending.ships(life, one, lines, says_all=True)


async def _receives(life: Life, one: Bought) -> None:
    await sending.receives(life, one)
    one.wants = "-"


async def _asks(life: Life, one: Bought) -> None:
    answer = await sending.asks(life, one, "exchange", "broken", {1: 1})
    sending.noted(life, one, answer)
    life.case_of.pop(one.id)


async def _agrees(life: Life, pair: tuple[Bought, Case]) -> None:
    one, case = pair
    case.said = await sending.shop_says(life, one, case, "agreement", {"why": ""})


async def _arrives(life: Life, pair: tuple[Bought, Case]) -> None:
    await sending.arrives(life, *pair)


async def _replaces(life: Life, pair: tuple[Bought, Case]) -> None:
    await sending.replaces(life, *pair)


async def _sits(life: Life, one: Wish) -> None:
    await teams.takes_seat(life, one)


FLOWS = (
    Flow("send", _to_send, _sends),
    Flow("receive", _sent, _receives),
    Flow("receive by the clock", _sent_long_ago, keeps("fulfilment.receive_due")),
    Flow("ask a case", _has_it, _asks),
    Flow("agree to a refund", _asked_for_money, _agrees),
    Flow("agree to a return", _asked_to_return, _agrees),
    Flow("agree to an exchange", _asked_to_exchange, _agrees),
    Flow("take a return", _agreed_to_return, _arrives),
    Flow("take what is exchanged", _agreed_to_exchange, _arrives),
    Flow("replace", _came_in_exchange, _replaces),
    Flow("agree by the clock", _nobody_answers, keeps("aftersale.turn_cases")),
    Flow("start a group", _to_start, _sits),
    Flow("join a group", _to_join, _sits),
    Flow("fill a group", _to_fill, follows),
    Flow("fail a group", _to_fail, keeps("groups.fail_due")),
    Flow("pay a failed group back", _failed, keeps("groups.refund_owed")),
)
