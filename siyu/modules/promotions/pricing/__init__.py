"""Prices, pure: what a cart comes to under frozen versions of rules, the best way for her.

No clock, no database: the same cart under the same versions has the same price years later. A
rule is one effect and the conditions that have to hold; both are blocks, a file each. Worked in
docs/algorithms/prices.md.
"""

from siyu.modules.promotions.pricing.by_hand import (
    BY_HAND,
    by_hand,
    line_by_hand,
    lowered,
    spread_by_hand,
)
from siyu.modules.promotions.pricing.effects.gift import gifts_of
from siyu.modules.promotions.pricing.quote import quote
from siyu.modules.promotions.pricing.refunds import Back, back, sources_back
from siyu.modules.promotions.pricing.registry import (
    CONDITION_BLOCKS,
    EFFECT_BLOCKS,
    EFFECTS,
    Said,
    read,
    said,
)
from siyu.modules.promotions.pricing.shares import allocate, spread
from siyu.modules.promotions.pricing.values import (
    BRAND,
    PHASES,
    Buyer,
    Cart,
    Fund,
    Gift,
    Left,
    Line,
    Moment,
    Paid,
    Phase,
    Points,
    PricedLine,
    Quote,
    Rule,
    Step,
    Terms,
)
from siyu.modules.promotions.pricing.wording import Wording, terms_of

__all__ = [
    "BRAND",
    "BY_HAND",
    "CONDITION_BLOCKS",
    "EFFECTS",
    "EFFECT_BLOCKS",
    "PHASES",
    "Back",
    "Buyer",
    "Cart",
    "Fund",
    "Gift",
    "Left",
    "Line",
    "Moment",
    "Paid",
    "Phase",
    "Points",
    "PricedLine",
    "Quote",
    "Rule",
    "Said",
    "Step",
    "Terms",
    "Wording",
    "allocate",
    "back",
    "by_hand",
    "gifts_of",
    "line_by_hand",
    "lowered",
    "quote",
    "read",
    "said",
    "sources_back",
    "spread",
    "spread_by_hand",
    "terms_of",
]
