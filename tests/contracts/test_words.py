"""Codes that the server names have a word of their own on the console, in both languages."""

import re
from pathlib import Path
from typing import get_args

import pytest

from siyu.modules import customers
from siyu.modules.customers import values
from siyu.views.system import JobState

SIYU = Path(__file__).parents[2] / "siyu"
ACTED = re.compile(r'\bActor\("(\w+)"')
"""Whoever acts is named where a unit of work is opened for them."""

FAMILIES = {
    "actor": {n for p in SIYU.rglob("*.py") for n in ACTED.findall(p.read_text())},
    "identity": get_args(values.IdentityKind),
    "gender": get_args(values.Gender),
    "rule": get_args(values.Rule),
    "consent": get_args(values.ConsentState),
    "purpose": ["service", *(one.code for one in customers.PURPOSES)],
    "source": ["pos", "member_list", "storefront"],
    "job": get_args(JobState),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_code_has_its_word(repository: Path, language: str, family: str) -> None:
    text = (repository / f"screens/packages/words/{language}/codes.ts").read_text()
    [block] = re.findall(rf"^  {family}: {{(.*?)^  }}", text, re.DOTALL | re.MULTILINE)
    spoken = set(re.findall(r"^    (\w+): '.+',$", block, re.MULTILINE))
    assert set(FAMILIES[family]) <= spoken
