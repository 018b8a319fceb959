"""The four roles and the application's database, made once and put right at every start."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from typing import Self

import asyncpg
import msgspec

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
ROUNDS = 4096
PLAIN = "nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit"


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """Who may do what: the owner migrates, the rest is walled by row security."""

    owner: str
    app: str
    relay: str
    search: str

    @classmethod
    def of(cls, prefix: str) -> Self:
        if not NAME.fullmatch(prefix):
            raise ValueError(f"a prefix of roles is lower case letters, digits and _: {prefix!r}")
        parts = ("owner", "app", "relay", "search")
        return cls(**{part: f"{prefix}_{part}" for part in parts})


async def furnish(
    superuser_url: str, *, names: Roles, database: str, password_of: Callable[[str], str]
) -> None:
    """Idempotent; needs a superuser and asks `password_of` for every role that may sign in.

    The search role can't sign in; the owner may hand functions over to it and inherits nothing
    from it, so that row security holds for the owner too.
    """
    if not NAME.fullmatch(database):
        raise ValueError(f"a database is named by lower case letters, digits and _: {database!r}")
    connection = await asyncpg.connect(superuser_url)
    try:
        for role in (names.owner, names.app, names.relay):
            await _put(connection, role, password_of(role))
        await _put(connection, names.search, None)
        await connection.execute(f"grant {names.search} to {names.owner}")
        await _put_database(connection, database, names)
    finally:
        await connection.close()
    await _open_database(superuser_url, database, names)


async def _put(connection: asyncpg.Connection, role: str, password: str | None) -> None:
    known = await connection.fetchrow("select rolpassword from pg_authid where rolname = $1", role)
    if known is None:
        await connection.execute(f"create role {role}")
    login = "nologin" if password is None else "login"
    await connection.execute(f"alter role {role} with {login} {PLAIN}")
    stored = known["rolpassword"] if known is not None else None
    if password is not None and not _matches(stored, password):
        verifier = _verifier(password, secrets.token_bytes(16), ROUNDS)
        await connection.execute(f"alter role {role} password '{verifier}'")


async def _put_database(connection: asyncpg.Connection, database: str, names: Roles) -> None:
    if not await connection.fetchval("select 1 from pg_database where datname = $1", database):
        await connection.execute(f"create database {database} owner {names.owner}")
    await connection.execute(f"alter database {database} owner to {names.owner}")
    await connection.execute(f"revoke all on database {database} from public")
    await connection.execute(f"grant connect on database {database} to {names.app}, {names.relay}")


async def _open_database(superuser_url: str, database: str, names: Roles) -> None:
    connection = await asyncpg.connect(superuser_url, database=database)
    try:
        others = f"{names.app}, {names.relay}, {names.search}"
        await connection.execute(f"grant all on schema public to {names.owner}")
        await connection.execute(f"grant usage on schema public to {others}")
        await connection.execute("create extension if not exists pg_trgm with schema public")
    finally:
        await connection.close()


def _matches(stored: str | None, password: str) -> bool:
    """Whether the stored verifier is of that password; asking needs no write and no sign-in."""
    found = re.fullmatch(r"SCRAM-SHA-256\$(\d+):([^$]+)\$.+", stored or "")
    if found is None or stored is None:
        return False
    ours = _verifier(password, base64.b64decode(found[2]), int(found[1]))
    return hmac.compare_digest(ours, stored)


def _verifier(password: str, salt: bytes, rounds: int) -> str:
    """As PostgreSQL stores it (RFC 5803), so that the password itself is in no statement."""
    if not (password.isascii() and password.isprintable() and password):
        raise ValueError("a database password is printable ASCII")  # else SASLprep would change it
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    client = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    shown = [base64.b64encode(part).decode() for part in (salt, client, server)]
    return f"SCRAM-SHA-256${rounds}:{shown[0]}${shown[1]}:{shown[2]}"
