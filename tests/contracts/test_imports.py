"""Import contracts bite: each is broken once on a copy of the house, and caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLANTED = [
    ("floors", "kernel/planted.py", "import siyu.modules.catalog"),
    ("floors", "modules/catalog/planted.py", "import siyu.flows.jobs"),
    ("floors", "flows/planted.py", "import siyu.api.street"),
    ("walls", "modules/catalog/planted.py", "import siyu.modules.messaging"),
    ("doors", "flows/planted.py", "import siyu.modules.catalog.queries"),
    ("doors", "api/planted.py", "import siyu.modules.catalog.models"),
    ("pure", "modules/insight/rules.py", "import siyu.kernel.db"),
    ("pure", "modules/insight/rules.py", "import sqlalchemy"),
    ("thin", "api/planted.py", "import asyncpg"),
    ("noweb", "modules/catalog/planted.py", "import litestar"),
    ("noweb", "views/planted.py", "import siyu.kernel.doors"),
    ("looking", "views/planted.py", "import siyu.modules.catalog.actions"),
    ("gate", "api/planted.py", "from siyu.modules.messaging.send import send"),
    ("gate", "views/planted.py", "import siyu.modules.messaging.send"),
    ("channels", "flows/planted.py", "from siyu.modules.messaging.ports import TextMessages"),
    ("outbound", "integrations/planted.py", "import httpx"),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(__file__).parents[2]
    house = tmp_path_factory.mktemp("house")
    shutil.copy(root / "pyproject.toml", house)
    shutil.copytree(
        root / "siyu", house / "siyu", ignore=shutil.ignore_patterns("*.pyc", "screens")
    )
    return house


def linted(house: Path, contract: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-logo", "--no-cache", "--contract", contract],
        cwd=house,
        env={"PYTHONPATH": str(house), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_violation_is_caught(copied: Path, contract: str, file: str, line: str) -> None:
    place = copied / "siyu" / file
    before = place.read_text() if place.exists() else None
    place.write_text(f"{before or ''}\n{line}\n")
    try:
        found = linted(copied, contract)
    finally:
        place.unlink() if before is None else place.write_text(before)
    assert found.returncode == 1, found.stdout
    assert "BROKEN" in found.stdout
