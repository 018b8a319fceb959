"""What a file of `effects` and of `conditions` says to the engine, beside its block."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from siyu.kernel.blocks import Block
from siyu.modules.promotions.pricing.values import Cart, Gift, Line, Phase

Amounts = Sequence[int]


class Effect(Struct, frozen=True, kw_only=True):
    """How it takes. One of three:

    - `takes`, of what the goods still come to, shared out to the lines in proportion;
    - `each` line's own part, of what each still comes to;
    - `freight`, of what is left of the freight.

    `takes` and `freight` also see what the goods *count*: what they come to at unit prices, which
    is what thresholds mean. None of them takes more when it sees less, and none leaves more.
    `covers` says of a line whether it is any of its business at all, `missing` how much more would
    bring more, `short` how many pieces more.
    """

    block: Block
    phase: Phase
    takes: Callable[[Any, int, int], int] | None = None
    each: Callable[[Any, Sequence[Line], Amounts], list[int]] | None = None
    freight: Callable[[Any, int, int], int] | None = None
    gifts: Callable[[Any, int], tuple[Gift, ...]] | None = None
    covers: Callable[[Any, Line], bool] | None = None
    deposit: Callable[[Any, Line], int] | None = None
    missing: Callable[[Any, int], int] | None = None
    short: Callable[[Any, Sequence[Line]], int] | None = None


class Condition(Struct, frozen=True, kw_only=True):
    """What has to hold: for the cart, for each line it is for, or for those lines together.

    `short` says how many pieces, of the lines it is for, are missing.
    """

    block: Block
    holds: Callable[[Any, Cart], bool] | None = None
    covers: Callable[[Any, Line], bool] | None = None
    short: Callable[[Any, Sequence[Line]], int] | None = None
