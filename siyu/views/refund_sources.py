"""Who gets what of a refund: what each who paid for the goods had given for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct, convert

from siyu.kernel.db import Work
from siyu.modules import loyalty, orders
from siyu.modules.promotions import pricing
from siyu.modules.promotions.pricing.values import Payer

Source = Literal["cash", "principal", "bonus", "points", "brand", "store", "supplier"]
FUNDS: tuple[Payer, ...] = ("brand", "store", "supplier")


class RefundSource(Struct, frozen=True, kw_only=True):
    """What goes back to where it came from; of points their worth, and how many there are.

    `brand`, `store` and `supplier` bear less of discounts than they had borne.
    """

    source: Source
    amount_minor: int
    points: int = 0


class _Kept(Struct, frozen=True, kw_only=True):
    lines: tuple[pricing.PricedLine, ...]
    points: int


async def refund_sources(
    work: Work, refunds: Mapping[UUID, Sequence[orders.Refund]], *, inside: bool
) -> dict[UUID, list[RefundSource]]:
    """By refund, of all refunds of some orders; `inside`: with those who bear discounts, which is
    the house's own matter.
    """
    with_parts = [id_ for id_, some in refunds.items() if any(one.parts for one in some)]
    if not with_parts:
        return {}
    lines = await orders.lines_of(work, with_parts)
    quotes = await orders.quotes_of(work, with_parts)
    parts = [one.id for id_ in with_parts for one in refunds[id_] if one.parts]
    shares = await loyalty.shares_of(work, parts)
    told: dict[UUID, list[RefundSource]] = {}
    for id_ in with_parts:
        kept = convert(quotes[id_], _Kept)
        before: list[orders.Part] = []
        for one in sorted(refunds[id_], key=_turn):
            if not one.parts:
                continue
            share = shares.get(one.id)
            money = share.sources if share else loyalty.Sources(cash=one.amount_minor)
            told[one.id] = _money(money) + _others(kept, lines[id_], before, one.parts, inside)
            if one.state != "failed":
                before += one.parts
    return told


def _turn(of: orders.Refund) -> tuple[bool, datetime, UUID]:
    """Points are given back when money is, so those that were paid back come first, as they were
    paid; of the others nobody knows more than when they were asked for.
    """
    paid_at = of.ended_at if of.state == "paid_back" else None
    return paid_at is None, paid_at or of.asked_at, of.id


def _money(goes: loyalty.Sources) -> list[RefundSource]:
    named: list[tuple[Source, int]] = [
        ("cash", goes.cash),
        ("principal", goes.principal),
        ("bonus", goes.bonus),
    ]
    return [RefundSource(source=name, amount_minor=minor) for name, minor in named if minor]


def _others(
    kept: _Kept,
    lines: Sequence[orders.Line],
    before: Sequence[orders.Part],
    now: Sequence[orders.Part],
    inside: bool,
) -> list[RefundSource]:
    """What these parts bring beside what the parts before them had brought."""

    def gone(n: int, of: Sequence[orders.Part]) -> tuple[int, int]:
        mine = [p for p in of if p.n == n]
        return sum(p.quantity for p in mine), sum(p.amount_minor for p in mine)

    def part(whole: int, line: orders.Line, of: Sequence[orders.Part]) -> int:
        pieces, minor = gone(line.n, of)
        if line.payable_minor:
            return whole * minor // line.payable_minor
        return whole * pieces // line.quantity

    both = [*before, *now]
    priced = list(zip(kept.lines, lines, strict=False))

    def back(wholes: Sequence[int]) -> int:
        """Lines' parts of something, as they go back with these."""
        return sum(
            part(whole, line, both) - part(whole, line, before)
            for whole, (_, line) in zip(wholes, priced, strict=True)
        )

    told = []
    worth = back([one.points_minor for one, _ in priced])
    if worth:
        units = back(pricing.spread(kept.points, [one.points_minor for one in kept.lines]))
        told.append(RefundSource(source="points", amount_minor=worth, points=units))
    for payer in FUNDS if inside else ():
        wholes = [sum(p.amount_minor for p in one.paid if p.payer == payer) for one, _ in priced]
        if minor := back(wholes):
            told.append(RefundSource(source=payer, amount_minor=minor))
    return told
