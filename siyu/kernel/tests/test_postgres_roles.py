"""Who may do what in the database, and what its log never says."""

import contextlib

import asyncpg
import pytest

from siyu.kernel.postgres import Embedded, Roles, furnish
from siyu.kernel.postgres.errors import SecretForeign
from siyu.kernel.tests.postgres_grounds import Grounds, ask, password_of

PERSON = "张三丰 13800138000"


async def test_no_role_is_superuser_or_bypasses_row_security(grounds: Grounds) -> None:
    async with grounds.server(grounds.copy()) as server:
        connection = await asyncpg.connect(server.url())
        rows = await connection.fetch(
            "select rolname, rolcanlogin, rolsuper or rolbypassrls or rolcreatedb "
            "or rolcreaterole or rolreplication from pg_roles where rolname like 'siyu%' order by 1"
        )
        owner = await connection.fetchval(
            "select datdba::regrole::text from pg_database where datname = 'siyu'"
        )
        await connection.close()
    assert [tuple(row) for row in rows] == [
        ("siyu_app", True, False),
        ("siyu_owner", True, False),
        ("siyu_relay", True, False),
        ("siyu_search", False, False),
    ]
    assert owner == "siyu_owner"


async def test_a_wrong_password_is_refused(grounds: Grounds) -> None:
    async with grounds.server(grounds.copy()) as server:
        for role in ("postgres", "siyu_owner", "siyu_app", "siyu_relay"):
            with pytest.raises(asyncpg.InvalidPasswordError):
                await asyncpg.connect(server.url(role, "siyu"), password="a guess")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.url("siyu_search", "siyu"))


async def test_another_master_secret_is_told_apart_from_a_broken_database(
    grounds: Grounds,
) -> None:
    data = grounds.copy()
    other = Embedded(data, password_of=lambda role: f"other {role}", options=grounds.options())
    async with other as server:
        with pytest.raises(SecretForeign):
            await server.furnish()


async def test_furnishing_again_changes_nothing_and_repairs_what_was_changed(
    grounds: Grounds,
) -> None:
    async with grounds.server(grounds.copy()) as server:
        stored = "select string_agg(rolpassword, ' ' order by rolname) from pg_authid"
        before = await ask(server, stored)
        await server.furnish()
        assert await ask(server, stored) == before
        await ask(server, "alter role siyu_app superuser password 'known to all'")
        await server.furnish()
        flag = "select rolsuper from pg_roles where rolname = 'siyu_app'"
        assert await ask(server, flag, role="siyu_app") is False


async def test_two_installations_live_in_one_server(grounds: Grounds) -> None:
    async with grounds.server(grounds.copy()) as server:
        names = Roles.of("other")
        await furnish(server.url(), names=names, database="other", password_of=password_of)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(server.url("other_app", "siyu"))
        connection = await asyncpg.connect(server.url("other_app", "other"))
        await connection.close()


def test_a_prefix_that_would_need_quoting_is_refused() -> None:
    with pytest.raises(ValueError, match="prefix"):
        Roles.of('x"; drop role postgres; --')


async def test_chinese_is_found_by_trigrams(grounds: Grounds) -> None:
    async with grounds.server(grounds.copy()) as server:
        assert await ask(server, "select similarity('张三丰', '张三')", role="siyu_app") > 0.3
        shown = await ask(server, "select show_trgm('张三')::text", role="siyu_app")
        assert shown != "{}"


async def test_the_owner_hands_functions_to_search_but_stays_behind_row_security(
    grounds: Grounds,
) -> None:
    async with grounds.server(grounds.copy()) as server:
        connection = await asyncpg.connect(server.url("siyu_owner", "siyu"))
        await connection.execute("""
            create schema shop;
            grant usage, create on schema shop to siyu_search;
            create table shop.person (tenant_id int not null, name text not null);
            insert into shop.person values (1, 'one'), (2, 'two');
            alter table shop.person enable row level security;
            alter table shop.person force row level security;
            create policy tenant on shop.person
                using (tenant_id = current_setting('siyu.tenant')::int);
            create policy search on shop.person to siyu_search using (true);
            grant select on shop.person to siyu_search;
            create function shop.find() returns setof text language sql security definer
                as 'select name from shop.person';
            alter function shop.find() owner to siyu_search;
            set siyu.tenant = 1;
        """)
        seen = await connection.fetch("select name from shop.person")
        found = await connection.fetch("select shop.find()")
        await connection.close()
    assert [row[0] for row in seen] == ["one"]
    assert [row[0] for row in found] == ["one", "two"]


async def test_the_log_says_nothing_about_a_person(grounds: Grounds) -> None:
    data = grounds.copy()
    async with grounds.server(data) as server:
        connection = await asyncpg.connect(server.url())
        await connection.execute("create table person (name text primary key)")
        await connection.execute("insert into person values ($1)", PERSON)
        for sql, argument in (
            ("insert into person values ($1)", PERSON),
            ("select $1::text::int", PERSON),
            (f"select '{PERSON}'::int", None),
            (f"do $$ begin raise warning '{PERSON}'; end $$", None),
        ):
            with contextlib.suppress(asyncpg.PostgresError):
                await connection.execute(sql, *([argument] if argument else []))
        await connection.close()
    logged = "".join(file.read_text() for file in (data / "log").iterdir())
    assert "ready to accept connections" in logged
    assert "13800138000" not in logged
    assert "张三丰" not in logged
