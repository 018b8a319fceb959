"""A database goes into a file and comes back equal, and its password shows nowhere."""

import asyncio
import contextlib
import os
import stat
from pathlib import Path

import asyncpg
import pytest

from siyu.kernel.postgres import bin_dir, dump, restore
from siyu.kernel.postgres.dump import split_password
from siyu.kernel.postgres.errors import DumpFailed, RestoreFailed
from siyu.kernel.tests.postgres_grounds import Grounds, ask

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


async def fill(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(WALLED)
    await connection.close()


async def test_a_restored_database_is_equal_with_its_owners_rights_and_walls(
    grounds: Grounds,
) -> None:
    file, said = grounds.place / "备份 一.dump", list[str]()
    async with grounds.server(grounds.copy("old")) as old:
        await fill(old.url("siyu_owner", "siyu"))
        await dump(old.url(database="siyu"), file, report=said.append)
        before = await ask(old, ALL)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert any("shop.person" in line for line in said)
    async with grounds.server(grounds.copy("new")) as new:
        await restore(new.url(database="siyu"), file)
        assert await ask(new, ALL) == before
        app = await asyncpg.connect(new.url("siyu_app", "siyu"))
        await app.execute("set siyu.tenant = 1")
        assert await app.fetchval("select count(*) from shop.person") == 1000
        await app.close()
        owner = await ask(
            new, "select relowner::regrole::text from pg_class where relname='person'"
        )
        assert owner == "siyu_owner"


async def test_a_role_that_sees_a_part_only_cannot_dump(grounds: Grounds) -> None:
    file = grounds.place / "part.dump"
    async with grounds.server(grounds.copy()) as server:
        await fill(server.url("siyu_owner", "siyu"))
        with pytest.raises(DumpFailed, match="row-level security"):
            await dump(server.url("siyu_owner", "siyu"), file)
    assert [found.name for found in grounds.place.iterdir() if "part" in found.name] == []


async def test_a_restore_over_something_changes_nothing_and_quotes_no_row(
    grounds: Grounds,
) -> None:
    file = grounds.place / "all.dump"
    async with grounds.server(grounds.copy()) as server:
        url = server.url(database="siyu")
        await fill(url)
        await dump(url, file)
        before = await ask(server, ALL)
        with pytest.raises(RestoreFailed, match="already exists") as failed:
            await restore(url, file)
        assert "客户" not in str(failed.value)
        assert await ask(server, ALL) == before


async def test_a_torn_file_restores_nothing_at_all(grounds: Grounds) -> None:
    file = grounds.place / "torn.dump"
    async with grounds.server(grounds.copy()) as server:
        await fill(server.url("siyu_owner", "siyu"))
        await dump(server.url(database="siyu"), file)
        await ask(server, "drop schema shop cascade")
        torn = file.stat().st_size * 3 // 5
        os.truncate(file, torn)
        with pytest.raises(RestoreFailed):
            await restore(server.url(database="siyu"), file)
        assert await ask(server, "select to_regnamespace('shop') is null")


async def test_a_restore_that_fails_early_does_not_wait_for_the_rest(grounds: Grounds) -> None:
    file = grounds.place / "big.dump"
    async with grounds.server(grounds.copy()) as server:
        url = server.url(database="siyu")
        await ask(
            server, "create table a as select repeat('x', 100) from generate_series(1, 50000)"
        )
        await dump(url, file)
        with pytest.raises(RestoreFailed, match='"a" already exists'):
            await asyncio.wait_for(restore(url, file), 30)


async def test_the_password_is_in_no_command_line(grounds: Grounds) -> None:
    programs = grounds.place / "bin"
    programs.mkdir()
    (programs / "postgres").symlink_to(bin_dir() / "postgres")
    (programs / "pg_dump").write_text('#!/bin/sh\necho "$@" > "${0%/*}/seen"; echo "$PGPASSWORD"\n')
    (programs / "pg_dump").chmod(0o755)
    url = "postgresql://ann:s%2Fcret@db.example:6432/shop?sslmode=require&password=s%2Fcret"
    await dump(url, grounds.place / "x", bin_folder=programs)
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


async def test_a_cancelled_dump_leaves_no_program_and_no_file(grounds: Grounds) -> None:
    programs = grounds.place / "bin"
    programs.mkdir()
    (programs / "postgres").symlink_to(bin_dir() / "postgres")
    script = '#!/bin/sh\necho $$ > "${0%/*}/pid"\nexec sleep 60\n'
    (programs / "pg_dump").write_text(script)
    (programs / "pg_dump").chmod(0o755)
    target, pid = grounds.place / "x", programs / "pid"
    dumping = asyncio.create_task(dump("postgresql://h/d", target, bin_folder=programs))
    while not (pid.exists() and pid.read_text().strip()):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    dumping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await dumping
    assert not Path(f"/proc/{pid.read_text().strip()}").exists()
    assert [found.name for found in grounds.place.iterdir()] == ["bin"]
