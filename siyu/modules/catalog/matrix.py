"""Pure: what may be chosen of a product, and which SKU is which choice.

Worked in docs/algorithms/options.md.
"""

from collections.abc import Iterable, Sequence

from siyu.kernel.errors import Refusal
from siyu.modules.catalog.errors import BadChoice, BadOptions, ChoiceTwice, NoSkus
from siyu.modules.catalog.values import NewSku, Option

MOST_OPTIONS = 3
MOST_VALUES = 30


def refusal(options: Sequence[Option], skus: Iterable[NewSku]) -> Refusal | None:
    """Why these can't be a product's options with its SKUs; not every combination must exist."""
    said = list(skus)
    if not said:
        return NoSkus()
    if not _are_options(options):
        return BadOptions(options=MOST_OPTIONS, values=MOST_VALUES)
    seen: set[tuple[str, ...]] = set()
    for sku in said:
        if not _fits(options, sku.choice):
            return BadChoice(sku=sku.code)
        if options and sku.choice in seen:
            return ChoiceTwice(choice=name_of(sku))
        seen.add(sku.choice)
    return None


def name_of(sku: NewSku) -> str:
    """What it is called beside its product's name: what was chosen, or what it was given."""
    return " ".join(sku.choice) or sku.name


def _are_options(options: Sequence[Option]) -> bool:
    names = [one.name.strip() for one in options]
    return (
        len(options) <= MOST_OPTIONS
        and all(names)
        and len(set(names)) == len(names)
        and all(_are_values(one.values) for one in options)
    )


def _are_values(values: Sequence[str]) -> bool:
    said = [one.strip() for one in values]
    return 1 <= len(said) <= MOST_VALUES and all(said) and len(set(said)) == len(said)


def _fits(options: Sequence[Option], choice: Sequence[str]) -> bool:
    return len(choice) == len(options) and all(
        value in option.values for option, value in zip(options, choice, strict=True)
    )
