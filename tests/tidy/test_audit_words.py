"""The console says in words what the audit keeps as codes."""

import re
from pathlib import Path

import pytest

from siyu.modules import deals, distribution, groups, inventory, ledger, loyalty
from tests.tidy.test_house import ROOT, sources

ACTED = re.compile(r'\bActor\("(?P<kind>[a-z]+)"')
DEEDS = ROOT / "screens/packages/words"
AUDITED = re.compile(r'\baudit\(\s*"(?P<verb>[a-z_.]+)",\s*"(?P<thing>[a-z_]+)"')


def said(file: Path) -> set[str]:
    return set(re.findall(r"^    (\w+):", file.read_text(), re.MULTILINE))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_is_audited_has_words(language: str) -> None:
    known = said(DEEDS / language / "deeds.ts")
    found = [hit for path in sources() for hit in AUDITED.finditer(path.read_text())]
    assert len(found) > 50
    codes = {hit["verb"].replace(".", "_") for hit in found} | {hit["thing"] for hit in found}
    assert codes - known == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whoever_acts_has_a_word(language: str) -> None:
    words = (DEEDS / language / "codes.ts").read_text()
    family = re.search(r"^  actor: \{\n(.*?)^  \}", words, re.MULTILINE | re.DOTALL)
    assert family
    known = set(re.findall(r"^    (\w+):", family[1], re.MULTILINE))
    kinds = {hit["kind"] for path in sources() for hit in ACTED.finditer(path.read_text())}
    assert "storefront" in kinds
    assert kinds - known == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_the_books_are_asked_has_words(language: str) -> None:
    words = (DEEDS / language / "books.ts").read_text()
    family = re.search(r"^  invariant: \{\n(.*?)^  \}", words, re.MULTILINE | re.DOTALL)
    assert family
    known = set(re.findall(r"^    (\w+):", family[1], re.MULTILINE))
    books = (ledger, distribution, loyalty, inventory, deals, groups)
    asked = {code for room in books for code in room.MEANINGS}
    assert asked - known == set()
