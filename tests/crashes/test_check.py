"""`siyu check` looks; it makes nothing."""

import json
from pathlib import Path

import pytest

from tests.crashes.installation import siyu


@pytest.mark.parametrize("more", [[], ["--database-url", "postgresql://me@127.0.0.1:1/postgres"]])
@pytest.mark.parametrize("there", [True, False])
def test_an_empty_folder_stays_empty_and_is_told(
    tmp_path: Path, more: list[str], there: bool
) -> None:
    data = tmp_path / "data"
    if there:
        data.mkdir()
    checked = siyu("check", "--json", *more, data=data, timeout=60)
    assert checked.returncode == 1, checked.stderr
    said = {one["name"]: one for one in json.loads(checked.stdout)}
    assert said["database"]["state"] == "failed"
    assert f"nothing is kept in {data}" in said["database"]["said"]
    assert list(tmp_path.rglob("*")) == ([data] if there else [])
