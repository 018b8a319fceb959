"""Whether the database is as the program needs it: roles, walls, revision, epoch, months."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from siyu.bootstrap import addresses
from siyu.bootstrap.ground import get_revision, head
from siyu.cli.program import Checked
from siyu.kernel.clock import SystemClock
from siyu.kernel.facts.calendar import months_from

OLDEST = 150000
AHEAD = 2
"""Months of facts beyond the present one that must stand ready."""

# Partitions are reached through their table: nobody may have a right on one, and each is walled.
_OPEN_TABLES = """
select n.nspname || '.' || c.relname from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
  and (c.relispartition and has_table_privilege($1, c.oid, 'select, insert, update')
    or not (c.relrowsecurity and c.relforcerowsecurity
      and exists (select from pg_policy p where p.polrelid = c.oid)))
order by 1
"""
_TABLES = """
select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'tenant_id'
  and c.relnamespace <> 'pg_catalog'::regnamespace
"""
_EPOCH = """
select e.number, e.system = s.system_identifier::text || '/' || d.oid::text as ours
from facts.epoch e, pg_control_system() s, pg_database d
where d.datname = current_database() order by e.number desc limit 1
"""
_ROLE = """
select rolsuper or rolbypassrls as above, current_setting('server_version_num')::int as version
from pg_roles where rolname = current_user
"""

Look = Callable[[Any], Awaitable[Checked]]


async def check_roles(urls: addresses.Urls) -> list[Checked]:
    """Whether each role may sign in and none stands above the walls."""
    checks = []
    for name, url in (("owner", urls.owner), ("app", urls.app), ("relay", urls.relay)):
        try:
            conn = await asyncpg.connect(url, timeout=5)
        except (OSError, asyncpg.PostgresError, TimeoutError) as why:
            checks.append(_failed(f"role {name}", f"can't sign in: {type(why).__name__}"))
            continue
        row = await conn.fetchrow(_ROLE)
        await conn.close()
        checks.append(_role(name, row))
    return checks


def _role(name: str, row: Any) -> Checked:
    if row["above"]:
        return _failed(f"role {name}", "may bypass row security")
    version = row["version"]
    if version < OLDEST:
        return _failed(f"role {name}", f"PostgreSQL {version // 10000} is too old; 15 is needed")
    return _ok(f"role {name}", f"signs in to PostgreSQL {version // 10000}, below the walls")


async def check_database(urls: addresses.Urls) -> list[Checked]:
    """Revision, walls, epoch and months."""
    revision = await get_revision(urls.owner)
    if revision != head():
        said = f"at {revision or 'nothing'}, not {head()}: run siyu migrate"
        return [_failed("migrations", said)]
    checks = [_ok("migrations", f"at {revision}")]
    conn = await asyncpg.connect(urls.owner, timeout=5)
    try:
        checks += [await look(conn) for look in (_walls(urls), _epoch, _months)]
    finally:
        await conn.close()
    return checks


def _walls(urls: addresses.Urls) -> Look:
    async def look(conn: Any) -> Checked:
        app = urls.app.split("://", 1)[1].split(":", 1)[0]
        bare = [row[0] for row in await conn.fetch(_OPEN_TABLES, app)]
        if bare:
            return _failed("row security", f"missing on {', '.join(bare)}")
        return _ok("row security", f"forced on all {await conn.fetchval(_TABLES)} tenant tables")

    return look


async def _epoch(conn: Any) -> Checked:
    row = await conn.fetchrow(_EPOCH)
    if row is None or not row["ours"]:
        return _failed("epoch", "of another database: run siyu migrate before anything writes")
    return _ok("epoch", f"number {row['number']}, of this database")


async def _months(conn: Any) -> Checked:
    wanted = months_from(SystemClock().now().date(), AHEAD + 1)
    names = [f"facts.fact_{month:%Y%m}" for month in wanted]
    missing = [n for n in names if await conn.fetchval("select to_regclass($1)", n) is None]
    if missing:
        return _failed("months of facts", f"not ready: {', '.join(missing)}")
    return _ok("months of facts", f"ready up to {wanted[-1]:%Y-%m}")


def _ok(name: str, said: str) -> Checked:
    return Checked(name=name, state="ok", said=said)


def _failed(name: str, said: str) -> Checked:
    return Checked(name=name, state="failed", said=said)
