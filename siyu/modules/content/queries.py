"""Every SELECT of the room."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.content.values import Article, Read

_FIELDS = """
select a.id, a.title, a.parts, a.products, a.made_at, a.changed_at, a.published_at,
       a.unpublished_at
from content.article a where a.tenant_id = $1
"""
_OUT = "and a.published_at is not null and a.unpublished_at is null"
_GET = Query(Article, f"{_FIELDS} and a.id = $2")
_GET_PUBLISHED = Query(Article, f"{_FIELDS} and a.id = $2 {_OUT}")
_FIND_PUBLISHED = Query(Article, f"{_FIELDS} and a.id = any($2::uuid[]) {_OUT}")
_LIST = Query(
    Article,
    f"{_FIELDS} and ($2 = '' or position(lower($2) in lower(a.title)) > 0) "
    "order by a.changed_at desc, a.id desc limit $3 offset $4",
)
_COUNT = Scalar(
    f"""
    select count(*) from (
      select from content.article a
      where a.tenant_id = $1 and ($2 = '' or position(lower($2) in lower(a.title)) > 0)
      limit {MAX_ROWS + 1}) counted
    """
)
_PUBLISHED = Query(
    Article, f"{_FIELDS} {_OUT} order by a.published_at desc, a.id desc limit $2 offset $3"
)
_COUNT_PUBLISHED = Scalar(
    f"""
    select count(*) from (
      select from content.article a where a.tenant_id = $1 {_OUT} limit {MAX_ROWS + 1}) counted
    """
)


class _Read(Struct, frozen=True):
    article_id: UUID
    people: int
    readings: int


class _Titled(Struct, frozen=True):
    id: UUID
    title: str


_READ = Query(
    _Read,
    """
    select article_id, count(*) as people, sum(times)::int8 as readings from content.reading
    where tenant_id = $1 and article_id = any($2::uuid[]) group by article_id
    """,
)
_TITLES = Query(
    _Titled, "select id, title from content.article where tenant_id = $1 and id = any($2::uuid[])"
)


async def get_article(work: Work, article: UUID) -> Article:
    return await _GET.one(work, work.tenant, article)


async def get_published(work: Work, article: UUID) -> Article:
    """NotFound unless everybody may read it."""
    return await _GET_PUBLISHED.one(work, work.tenant, article)


async def find_published(work: Work, articles: Sequence[UUID]) -> list[Article]:
    """Those of them that everybody may read."""
    return await _FIND_PUBLISHED.all(work, work.tenant, list(articles)) if articles else []


async def list_articles(
    work: Work, q: str, *, limit: int, offset: int
) -> tuple[list[Article], int]:
    """Articles whose title contains `q`, the last changed first."""
    rows = await _LIST.all(work, work.tenant, q, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, q)


async def list_published(work: Work, *, limit: int, offset: int) -> tuple[list[Article], int]:
    """What everybody may read, the latest first."""
    rows = await _PUBLISHED.all(work, work.tenant, limit, offset)
    return rows, await _COUNT_PUBLISHED.get(work, work.tenant)


async def count_readings(work: Work, articles: Sequence[UUID]) -> dict[UUID, Read]:
    """By article; who reads does not wait for it."""
    found = await _READ.all(work, work.tenant, list(articles)) if articles else []
    read = {row.article_id: Read(row.people, row.readings) for row in found}
    return {id_: read.get(id_, Read()) for id_ in articles}


async def titles(work: Work, articles: Sequence[UUID]) -> dict[UUID, str]:
    """Their titles, whether they are out or not."""
    rows = await _TITLES.all(work, work.tenant, list(articles)) if articles else []
    return {row.id: row.title for row in rows}
