"""The database's history: files run in the order of their names, each for one room."""

from collections.abc import Callable
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

VERSIONS = Path(__file__).parent / "versions"


def previous(file: str) -> str | None:
    """The revision before this file's: the names, sorted, are the line of history."""
    names = [p.stem for p in sorted(VERSIONS.glob("[0-9]*.py"))]
    place = names.index(Path(file).stem)
    return names[place - 1] if place else None


def head() -> str:
    return max(p.stem for p in VERSIONS.glob("[0-9]*.py"))


async def upgrade(owner_url: str, *, prefix: str) -> None:
    """Bring the database to the newest revision; two at once wait for each other."""
    waiting = await asyncpg.connect(owner_url)
    try:
        await waiting.execute("select pg_advisory_lock(hashtext('siyu.migrations'))")
        await _run(owner_url, prefix, lambda config: command.upgrade(config, "head"))
    finally:
        await waiting.close()


async def check(owner_url: str, *, prefix: str) -> None:
    """Raises when the migrated database differs from what the rooms' models describe."""
    await _run(owner_url, prefix, command.check)


async def draft(owner_url: str, *, prefix: str, name: str) -> None:
    """Write the migration that would close the difference, to be read and corrected."""
    await _run(
        owner_url,
        prefix,
        lambda config: command.revision(config, name, autogenerate=True, rev_id=name),
    )


async def _run(owner_url: str, prefix: str, act: Callable[[Config], object]) -> None:
    engine = create_async_engine(_async(owner_url), poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(lambda c: act(_config(c, prefix)))
            await connection.commit()
    finally:
        await engine.dispose()


def _async(url: str) -> str:
    scheme, rest = url.split("://", 1)
    return f"{scheme.partition('+')[0]}+asyncpg://{rest}"


def _config(connection: Connection, prefix: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    config.attributes["prefix"] = prefix
    return config
