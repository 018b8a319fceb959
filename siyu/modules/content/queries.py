"""Every SELECT of the room."""

from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.content.values import Article

_FIELDS = """
select a.id, a.title, a.parts, a.products, a.made_at, a.changed_at, a.published_at,
       a.unpublished_at,
       (select count(*) from content.reading r
        where r.tenant_id = a.tenant_id and r.article_id = a.id) as people,
       (select coalesce(sum(times), 0)::int8 from content.reading r
        where r.tenant_id = a.tenant_id and r.article_id = a.id) as readings
from content.article a where a.tenant_id = $1
"""
_OUT = "and a.published_at is not null and a.unpublished_at is null"
_GET = Query(Article, f"{_FIELDS} and a.id = $2")
_GET_PUBLISHED = Query(Article, f"{_FIELDS} and a.id = $2 {_OUT}")
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


async def get_article(work: Work, article: UUID) -> Article:
    return await _GET.one(work, work.tenant, article)


async def get_published(work: Work, article: UUID) -> Article:
    """NotFound unless everybody may read it."""
    return await _GET_PUBLISHED.one(work, work.tenant, article)


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
