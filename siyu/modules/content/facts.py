"""What the room tells."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("content.article_published")
class ArticlePublished(Fact, frozen=True, kw_only=True):
    """`flags` words of the advertising law were acknowledged by whoever published it."""

    article: UUID
    products: list[UUID]
    flags: int


@fact("content.article_unpublished")
class ArticleUnpublished(Fact, frozen=True, kw_only=True):
    article: UUID


@fact("content.article_read")
class ArticleRead(Fact, frozen=True, kw_only=True):
    """The subject read it; `first` for the first time."""

    article: UUID
    first: bool
