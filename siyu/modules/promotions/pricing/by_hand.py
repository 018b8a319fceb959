"""A price that somebody lowered by hand: one discount more, after all others."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import structs

from siyu.modules.promotions.pricing.shares import allocate
from siyu.modules.promotions.pricing.values import Paid, PricedLine, Quote, Step

BY_HAND = UUID("8d0c0f52-6a43-5f0e-9a55-8d3f1e0d7b02")
"""The name under which the merchant pays for it, as for any other rule."""


def lowered(quote: Quote, shares: Sequence[int]) -> Quote:
    """The price with so much less for each line, in the order of its lines; the brand bears it.

    An earlier lowering counts no more: no shares at all give the price as it was computed. Raises
    ValueError for more than a line costs; freight stays as it is.
    """
    bare = tuple(_bare(line) for line in quote.lines)
    lines = tuple(_less(line, share) for line, share in zip(bare, shares, strict=True))
    whole, before = sum(shares), sum(line.discount_minor for line in bare)
    steps = tuple(step for step in quote.steps if step.code != "by_hand")
    if whole:
        less = tuple(-share for share in shares)
        steps += (Step(code="by_hand", amount_minor=-whole, rule=BY_HAND, shares=less),)
    payable = sum(line.payable_minor for line in lines)
    return structs.replace(
        quote,
        lines=lines,
        steps=steps,
        discount_minor=before + whole,
        payable_minor=payable + quote.freight_minor,
        deposit_minor=min(quote.deposit_minor, payable),
    )


def by_hand(quote: Quote) -> tuple[int, ...]:
    """What was taken off each line by hand."""
    return tuple(line_by_hand(line) for line in quote.lines)


def spread_by_hand(quote: Quote, off: int) -> tuple[int, ...]:
    """`off` in proportion to what each line costs without any lowering, by largest remainder."""
    return tuple(allocate(off, [_bare(line).payable_minor for line in quote.lines]))


def line_by_hand(line: PricedLine) -> int:
    return sum(one.amount_minor for one in line.paid if one.rule == BY_HAND)


def _bare(line: PricedLine) -> PricedLine:
    gone = line_by_hand(line)
    return structs.replace(
        line,
        discount_minor=line.discount_minor - gone,
        payable_minor=line.payable_minor + gone,
        paid=tuple(one for one in line.paid if one.rule != BY_HAND),
    )


def _less(line: PricedLine, share: int) -> PricedLine:
    if not 0 <= share <= line.payable_minor:
        raise ValueError(f"{share} can't be taken off {line.payable_minor}")
    if not share:
        return line
    paid = Paid(rule=BY_HAND, payer="brand", who=None, amount_minor=share)
    return structs.replace(
        line,
        discount_minor=line.discount_minor + share,
        payable_minor=line.payable_minor - share,
        paid=(*line.paid, paid),
    )
