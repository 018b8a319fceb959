"""Whole fen shared out: to lines, and of each line to those who pay for it."""

from collections.abc import Sequence

from siyu.modules.promotions.pricing.values import Fund

WHOLE = 10_000


def allocate(amount: int, bases: Sequence[int]) -> list[int]:
    """`amount` in whole parts, in proportion to the bases, by largest remainder.

    No part is greater than its base as long as the amount is not greater than all of them; of
    equal remainders the first is served first. Whoever gives the bases in an order that does not
    depend on how they came (lines by the names of their SKUs) gets parts that do not either.
    """
    whole = sum(bases)
    if not 0 <= amount <= whole:
        raise ValueError(f"{amount} can't be taken off {whole}")
    if not amount:
        return [0] * len(bases)
    parts = [amount * base // whole for base in bases]
    rest = amount - sum(parts)
    if rest:
        remainders = [-(amount * base % whole) for base in bases]
        for i in sorted(range(len(bases)), key=remainders.__getitem__)[:rest]:
            parts[i] += 1
    return parts


def spread(amount: int, bases: Sequence[int]) -> list[int]:
    """`amount` of anything in proportion to bases of another unit: no base, no part."""
    whole, upto, parts = sum(bases), 0, []
    for base in bases:
        before, upto = upto, upto + base
        parts.append(amount * upto // whole - amount * before // whole if base else 0)
    return parts


def between(funds: Sequence[Fund], shares: Sequence[int]) -> list[list[int]]:
    """Each line's share split between its payers; a row adds up to the share.

    What rounding keeps from a payer on one line is made good on the next, so that each pays its
    part of the whole to within a fen or two, however many lines there are.
    """
    if len(funds) == 1:
        return [[share] for share in shares]
    owed = [0] * len(funds)
    rows = []
    for share in shares:
        owed = [carry + share * fund.share_bp for carry, fund in zip(owed, funds, strict=True)]
        row = [max(0, one // WHOLE) for one in owed]
        # Who is owed most gives way or is served first; of equals the one named first.
        while (rest := share - sum(row)) != 0:
            step = 1 if rest > 0 else -1
            able = [i for i in range(len(row)) if step > 0 or row[i]]
            at = max(able, key=lambda i: (step * (owed[i] - row[i] * WHOLE), -i))
            row[at] += step
        owed = [one - given * WHOLE for one, given in zip(owed, row, strict=True)]
        rows.append(row)
    return rows
