"""Points as money: what they are worth, what an order takes of them, and what a refund gives back.

Worked in docs/algorithms/points-as-money.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid5

from msgspec import Struct, convert

from siyu.flows import points_purses, spend_points
from siyu.kernel.db import Work
from siyu.modules import ledger, loyalty, orders
from siyu.modules.promotions import pricing


class Hers(Struct, frozen=True, kw_only=True):
    """What she has of the points that pay, and what they are worth."""

    terms: loyalty.MoneyTerms
    name: str
    left: int


class _Line(Struct, frozen=True, kw_only=True):
    points_minor: int


class Kept(Struct, frozen=True, kw_only=True):
    """What an order keeps of its price, as far as points are concerned."""

    lines: list[_Line]
    points: int


async def terms(work: Work) -> loyalty.MoneyTerms | None:
    """What points are worth now; None where they pay for nothing."""
    rules = await loyalty.money_rules(work)
    return rules[0].terms if rules and rules[0].terms.on else None


async def hers(work: Work, customer: UUID) -> Hers | None:
    """None where points pay for nothing; only a lock makes sure that they are still there."""
    now = await terms(work)
    if now is None:
        return None
    purse = (await points_purses.look(work, [(customer, now.kind)]))[customer, now.kind]
    kind = await loyalty.get_kind(work, now.kind)
    return Hers(terms=now, name=kind.name, left=purse.left(work.now))


def offered(now: loyalty.MoneyTerms, points: int) -> pricing.Points:
    """As the price takes them."""
    return pricing.Points(
        offered=min(points, now.most) if now.most is not None else points,
        per_hundred=now.per_hundred,
        share_bp=now.share_bp,
        least_minor=now.least_minor,
        payer=now.payer,
        kind=now.kind,
    )


def want(order: UUID, customer: UUID, kind: UUID, amount: int) -> loyalty.Want:
    """What an order takes of her points, under a name of its own."""
    id_ = uuid5(order, "points")
    return loyalty.Want(id=id_, customer=customer, kind=kind, amount=amount, ref=order)


async def guards(work: Work, ids: Sequence[UUID]) -> list[ledger.Account]:
    """What to lock before points of these orders are given back."""
    spends = await loyalty.spends_for(work, ids)
    return points_purses.guards((one.customer_id, one.kind_id) for one in spends)


async def give_back(work: Work, ids: Iterable[UUID]) -> None:
    """Refunds of these orders were paid back: what points had paid of it is hers again.

    What is due is counted over all that went back, so it comes to the same in whatever parts.
    """
    spends = [one for one in await loyalty.spends_for(work, list(ids)) if one.state == "spent"]
    if not spends:
        return
    refs = [one.ref for one in spends if one.ref]
    quotes = await orders.quotes_of(work, refs)
    lines = await orders.lines_of(work, refs)
    refunds = await orders.refunds_of(work, refs)
    for one in spends:
        if one.ref is None:
            continue
        went = [p for of in refunds[one.ref] if of.state == "paid_back" for p in of.parts]
        due = sum(due_back(convert(quotes[one.ref], Kept), lines[one.ref], went).values())
        if due > one.back:
            await spend_points.give_back(work, one.id, due - one.back)


def due_back(
    kept: Kept, lines: Sequence[orders.Line], went: Iterable[orders.Part]
) -> dict[int, int]:
    """By line, how many points are hers again once so much went back.

    By the money that went back, or by the pieces where the line cost no money.
    """
    shares = by_line(kept)
    pieces = dict.fromkeys(shares, 0)
    minor = dict.fromkeys(shares, 0)
    for part in went:
        if part.n in shares:
            pieces[part.n] += part.quantity
            minor[part.n] += part.amount_minor
    whole: Mapping[int, orders.Line] = {line.n: line for line in lines}
    return {
        n: share * minor[n] // whole[n].payable_minor
        if whole[n].payable_minor
        else share * pieces[n] // whole[n].quantity
        for n, share in shares.items()
    }


def by_line(kept: Kept) -> dict[int, int]:
    """The points of each line: its share of all of them."""
    shares = pricing.spread(kept.points, [line.points_minor for line in kept.lines])
    return {n: share for n, share in enumerate(shares, 1) if share}
