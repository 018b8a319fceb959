"""Old months of an installation: moved, checked, rebuilt from, backed up and brought back."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.kit import Kit
from siyu.modules import developers
from tests.crashes.installation import Installation, found, settled, siyu
from tests.crashes.test_backup import amount, digests
from tests.house.merchant import Merchant, buy

THEN = datetime(2024, 5, 6, 4, tzinfo=UTC)


async def bought_long_ago(kit: Kit, merchant: Merchant) -> None:
    """Receipts recorded in two months of a year that is over."""
    async with kit.database.relay.acquire() as conn:
        for month in (5, 6):
            await conn.execute("select facts.make_month($1)", date(2024, month, 1))
    for month in (5, 6):
        past = Works(kit.database.app, StoppedClock(THEN.replace(month=month)), kit.keyring)
        for n in range(4):
            async with past.open(merchant.tenant) as work:
                await buy(work, merchant, f"card {n}", work.now, 1000)


async def feed_of(installation: Installation, kit: Kit, merchant: Merchant) -> list[str]:
    """Every fact's id, read through the open API from the start."""
    async with kit.works.open(merchant.tenant) as work:
        new = developers.NewKey(name="feed", permits=developers.OPEN_PERMITS)
        _, key = await developers.make_key(work, new, most=developers.OPEN_PERMITS)
    headers, ids, after = {"Authorization": f"Bearer {key}"}, [], ""
    async with httpx.AsyncClient(base_url=installation.url, trust_env=False) as client:
        while True:
            asked = {"size": 5, **({"after": after} if after else {})}
            page = await client.get("/open/v1/facts", params=asked, headers=headers)
            assert page.status_code == 200, page.text
            if not page.json()["items"]:
                return ids
            ids += [item["id"] for item in page.json()["items"]]
            after = page.json()["next"]


async def test_old_months_leave_the_database_and_nothing_else_changes(
    home: Installation, tmp_path: Path
) -> None:
    async with home.kit() as kit:
        merchant = await found(kit)
        await bought_long_ago(kit, merchant)
        async with kit.works.open(merchant.tenant) as work:
            await buy(work, merchant, "card 1", work.now, 500)
        await settled(kit)
        before, fed = await digests(kit), await feed_of(home, kit, merchant)
    moved = siyu("archive", "--json", data=home.data, timeout=180)
    assert moved.returncode == 0, moved.stderr
    told = json.loads(moved.stdout)
    assert [(one["month"], one["kept_by"]) for one in told] == [
        ("2024-05", None),
        ("2024-06", None),
    ]
    assert siyu("archive", "--json", data=home.data, timeout=60).stdout.strip() == "[]"
    rebuilt = siyu("rebuild", "columns", "--json", data=home.data, timeout=180)
    assert rebuilt.returncode == 0, rebuilt.stderr
    async with home.kit() as kit:
        await settled(kit)
        assert await digests(kit) == before
        assert (await feed_of(home, kit, merchant))[: len(fed)] == fed
        assert await amount(kit, merchant.tenant) == 8 * 1000 + 500
    assert state_of(home, "archive") == ("ok", "archive in columns: ok")

    kept = tmp_path / "archived.siyu"
    saved = siyu("backup", str(kept), "--json", data=home.data, timeout=180)
    assert (saved.returncode, json.loads(saved.stdout)["archived"]) == (0, 2), saved.stderr
    other = Installation(home.data.parent / "brought back")
    done = siyu("restore", str(kept), "--json", data=other.data, timeout=180)
    assert (done.returncode, json.loads(done.stdout)["archived"]) == (0, 2), done.stderr
    other.start()
    try:
        async with other.kit() as kit:
            await settled(kit)
            assert await digests(kit) == before
            assert (await feed_of(other, kit, merchant))[: len(fed)] == fed
        break_one_file(other)
    finally:
        other.stop()
        shutil.rmtree(other.data)


def break_one_file(installation: Installation) -> None:
    """A byte that changes is seen by the check, and no backup takes it for whole."""
    file = min((installation.data / "archive" / "facts").glob("*.parquet"))
    body = bytearray(file.read_bytes())
    body[-9] ^= 1
    file.write_bytes(body)
    state, _ = state_of(installation, "archive")
    assert state == "failed"
    target = installation.data.parent / "broken.siyu"
    refused = siyu("backup", str(target), data=installation.data, timeout=120)
    assert (refused.returncode, file.name in refused.stderr.replace("\n", "")) == (2, True)
    assert not target.exists()


def state_of(installation: Installation, name: str) -> tuple[str, str]:
    """The state of one check, and the one about reading."""
    checked = siyu("check", "--json", data=installation.data, timeout=180)
    states = {one["name"]: one["state"] for one in json.loads(checked.stdout)}
    return states[name], f"archive in columns: {states.get('archive in columns')}"
