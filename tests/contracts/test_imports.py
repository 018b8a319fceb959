"""Import contracts bite: each is broken on a copy of the house, and each break is told of."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PLANTED = [
    ("floors", "kernel/planted_1", "import siyu.modules.catalog"),
    ("floors", "modules/catalog/planted_2", "import siyu.flows.jobs"),
    ("floors", "flows/planted_3", "import siyu.api.street"),
    ("walls", "modules/catalog/planted_4", "import siyu.modules.messaging"),
    ("doors", "flows/planted_5", "import siyu.modules.catalog.queries"),
    ("doors", "api/planted_6", "import siyu.modules.catalog.models"),
    ("pure", "modules/insight/rules", "import siyu.kernel.db"),
    ("pure", "modules/insight/rules", "import sqlalchemy"),
    ("thin", "api/planted_7", "import asyncpg"),
    ("noweb", "modules/catalog/planted_8", "import litestar"),
    ("noweb", "views/planted_9", "import siyu.kernel.doors"),
    ("looking", "views/planted_10", "import siyu.modules.catalog.actions"),
    ("gate", "api/planted_11", "from siyu.modules.messaging.send import send"),
    ("gate", "views/planted_12", "import siyu.modules.messaging.send"),
    ("channels", "flows/planted_13", "from siyu.modules.messaging.ports import TextMessages"),
    ("outbound", "integrations/planted_14", "import httpx"),
]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each contract when all of them are broken at once."""
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    shutil.copytree(
        ROOT / "siyu", house / "siyu", ignore=shutil.ignore_patterns("*.pyc", "screens")
    )
    for _, module, line in PLANTED:
        with (house / "siyu" / f"{module}.py").open("a") as file:
            file.write(f"\n{line}\n")
    program = Path(sys.executable).parent / "lint-imports"
    found = subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=house,
        env={"PYTHONPATH": str(house), "PATH": "", "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1, found.stdout
    _, _, broken = found.stdout.partition("Broken contracts")
    parts = re.split(r"^(.+)\n-+$", broken, flags=re.MULTILINE)
    by_name = dict(zip(parts[1::2], parts[2::2], strict=True))
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    return {one["id"]: by_name.get(one["name"], "") for one in contracts}


@pytest.mark.parametrize(("contract", "module", "line"), PLANTED)
def test_a_planted_violation_is_caught(
    told: dict[str, str], contract: str, module: str, line: str
) -> None:
    importer = f"siyu.{module.replace('/', '.')}"
    imported = line.split()[1]
    assert re.search(rf"\b{importer} -> {imported}\b", told[contract]), told[contract]


def test_every_contract_is_broken_once(told: dict[str, str]) -> None:
    assert set(told) == {contract for contract, _, _ in PLANTED}
