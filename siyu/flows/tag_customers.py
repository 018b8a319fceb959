"""Tags that decide what somebody pays are given by whoever may set prices.

A price book or a promotion may be for people with a tag; a guide who gave such a tag would give
her friends the dealers' prices.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from siyu.kernel.db import Work
from siyu.modules import catalog, customers, promotions
from siyu.modules.customers.errors import TagDecidesPrice


async def must_be_free(work: Work, tags: Sequence[UUID]) -> None:
    """TagDecidesPrice when one of them does."""
    decide = set(tags) & {*await catalog.tiers_named(work), *await _rewarded(work)}
    names = await customers.tag_refs(work, [tag for tag in tags if tag in decide])
    for one in names.values():
        raise TagDecidesPrice(name=one.name)


async def _rewarded(work: Work) -> Iterable[UUID]:
    rules = await promotions.running_rules(work)
    leaves = [leaf for rule in rules for leaf in rule.terms.conditions if leaf.block == "tiers"]
    return (tier for leaf in leaves for tier in leaf.args.tiers)  # type: ignore[attr-defined]
