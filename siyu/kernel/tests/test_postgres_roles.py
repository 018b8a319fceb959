"""Who may do what in the database, and what its log never says."""

import contextlib

import asyncpg
import pytest

from siyu.kernel.postgres import Embedded, Roles, furnish
from siyu.kernel.postgres.errors import SecretForeign
from siyu.kernel.tests.postgres_grounds import ask, password_of

PERSON = "张三丰 13800138000"


async def test_no_role_is_superuser_or_bypasses_row_security(shared: Embedded) -> None:
    connection = await asyncpg.connect(shared.url())
    rows = await connection.fetch(
        "select rolname, rolcanlogin, rolsuper or rolbypassrls or rolcreatedb "
        "or rolcreaterole or rolreplication from pg_roles where rolname like 'siyu%' order by 1"
    )
    await connection.close()
    assert [tuple(row) for row in rows] == [
        ("siyu_app", True, False),
        ("siyu_owner", True, False),
        ("siyu_relay", True, False),
        ("siyu_search", False, False),
    ]


async def test_the_database_belongs_to_the_owner(shared: Embedded) -> None:
    owner = "select datdba::regrole::text from pg_database where datname = 'siyu'"
    assert await ask(shared, owner) == "siyu_owner"


@pytest.mark.parametrize("role", ["postgres", "siyu_owner", "siyu_app", "siyu_relay"])
async def test_a_wrong_password_is_refused(shared: Embedded, role: str) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(shared.url(role, "siyu"), password="a guess")


async def test_the_search_role_cannot_sign_in(shared: Embedded) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(shared.url("siyu_search", "siyu"))


async def test_another_master_secret_is_told_apart_from_a_broken_database(
    shared: Embedded,
) -> None:
    other = Embedded(shared.data, password_of=lambda role: f"other {role}")
    with pytest.raises(SecretForeign):
        await other.furnish()


async def test_furnishing_again_changes_nothing(shared: Embedded) -> None:
    stored = "select string_agg(rolpassword, ' ' order by rolname) from pg_authid"
    before = await ask(shared, stored)
    await shared.furnish()
    assert await ask(shared, stored) == before


async def test_furnishing_repairs_what_was_changed(shared: Embedded) -> None:
    await ask(shared, "alter role siyu_relay superuser password 'known to all'")
    await shared.furnish()
    flag = "select rolsuper from pg_roles where rolname = 'siyu_relay'"
    assert await ask(shared, flag, role="siyu_relay") is False


async def test_two_installations_live_in_one_server(shared: Embedded) -> None:
    names = Roles.of("other")
    await furnish(shared.url(), names=names, database="other", password_of=password_of)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(shared.url("other_app", "siyu"))
    connection = await asyncpg.connect(shared.url("other_app", "other"))
    await connection.close()


def test_a_prefix_that_would_need_quoting_is_refused() -> None:
    with pytest.raises(ValueError, match="prefix"):
        Roles.of('x"; drop role postgres; --')


async def test_chinese_is_found_by_trigrams(shared: Embedded) -> None:
    assert await ask(shared, "select similarity('张三丰', '张三')", role="siyu_app") > 0.3
    assert await ask(shared, "select show_trgm('张三')::text", role="siyu_app") != "{}"


async def test_the_owner_hands_functions_to_search_but_stays_behind_row_security(
    shared: Embedded,
) -> None:
    connection = await asyncpg.connect(shared.url("siyu_owner", "siyu"))
    await connection.execute("""
        create schema walled;
        grant usage, create on schema walled to siyu_search;
        create table walled.person (tenant_id int not null, name text not null);
        insert into walled.person values (1, 'one'), (2, 'two');
        alter table walled.person enable row level security;
        alter table walled.person force row level security;
        create policy tenant on walled.person
            using (tenant_id = current_setting('siyu.tenant')::int);
        create policy search on walled.person to siyu_search using (true);
        grant select on walled.person to siyu_search;
        create function walled.find() returns setof text language sql security definer
            as 'select name from walled.person';
        alter function walled.find() owner to siyu_search;
        set siyu.tenant = 1;
    """)
    seen = await connection.fetch("select name from walled.person")
    found = await connection.fetch("select walled.find()")
    await connection.close()
    assert [row[0] for row in seen] == ["one"]
    assert [row[0] for row in found] == ["one", "two"]


async def test_the_log_says_nothing_about_a_person(shared: Embedded) -> None:
    connection = await asyncpg.connect(shared.url())
    await connection.execute("create table person (name text primary key)")
    await connection.execute("insert into person values ($1)", PERSON)
    for sql, arguments in (
        ("insert into person values ($1)", [PERSON]),
        ("select $1::text::int", [PERSON]),
        (f"select '{PERSON}'::int", []),
        (f"do $$ begin raise warning '{PERSON}'; end $$", []),
    ):
        with contextlib.suppress(asyncpg.PostgresError):
            await connection.execute(sql, *arguments)
    await connection.close()
    logged = "".join(file.read_text() for file in (shared.data / "log").iterdir())
    assert "ready to accept connections" in logged
    assert "13800138000" not in logged
    assert "张三丰" not in logged
