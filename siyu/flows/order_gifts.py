"""Gifts that come with an order: what is there of them when it is placed, and what of them goes
back with what earned them.

Who comes first gets what there is; an order goes without a gift that has run out. A gift that what
stays does not earn any more goes back: by itself before it is fetched, in her hands afterwards.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from siyu.kernel.db import Work
from siyu.modules import ledger, orders, promotions
from siyu.modules.promotions import pricing


class Wanting(Struct, frozen=True, kw_only=True):
    """An order's goods, and the gifts that its price brings; `seen` are those that she was told."""

    store: UUID
    bought: Mapping[UUID, int]
    gifts: Sequence[pricing.Gift]
    seen: Mapping[UUID, int] | None


async def share_out(work: Work, wants: Sequence[Wanting]) -> list[dict[UUID, int] | None]:
    """What each gets, in order, of the gifts that are there; None where it isn't what she saw.

    Their shelves are locked. Nobody is asked about where no gift is due.
    """
    shelves = {
        ledger.stock(sku, one.store): None
        for one in wants
        for sku in (*one.bought, *(gift.sku for gift in one.gifts))
    }
    free: dict[ledger.Account, int] = {}
    if any(one.gifts for one in wants):
        found = await ledger.balances_of(work, list(shelves))
        free = {shelf: b.posted - b.held for shelf, b in zip(shelves, found, strict=True)}
    return [_given(one, free) for one in wants]


def _given(one: Wanting, free: dict[ledger.Account, int]) -> dict[UUID, int] | None:
    """Its part; what it takes is gone for those who come after it, if it is going to be placed."""
    given: dict[UUID, int] = {}
    after = dict(free)
    if free:
        for sku, quantity in one.bought.items():
            shelf = ledger.stock(sku, one.store)
            if after[shelf] < quantity:
                # There is not enough to buy: it will be no order.
                return {}
            after[shelf] -= quantity
    for gift in one.gifts:
        shelf = ledger.stock(gift.sku, one.store)
        pieces = min(gift.quantity, after[shelf])
        if pieces > 0:
            after[shelf] -= pieces
            given[gift.sku] = pieces
    if one.seen is not None and {sku: n for sku, n in one.seen.items() if n} != given:
        return None
    free |= after
    return given


class _Step(Struct, frozen=True, kw_only=True):
    rule: UUID | None = None
    version: int = 0
    phase: str | None = None
    gifts: list[dict[str, Any]] = []


class _Kept(Struct, frozen=True, kw_only=True):
    cart: pricing.Cart
    steps: list[_Step]


async def unearned(
    work: Work, order: UUID, lines: Sequence[orders.Line], going: Mapping[int, int]
) -> dict[int, int]:
    """Pieces of gift lines that she would keep and that what stays does not earn any more.

    `going` are the pieces of each line that are to go back.
    """
    stays = {
        line.n: line.quantity - line.refunded_quantity - going.get(line.n, 0) for line in lines
    }
    gifts = [line for line in lines if line.gift and stays[line.n] > 0]
    if not gifts:
        return {}
    bought = {line.sku: stays[line.n] for line in lines if not line.gift}
    earned = await _earned(work, order, bought)
    over = {line.n: stays[line.n] - earned.get(line.sku, 0) for line in gifts}
    return {n: pieces for n, pieces in over.items() if pieces > 0}


async def _earned(work: Work, order: UUID, bought: Mapping[UUID, int]) -> dict[UUID, int]:
    """What the rules that gave then would give for so much: thresholds count unit prices."""
    shown = (await orders.quotes_of(work, [order]))[order]
    kept = msgspec.convert(shown, _Kept)
    gave = [
        (one.rule, one.version)
        for one in kept.steps
        if one.rule is not None and (one.gifts or one.phase == "unit")
    ]
    left = tuple(
        structs.replace(line, quantity=bought[line.sku])
        for line in kept.cart.lines
        if bought.get(line.sku, 0) > 0
    )
    if not left:
        return {}
    rules = await promotions.rules_said(work, gave)
    quote = pricing.quote(structs.replace(kept.cart, lines=left), rules)
    return {gift.sku: gift.quantity for gift in quote.gifts}


async def with_gifts_back(work: Work, asked: orders.RefundAsk) -> orders.RefundAsk:
    """With the gifts that go back too; GiftsBack where she has them in her hands.

    What the order holds is locked in the ledger.
    """
    lines = (await orders.lines_of(work, [asked.order])).get(asked.order, [])
    if (
        asked.gifts_stay
        or not any(line.gift for line in lines)
        or asked.id in await orders.get_refunds(work, [asked.id])
    ):
        return asked
    over = await unearned(work, asked.order, lines, asked.quantities)
    if not over:
        return asked
    if (await orders.get_order(work, asked.order)).state != "paid":
        names = {line.n: f"{line.name} {line.sku_name}".strip() for line in lines}
        said = ", ".join(f"{names[n]} × {pieces}" for n, pieces in over.items())
        raise orders.GiftsBack(names=said)
    together = {n: asked.quantities.get(n, 0) + over.get(n, 0) for n in asked.quantities | over}
    return structs.replace(asked, quantities=together)
