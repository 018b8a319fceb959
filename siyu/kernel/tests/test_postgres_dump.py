"""A database goes into a file and comes back equal, and its password shows nowhere."""

import asyncio
import contextlib
import os
import stat
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from siyu.kernel.postgres import Embedded, bin_dir, dump, restore
from siyu.kernel.postgres.dump import split_password
from siyu.kernel.postgres.errors import DumpFailed, RestoreFailed
from siyu.kernel.tests.postgres_grounds import PROGRAMS

WALLED = """
create schema shop;
create table shop.person (tenant_id int not null, name text, primary key (tenant_id, name));
insert into shop.person select i % 3, '客户' || i from generate_series(1, 3000) i;
create index on shop.person using gin (name gin_trgm_ops);
alter table shop.person enable row level security;
alter table shop.person force row level security;
create policy tenant on shop.person using (tenant_id = current_setting('siyu.tenant')::int);
grant usage on schema shop to siyu_app;
grant select on shop.person to siyu_app;
"""
ALL = "select md5(string_agg(p::text, ',' order by p::text)) from shop.person p"


class Shop:
    """A database of its own in the shared server."""

    def __init__(self, server: Embedded, name: str) -> None:
        self._server = server
        self._name = name

    def url(self, role: str = "postgres") -> str:
        return self._server.url(role, self._name)

    async def do(self, sql: str, *, role: str = "postgres") -> None:
        connection = await asyncpg.connect(self.url(role))
        await connection.execute(sql)
        await connection.close()

    async def ask(self, sql: str) -> Any:
        connection = await asyncpg.connect(self.url())
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()


@pytest.fixture
async def empty(shared: Embedded) -> AsyncIterator[Shop]:
    async with opened(shared, "empty_shop") as shop:
        yield shop


@pytest.fixture
async def filled(shared: Embedded) -> AsyncIterator[Shop]:
    async with opened(shared, "filled_shop") as shop:
        await shop.do(WALLED, role="siyu_owner")
        yield shop


@contextlib.asynccontextmanager
async def opened(server: Embedded, name: str) -> AsyncGenerator[Shop, None]:
    await server.furnish(database=name)
    yield Shop(server, name)
    connection = await asyncpg.connect(server.url())
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()


async def test_a_restored_database_is_equal_with_its_owners_rights_and_walls(
    filled: Shop, empty: Shop, tmp_path: Path
) -> None:
    file, said = tmp_path / "备份 一.dump", list[str]()
    await dump(filled.url(), file, report=said.append)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert any("shop.person" in line for line in said)
    await restore(empty.url(), file)
    assert await empty.ask(ALL) == await filled.ask(ALL)
    owner = "select relowner::regrole::text from pg_class where oid = 'shop.person'::regclass"
    assert await empty.ask(owner) == "siyu_owner"
    app = await asyncpg.connect(empty.url("siyu_app"))
    await app.execute("set siyu.tenant = 1")
    assert await app.fetchval("select count(*) from shop.person") == 1000
    await app.close()


async def test_a_role_that_sees_a_part_only_cannot_dump(filled: Shop, tmp_path: Path) -> None:
    with pytest.raises(DumpFailed, match="row-level security"):
        await dump(filled.url("siyu_owner"), tmp_path / "part.dump")
    assert list(tmp_path.iterdir()) == []


async def test_a_restore_over_something_changes_nothing_and_quotes_no_row(
    filled: Shop, tmp_path: Path
) -> None:
    await dump(filled.url(), tmp_path / "all.dump")
    before = await filled.ask(ALL)
    with pytest.raises(RestoreFailed, match="already exists") as failed:
        await restore(filled.url(), tmp_path / "all.dump")
    assert "客户" not in str(failed.value)
    assert await filled.ask(ALL) == before


async def test_a_torn_file_restores_nothing_at_all(
    filled: Shop, empty: Shop, tmp_path: Path
) -> None:
    file = tmp_path / "torn.dump"
    await dump(filled.url(), file)
    os.truncate(file, file.stat().st_size * 3 // 5)
    with pytest.raises(RestoreFailed):
        await restore(empty.url(), file)
    assert await empty.ask("select to_regnamespace('shop') is null")


async def test_a_restore_that_fails_early_does_not_wait_for_the_rest(
    empty: Shop, tmp_path: Path
) -> None:
    much = "create table a as select repeat('x', 100) from generate_series(1, 50000)"
    await empty.do(much)
    await dump(empty.url(), tmp_path / "big.dump")
    with pytest.raises(RestoreFailed, match='"a" already exists'):
        await asyncio.wait_for(restore(empty.url(), tmp_path / "big.dump"), 60)


async def test_the_password_is_in_no_command_line(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "postgres").symlink_to(bin_dir(PROGRAMS) / "postgres")
    (programs / "pg_dump").write_text('#!/bin/sh\necho "$@" > "${0%/*}/seen"; echo "$PGPASSWORD"\n')
    (programs / "pg_dump").chmod(0o755)
    url = "postgresql://ann:s%2Fcret@db.example:6432/shop?sslmode=require&password=s%2Fcret"
    await dump(url, tmp_path / "x", bin_folder=programs)
    seen = (programs / "seen").read_text()
    assert "postgresql://ann@db.example:6432/shop?sslmode=require" in seen
    assert "cret" not in seen


def test_a_password_is_taken_out_of_any_url() -> None:
    assert split_password("postgresql://a:b%40c@h/d") == (
        "postgresql://a@h/d",
        {"PGPASSWORD": "b@c"},
    )
    assert split_password("postgresql://h/d") == ("postgresql://h/d", {})
    bare, word = split_password("postgresql://a@/d?host=%2F%E9%95%BF%20x&password=%2Bb")
    assert (bare, word) == ("postgresql://a@/d?host=%2F%E9%95%BF%20x", {"PGPASSWORD": "+b"})


async def test_a_cancelled_dump_leaves_no_program_and_no_file(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "postgres").symlink_to(bin_dir(PROGRAMS) / "postgres")
    script = '#!/bin/sh\necho $$ > "${0%/*}/pid"\nexec sleep 60\n'
    (programs / "pg_dump").write_text(script)
    (programs / "pg_dump").chmod(0o755)
    target, pid = tmp_path / "x", programs / "pid"
    dumping = asyncio.create_task(dump("postgresql://h/d", target, bin_folder=programs))
    while not (pid.exists() and pid.read_text().strip()):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    dumping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await dumping
    assert not Path(f"/proc/{pid.read_text().strip()}").exists()
    assert [found.name for found in tmp_path.iterdir()] == ["bin"]
