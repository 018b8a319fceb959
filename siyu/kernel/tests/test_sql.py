"""Columns as fields: what PostgreSQL gives as text or array becomes what the struct says."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Works
from siyu.kernel.ids import TenantId


class Row(Struct, frozen=True):
    """One of each kind that a plain value is not."""

    words: dict[str, str]
    days: list[date]
    ids: list[UUID]
    pairs: list[tuple[str, int]]
    nothing: dict[str, str] | None


_ROW = Query(
    Row,
    """
    select '{"a": "b"}'::jsonb as words, '["2026-03-02"]'::jsonb as days,
           array['00000000-0000-0000-0000-000000000001'::uuid] as ids,
           '[["x", 1]]'::jsonb as pairs, null::jsonb as nothing
    """,
)


async def test_jsonb_and_arrays_become_the_shapes_they_fill(works: Works, tenant: TenantId) -> None:
    async with works.look(tenant) as work:
        row = await _ROW.one(work)
    assert row == Row({"a": "b"}, [date(2026, 3, 2)], [UUID(int=1)], [("x", 1)], None)
