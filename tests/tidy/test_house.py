"""The law of the house, each with what to do instead. Walls are ratchets: they only come down."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIYU = ROOT / "siyu"

FILE_LINES = 400
FUNCTION_LINES = 60
PARAMETERS = 7

KERNEL_NOUNS = re.compile(
    # "order" and "store" are verbs there, of lists and of files.
    r"\b(customer|receipt|coupon|product|sku|guide|merchant|commission|member)s?\b"
)
PAST = re.compile(
    r"(ed|en|met|left|sent|spent|told|held|read|paid|in|out|back|ready|made|set|bound|kept|done)$"
)
BANNED = re.compile(r"(^|_)(utils?|helpers?|common|misc|base|manager|handler|processor)s?$")

ENVIRONMENT = {
    "kernel/config.py",
    "kernel/columns/engine.py",
    "bootstrap/ground.py",
    # pypinyin is told there, and nowhere else, to leave its phrases for later.
    "kernel/pinyin.py",
    # prometheus_client takes its folder from there and nowhere else.
    "api/operations/metrics.py",
}


def sources(folder: Path = SIYU) -> Iterator[Path]:
    return (
        p
        for p in sorted(folder.rglob("*.py"))
        if "tests" not in p.parts and "versions" not in p.parts
    )


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_can_be_held_in_one_glance() -> None:
    long = [shown(p) for p in sources() if len(p.read_text().splitlines()) > FILE_LINES]
    assert not long, f"make a folder of the same name, its front door unchanged: {long}"


def test_functions_are_short() -> None:
    long = [
        f"{shown(p)}:{f.name}"
        for p in sources()
        for f in functions(p)
        if (f.end_lineno or 0) - f.lineno >= FUNCTION_LINES
    ]
    assert not long, f"parents branch, leaves compute: {long}"


def test_functions_take_few_parameters() -> None:
    greedy = [
        f"{shown(p)}:{f.name}"
        for p in sources()
        if not {"api", "cli"} & set(p.relative_to(SIYU).parts)
        for f in functions(p)
        if len(f.args.args) > PARAMETERS
    ]
    assert not greedy, f"give them a shape, or make them keyword-only: {greedy}"


def test_nothing_is_called_utils() -> None:
    named = [shown(p) for p in sources() if BANNED.search(p.stem) or BANNED.search(p.parent.name)]
    assert not named, f"name it by what it does: {named}"


def test_the_kernel_knows_no_business_noun() -> None:
    """Words in strings and comments are prose; names are what a kernel must not know."""
    found = []
    for path in sources(SIYU / "kernel"):
        names = {n.id for n in nodes(path) if isinstance(n, ast.Name)}
        names |= {f.name for f in functions(path)}
        words = {w for name in names for w in re.split(r"_|(?<=[a-z])(?=[A-Z])", name)}
        found += [f"{shown(path)}: {w}" for w in words if KERNEL_NOUNS.fullmatch(w.lower())]
    assert not found, f"that line lives in a room: {found}"


@pytest.mark.parametrize(
    ("pattern", "allowed", "instead"),
    [
        (r"datetime\.now\(|utcnow\(|time\.time\(", {"kernel/clock.py"}, "take `now` as given"),
        (
            r"\bos\.environ\b|\bgetenv\(",
            ENVIRONMENT,
            "a setting",
        ),
        (r"(?<![.\w])print\(", set(), "structlog, or cli's screen"),
        (r"urllib\.request|http\.client", set(), "kernel.http"),
        # A write that is posted has to leave before the caller computes on.
        (r"\bsleep\(0\)", {"kernel/db/work.py"}, "await something real"),
        (r"\.(commit|rollback)\(\)", {"migrations/__init__.py"}, "`works.open`"),
    ],
)
def test_one_place_for_each_thing(pattern: str, allowed: set[str], instead: str) -> None:
    wrong = [
        shown(p)
        for p in sources()
        if str(p.relative_to(SIYU)) not in allowed
        and not shown(p).startswith("siyu/kernel/postgres/")
        and re.search(pattern, p.read_text())
    ]
    assert not wrong, f"use {instead}: {wrong}"


def test_no_float_comes_near_money() -> None:
    """A name that ends in `_minor` is an integer everywhere."""
    wrong = [
        shown(p) for p in sources() if re.search(r"\w+_minor\s*:\s*(float|Decimal)", p.read_text())
    ]
    assert not wrong, f"minor units are int: {wrong}"


def test_statements_are_made_at_import() -> None:
    """A statement made in a function could hold somebody's input, and no test would prepare it."""
    kinds = {"Query", "Command", "Scalar"}
    wrong = [
        f"{shown(p)}:{f.name}"
        for p in sources()
        if p.name != "sql.py"
        if any(f"{kind}(" in p.read_text() for kind in kinds)
        for f in functions(p)
        for node in ast.walk(f)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds
    ]
    assert not wrong, f"make it a constant of the module: {wrong}"


def test_every_room_has_its_page() -> None:
    headings = ["**Purpose.**", "**Words.**", "**Promises.**", "**Facts told.**", "**Never.**"]
    rooms = [p for p in (SIYU / "modules").iterdir() if p.is_dir() and p.name != "__pycache__"]
    assert rooms
    for room in rooms:
        page = (room / "README.md").read_text()
        missing = [h for h in headings if h not in page]
        assert not missing, f"{shown(room)}/README.md lacks {missing}"


def test_facts_are_named_by_their_room_in_the_past_tense() -> None:
    named = re.compile(r'@fact\("(\w+)\.(\w+)"')
    for path in (SIYU / "modules").rglob("facts.py"):
        for room, name in named.findall(path.read_text()):
            assert room == path.relative_to(SIYU / "modules").parts[0]
            assert PAST.search(name), f"{name} is no past tense"


def test_lock_files_record_no_address() -> None:
    """Packages come by name, from whichever index the machine has, and are held by their hash."""
    locks = [*ROOT.glob("*.lock"), *ROOT.glob("screens/package-lock.json")]
    locks += ROOT.glob("screens/mall/package-lock.json")
    assert len(locks) == 4
    wrong = [
        shown(p) for p in locks if re.search(r'"resolved"|--index|--find-links', p.read_text())
    ]
    assert not wrong, f"lock again without addresses: {wrong}"
