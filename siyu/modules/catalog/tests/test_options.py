"""The table of docs/algorithms/options.md, row by row."""

import pytest

from siyu.modules.catalog import NewSku, Option, matrix
from siyu.modules.catalog.tests.test_worked_prices import rows


def options(text: str) -> list[Option]:
    if text == "-":
        return []
    said = [one.partition(":") for one in text.split(",")]
    return [Option(name=name.strip(), values=tuple(values.split())) for name, _, values in said]


def skus(text: str) -> list[NewSku]:
    if text == "-":
        return []
    said = [one.partition(":") for one in text.split("/")]
    return [
        NewSku(code=code.strip(), name="", price_minor=1, choice=tuple(values.split()))
        for code, _, values in said
    ]


@pytest.mark.parametrize(("given", "of", "outcome"), rows("options.md"))
def test_what_may_be_chosen(given: str, of: str, outcome: str) -> None:
    refused = matrix.refusal(options(given), skus(of))
    assert (refused.code if refused else "taken") == outcome
