"""Verbs of the room."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Scalar, Work
from siyu.modules.content import rules
from siyu.modules.content.errors import FirstFormula, Flagged, NothingWritten
from siyu.modules.content.facts import ArticlePublished, ArticleRead, ArticleUnpublished
from siyu.modules.content.queries import get_article, get_published
from siyu.modules.content.values import Article, Write

_ADD = Command(
    """
    insert into content.article
      (tenant_id, id, title, parts, products, made_at, made_by, changed_at, changed_by)
    values ($1, $2, $3, $4::jsonb, $5, $6, $7, $6, $7)
    """
)
_CHANGE = Command(
    """
    update content.article
    set title = $3, parts = $4::jsonb, products = $5, changed_at = $6, changed_by = $7
    where tenant_id = $1 and id = $2
    """
)
_PUBLISH = Command(
    """
    update content.article
    set published_at = $3, published_by = $4, unpublished_at = null, unpublished_by = null
    where tenant_id = $1 and id = $2
    """
)
_UNPUBLISH = Command(
    """
    update content.article set unpublished_at = $3, unpublished_by = $4
    where tenant_id = $1 and id = $2 and published_at is not null and unpublished_at is null
    """
)
# Nothing comes back while she is still reading.
_READ = Scalar(
    """
    insert into content.reading as r (tenant_id, article_id, customer_id, times, first_at, last_at)
    values ($1, $2, $3, 1, $4, $4)
    on conflict (tenant_id, article_id, customer_id) do update
    set times = r.times + 1, last_at = excluded.last_at where r.last_at <= $5
    returning times
    """
)


async def write(work: Work, new: Write) -> UUID:
    """A draft; nobody reads it before it is published."""
    id_ = work.new_id()
    await _ADD.run(work, work.tenant, id_, *_said(new), work.now, str(work.actor))
    work.audit("content.write", "article", id_, after={"title": new.title})
    return id_


async def rewrite(
    work: Work, article: UUID, new: Write, products: Sequence[str], *, acknowledged: bool = False
) -> None:
    """Change an article; one that is out must still be one that may be.

    `products` are the names of what it shows; words that were not flagged before need somebody
    who has seen them.
    """
    held = await get_article(work, article)
    fresh = []
    if held.state == "published":
        _must_be_allowed(new, products)
        fresh = rules.fresh_flags(_as_written(held), new)
        if fresh and not acknowledged:
            raise Flagged(count=len(fresh))
    await _CHANGE.run(work, work.tenant, article, *_said(new), work.now, str(work.actor))
    after = {"title": new.title, "acknowledged": sorted({flag.word for flag in fresh})}
    work.audit("content.rewrite", "article", article, before={"title": held.title}, after=after)


async def publish(
    work: Work, article: UUID, products: Sequence[str], *, acknowledged: bool
) -> None:
    """Let everybody read it; flagged words need somebody who has seen them."""
    held = await get_article(work, article)
    written = _as_written(held)
    _must_be_allowed(written, products)
    flagged = rules.flags(written)
    if flagged and not acknowledged:
        raise Flagged(count=len(flagged))
    if held.state == "published":
        return
    await _PUBLISH.run(work, work.tenant, article, work.now, str(work.actor))
    words = sorted({flag.word for flag in flagged})
    work.audit("content.publish", "article", article, after={"acknowledged": words})
    work.tell(ArticlePublished(article=article, products=held.products, flags=len(flagged)))


async def unpublish(work: Work, article: UUID) -> None:
    """Nobody reads it any more; said twice it is no error."""
    await get_article(work, article)
    if await _UNPUBLISH.run(work, work.tenant, article, work.now, str(work.actor)):
        work.audit("content.unpublish", "article", article)
        work.tell(ArticleUnpublished(article=article))


async def read(work: Work, article: UUID, customer: UUID) -> None:
    """She reads it; whoever comes back within half an hour is still reading."""
    await get_published(work, article)
    still = work.now - rules.READ_AGAIN
    times = await _READ.get(work, work.tenant, article, customer, work.now, still)
    if times is not None:
        work.tell(ArticleRead(article=article, first=times == 1), subject=customer)


def must_not_be_first_formula(names: Sequence[str]) -> None:
    """FirstFormula if one of these speaks of it: it may be sold, and not be advertised."""
    found = rules.first_formula(names)
    if found is not None:
        raise FirstFormula(words=found)


def _must_be_allowed(article: Write, products: Sequence[str]) -> None:
    if rules.is_empty(article.parts):
        raise NothingWritten
    must_not_be_first_formula([rules.whole(article), *products])


def _as_written(held: Article) -> Write:
    return Write(title=held.title, parts=held.parts, products=held.products)


def _said(new: Write) -> tuple[str, str, list[UUID]]:
    return new.title, msgspec.json.encode(new.parts).decode(), list(new.products)
