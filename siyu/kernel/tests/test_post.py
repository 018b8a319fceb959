"""Writes that are under way while their unit of work computes on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import asyncpg
import pytest

from siyu.kernel.db import Command, Scalar, Works
from siyu.kernel.ids import TenantId

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class KeyRow(NamedTuple):
    """A row of kernel.idempotency, a table that has nothing but a primary key."""

    tenant_id: int
    caller: UUID
    key: str
    request: bytes
    status: int
    body: bytes
    at: datetime


KEEP = Command(
    "insert into kernel.idempotency select * from unnest($1::kernel.idempotency[])", takes=KeyRow
)
KEPT = Scalar("select key from kernel.idempotency where tenant_id = $1 and caller = $2 order by 1")


def rows_of(
    tenant: TenantId, caller: UUID, count: int, *, broken: int | None = None
) -> Iterator[KeyRow]:
    for number in range(count):
        if number == broken:
            raise ValueError(number)
        yield KeyRow(tenant, caller, f"{number:05}", b"", 200, b"x" * 400, NOW)


async def keys_of(works: Works, tenant: TenantId, caller: UUID) -> list[str]:
    async with works.look(tenant) as work:
        return await KEPT.column(work, tenant, caller)


async def test_posted_rows_are_seen_by_the_next_question(works: Works, tenant: TenantId) -> None:
    caller = uuid4()
    async with works.open(tenant) as work:
        await KEEP.post(work, rows_of(tenant, caller, 2_001))
        seen = await KEPT.column(work, tenant, caller)
    assert seen == [f"{number:05}" for number in range(2_001)]


async def test_posted_rows_are_committed_with_the_work(works: Works, tenant: TenantId) -> None:
    caller = uuid4()
    async with works.open(tenant) as work:
        await KEEP.post(work, rows_of(tenant, caller, 600))
    assert len(await keys_of(works, tenant, caller)) == 600


async def test_no_rows_are_no_statement(works: Works, tenant: TenantId) -> None:
    async with works.open(tenant) as work:
        await KEEP.post(work, ())


async def test_a_refused_row_is_told_by_what_comes_next(works: Works, tenant: TenantId) -> None:
    caller = uuid4()
    with pytest.raises(asyncpg.UniqueViolationError):
        async with works.open(tenant) as work:
            await KEEP.post(work, rows_of(tenant, caller, 1))
            await KEEP.post(work, rows_of(tenant, caller, 1))
            await KEPT.column(work, tenant, caller)
    assert await keys_of(works, tenant, caller) == []


async def test_a_refused_row_is_told_at_the_latest_by_the_commit(
    works: Works, tenant: TenantId
) -> None:
    caller = uuid4()
    with pytest.raises(asyncpg.UniqueViolationError):
        async with works.open(tenant) as work:
            await KEEP.post(work, rows_of(tenant, caller, 1))
            await KEEP.post(work, rows_of(tenant, caller, 1))
    assert await keys_of(works, tenant, caller) == []


async def test_what_raises_beside_a_write_takes_the_write_back(
    works: Works, tenant: TenantId
) -> None:
    caller = uuid4()
    with pytest.raises(ValueError, match="700"):
        async with works.open(tenant) as work:
            await KEEP.post(work, rows_of(tenant, caller, 900, broken=700))
    assert await keys_of(works, tenant, caller) == []
    async with works.open(tenant) as work:
        await KEEP.post(work, rows_of(tenant, caller, 1))
    assert await keys_of(works, tenant, caller) == ["00000"]
