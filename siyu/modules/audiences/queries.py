"""Every SELECT of audiences."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.audiences.values import Audience, Version


class _Named(Struct, frozen=True):
    id: UUID
    name: str


_AUDIENCE = """
select a.id, a.name, a.version, v.tree, v.people, v.saved_at, v.saved_by, a.made_at, a.ended_at
from audiences.audience a
join audiences.version v
  on v.tenant_id = a.tenant_id and v.audience_id = a.id and v.version = a.version
"""
_WANTED = "where a.tenant_id = $1 and a.ended_at is null and ($2 = '' or strpos(a.name, $2) > 0)"

_GET = Query(Audience, f"{_AUDIENCE} where a.tenant_id = $1 and a.id = $2")
_NAMES = Query(
    _Named, "select id, name from audiences.audience where tenant_id = $1 and id = any($2::uuid[])"
)
_LIST = Query(
    Audience, f"{_AUDIENCE} {_WANTED} order by v.saved_at desc, a.id desc limit $3 offset $4"
)
_COUNT = Scalar(
    "select count(*) from (select from audiences.audience a "
    f"{_WANTED} limit {MAX_ROWS + 1}) counted"
)
_VERSION = """
select version, tree, people, saved_at, saved_by from audiences.version
where tenant_id = $1 and audience_id = $2
"""
_VERSIONS = Query(Version, f"{_VERSION} order by version desc limit 100")
_ONE_VERSION = Query(Version, f"{_VERSION} and version = $3")


async def get_audience(work: Work, audience: UUID) -> Audience:
    """Also one that was put away."""
    return await _GET.one(work, work.tenant, audience)


async def names(work: Work, audiences: Sequence[UUID]) -> dict[UUID, str]:
    """Also of those that were put away."""
    rows = await _NAMES.all(work, work.tenant, list(audiences)) if audiences else []
    return {row.id: row.name for row in rows}


async def get_version(work: Work, audience: UUID, version: int) -> Version:
    return await _ONE_VERSION.one(work, work.tenant, audience, version)


async def list_audiences(
    work: Work, *, q: str = "", limit: int, offset: int = 0
) -> tuple[list[Audience], int]:
    """Those that live, the last saved first, and a capped count."""
    rows = await _LIST.all(work, work.tenant, q, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, q)


async def list_versions(work: Work, audience: UUID) -> Sequence[Version]:
    """Every saving, the latest first."""
    return await _VERSIONS.all(work, work.tenant, audience)
