"""What of an order's lines nobody earns of: what bonus on stored value paid for, and principal of
which somebody had earned as it was bought. What goes back takes only what was earned of the rest.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from siyu.kernel.db import Work
from siyu.modules import distribution, loyalty, orders

FREIGHT = 0


async def by_line(
    work: Work, found: Sequence[orders.Order], lines: Mapping[UUID, Sequence[orders.Line]]
) -> dict[UUID, dict[int, int]]:
    """By order and line; orders of which all is earned of are not there."""
    free = await _free(work, [one.id for one in found])
    return {one.id: _spread(one, lines[one.id], free[one.id]) for one in found if one.id in free}


async def earned_of(
    work: Work, refunds: Sequence[orders.Refund]
) -> dict[UUID, tuple[distribution.Part, ...]]:
    """The parts of refunds as commission counts them: without what bonus had paid.

    Of a line that goes back in pieces, the pieces come to exactly what was earned of: each is
    counted after those that were paid back before it.
    """
    ids = sorted({one.order_id for one in refunds})
    mixed = list(await _free(work, ids))
    found = await orders.orders_of(work, mixed)
    lines = await orders.lines_of(work, mixed)
    bonus = await by_line(work, list(found.values()), lines)
    others = await orders.refunds_of(work, mixed)
    paid = {id_: {line.n: line.payable_minor for line in some} for id_, some in lines.items()}
    return {
        one.id: _without(one, others[one.order_id], paid[one.order_id], bonus[one.order_id])
        if one.order_id in bonus
        else tuple(distribution.Part(n=p.n, amount_minor=p.amount_minor) for p in one.parts)
        for one in refunds
    }


async def _free(work: Work, ids: Sequence[UUID]) -> dict[UUID, int]:
    """By order, so much of it was paid with what nobody earns of (any more)."""
    pays = {
        id_: one for id_, one in (await loyalty.pays_of(work, ids)).items() if one.state != "void"
    }
    bought = sorted({piece.top_up for one in pays.values() for piece in one.pieces})
    known = await loyalty.find_top_ups(work, bought)
    free = {
        id_: one.bonus
        - sum(piece.principal for piece in one.pieces if known[piece.top_up].earns == "top_up")
        for id_, one in pays.items()
    }
    return {id_: minor for id_, minor in free.items() if minor}


def _spread(order: orders.Order, lines: Sequence[orders.Line], free: int) -> dict[int, int]:
    shares = {line.n: line.payable_minor for line in lines} | {FREIGHT: order.freight_minor}
    return loyalty.balance.spread(free, shares)


def _without(
    refund: orders.Refund,
    others: Sequence[orders.Refund],
    paid: Mapping[int, int],
    bonus: Mapping[int, int],
) -> tuple[distribution.Part, ...]:
    before = [one for one in others if one.state == "paid_back" and _turn(one) < _turn(refund)]
    gone = dict.fromkeys(paid, 0)
    for one in before:
        for part in one.parts:
            gone[part.n] += part.amount_minor

    def base(n: int, upto: int) -> int:
        return upto * (paid[n] - bonus[n]) // paid[n] if paid[n] else 0

    return tuple(
        distribution.Part(
            n=part.n,
            amount_minor=base(part.n, gone[part.n] + part.amount_minor)
            - base(part.n, gone[part.n]),
        )
        for part in refund.parts
    )


def _turn(refund: orders.Refund) -> tuple[str, str]:
    return refund.ended_at.isoformat() if refund.ended_at else "", refund.id.hex
