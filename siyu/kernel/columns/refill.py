"""Filling a table anew from its facts, beside the one readers see until it has caught up."""

import secrets

import asyncpg

from siyu.kernel.clock import Clock, SystemClock
from siyu.kernel.columns.plan import ask_generation
from siyu.kernel.columns.projection import Projection
from siyu.kernel.db.sql import On


async def rebuild(
    relay: asyncpg.Pool, projection: Projection, *, clock: Clock | None = None
) -> str:
    """Ask the running feed for a new filling; its generation, which is served once it is full."""
    generation = secrets.token_hex(4)
    now = (clock or SystemClock()).now()
    async with relay.acquire() as conn:
        name = projection.table.name
        await ask_generation(On(conn), generation, name, projection.shape, now)
    return generation
