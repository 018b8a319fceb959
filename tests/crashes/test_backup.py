"""A backup of a running installation, brought back elsewhere: nothing lost, and it goes on."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from siyu.bootstrap import discover
from siyu.bootstrap.care import archive
from siyu.kernel import columns as engine
from siyu.kernel.facts import log
from siyu.kernel.kit import Kit
from siyu.modules import tills
from tests.crashes.installation import Installation, found, sell, settled, siyu
from tests.house.merchant import buy

WORDS = "correct horse battery staple"
NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("words") / "passphrase"
    file.write_text(f"{WORDS}\n")
    return file


async def test_what_is_restored_equals_what_was_and_goes_on(
    home: Installation, words: Path, tmp_path: Path
) -> None:
    async with home.kit() as kit:
        merchant = await found(kit)
        await sell(kit, merchant, [f"card {n}" for n in range(12)])
        picture = kit.uploads / "catalog" / "picture.webp"
        picture.parent.mkdir(parents=True)
        picture.write_bytes(b"a picture" * 1000)
        upload = tills.kept_file(kit.keyring, kit.uploads, merchant.tenant, merchant.lin)
        upload.parent.mkdir(parents=True)
        with upload.create() as file:
            file.write(b"13800138001,10.00\n" * 1000)
        await settled(kit)
        before = await digests(kit)
    kept = tmp_path / "monday.siyu"
    sealed = ["--passphrase-file", str(words), "--json"]
    done = siyu("backup", str(kept), *sealed, data=home.data, timeout=120)
    assert done.returncode == 0, done.stderr
    assert (kept.stat().st_mode & 0o777, json.loads(done.stdout)["sealed"]) == (0o600, True)

    other = Installation(home.data.parent / "restored")
    done = siyu("restore", str(kept), *sealed, data=other.data, timeout=180)
    assert done.returncode == 0, done.stderr
    other.start()
    try:
        async with other.kit() as kit:
            await settled(kit)
            assert await digests(kit) == before
            assert (kit.uploads / "catalog" / "picture.webp").read_bytes() == b"a picture" * 1000
            again = tills.kept_file(kit.keyring, kit.uploads, merchant.tenant, merchant.lin)
            assert b"13800138001" not in again.path.read_bytes()
            with again.open() as file:
                assert file.read() == b"13800138001,10.00\n" * 1000
            async with kit.works.open(merchant.tenant) as work:
                customer = await buy(work, merchant, "card 3", NOON, 4200)
            await settled(kit)
            async with kit.works.look(merchant.tenant) as work:
                told = await log.about(work, [customer])
            assert told[0].at == NOON
            assert await amount(kit, merchant.tenant) == 12 * 1000 + 4200
        checked = siyu("check", "--json", data=other.data, timeout=120)
        assert checked.returncode == 0, checked.stdout
        rebuilt = siyu("rebuild", "columns", "--json", data=other.data, timeout=120)
        assert "insight_sale_line" in json.loads(rebuilt.stdout)["tables"]
        async with other.kit() as kit:
            await settled(kit)
            assert await amount(kit, merchant.tenant) == 12 * 1000 + 4200
    finally:
        other.stop()


def test_a_restore_into_a_folder_in_use_is_refused(home: Installation, tmp_path: Path) -> None:
    kept = tmp_path / "tuesday.siyu"
    assert siyu("backup", str(kept), data=home.data, timeout=120).returncode == 0
    again = siyu("backup", str(kept), data=home.data, timeout=120)
    assert (again.returncode, "overwrites nothing" in again.stderr) == (2, True)
    refused = siyu("restore", str(kept), data=home.data, timeout=60)
    assert (refused.returncode, "empty" in refused.stderr) == (2, True)


class _Sum(msgspec.Struct, frozen=True):
    minor: int


async def amount(kit: Kit, tenant: int) -> int:
    sql = """
        SELECT toInt64(sum(amount_minor)) AS minor FROM insight_sale_line
        WHERE tenant_id = {tenant:UInt32}
    """
    (found,) = await kit.columns.rows(sql, {"tenant": tenant}, _Sum)
    return found.minor


async def digests(kit: Kit) -> dict[str, object]:
    return {p.table.name: await engine.digest(kit.columns, p) for p in discover.projections()}


def made(target: Path, *, passphrase: str | None = None) -> Path:
    """A backup of nothing much."""
    secret, salt = archive.sealed("s" * 64, passphrase) if passphrase else (b"s" * 64, b"")
    with archive.writing(target) as writer:
        writer.add_bytes(archive.DUMP, b"dump" * 5000)
        writer.add_bytes(archive.UPLOADS + "a/b.csv", b"1,2,3")
        writer.add_bytes(archive.SECRET, secret)
        manifest = archive.Manifest(
            format=archive.FORMAT,
            version="0",
            revision="0001",
            prefix="siyu",
            made_at="then",
            salt=salt.hex(),
            parts=dict(writer.parts),
        )
        writer.add_bytes(archive.MANIFEST, msgspec.json.encode(manifest))
    return target


def test_a_secret_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    with archive.reading(made(tmp_path / "sealed", passphrase=WORDS)) as backup:
        assert backup.secret(WORDS) == "s" * 64
        for wrong in ("guess", None):
            with pytest.raises(archive.SecretSealed):
                backup.secret(wrong)


def test_a_byte_that_changed_is_noticed(tmp_path: Path) -> None:
    file = made(tmp_path / "changed")
    body = bytearray(file.read_bytes())
    body[body.index(b"dump") + 9000] ^= 1
    file.write_bytes(body)
    with archive.reading(file) as backup, pytest.raises(archive.NoBackup, match="was changed"):
        backup.verify(lambda _: None)


def test_a_file_cut_short_is_no_backup(tmp_path: Path) -> None:
    file = made(tmp_path / "short")
    file.write_bytes(file.read_bytes()[:9000])
    with pytest.raises(archive.NoBackup), archive.reading(file) as backup:
        backup.verify(lambda _: None)


def test_a_part_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    with archive.writing(tmp_path / "sly") as writer:
        writer.add_bytes("uploads/../../x", b"x")
        manifest = archive.Manifest(
            format=archive.FORMAT,
            version="0",
            revision="0001",
            prefix="siyu",
            made_at="then",
            salt="",
            parts=dict(writer.parts),
        )
        writer.add_bytes(archive.MANIFEST, msgspec.json.encode(manifest))
    with (
        archive.reading(tmp_path / "sly") as backup,
        pytest.raises(archive.NoBackup, match="leads out"),
    ):
        backup.verify(lambda _: None)
