"""How articles look at every audience's door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, structs

from siyu.api import catalog_shapes
from siyu.api.catalog_shapes import PICTURES, ProductItem
from siyu.kernel.db import Work
from siyu.modules import catalog, content
from siyu.views.carts import get_shelf

_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
"""Lines may break; other control characters nobody means, and PostgreSQL keeps no NUL."""

Title = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
PictureName = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\.webp$")]


class PartGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paragraph, or a picture with what is said under it."""

    text: Annotated[str, Meta(max_length=5000, pattern=_TEXT)] = ""
    picture: PictureName | None = None


class ArticleGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Title
    parts: Annotated[list[PartGiven], Meta(max_length=100)] = []
    products: Annotated[list[UUID], Meta(max_length=20)] = []

    def written(self) -> content.Write:
        parts = [content.Part(text=p.text, picture=p.picture) for p in self.parts]
        return content.Write(title=self.title, parts=parts, products=self.products)


class ArticleChange(ArticleGiven, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`acknowledged`: whoever changes what is out has seen what is newly flagged."""

    acknowledged: bool = False


class PartShape(Struct, frozen=True, kw_only=True):
    text: str
    picture: str | None
    picture_url: str | None


class ArticleItem(Struct, frozen=True, kw_only=True):
    """An article in a list; `cover_url` is its first picture."""

    id: UUID
    title: str
    state: content.State
    cover_url: str | None
    changed_at: datetime
    published_at: datetime | None
    people: int
    readings: int


class ArticleShape(ArticleItem, frozen=True, kw_only=True):
    """An article with what is in it, and with what the advertising law says to its words."""

    parts: list[PartShape]
    products: list[ProductItem]
    flags: list[content.Flag]


class ReadItem(Struct, frozen=True, kw_only=True):
    """An article as customers see it in a list."""

    id: UUID
    title: str
    cover_url: str | None
    published_at: datetime | None


class ReadShape(ReadItem, frozen=True, kw_only=True):
    """An article to read."""

    parts: list[PartShape]
    products: list[ProductItem]


def item(article: content.Article, read: content.Read) -> ArticleItem:
    return ArticleItem(
        id=article.id,
        title=article.title,
        state=article.state,
        cover_url=_url(article.cover),
        changed_at=article.changed_at,
        published_at=article.published_at,
        people=read.people,
        readings=read.readings,
    )


async def shape(work: Work, article: content.Article) -> ArticleShape:
    plain = item(article, (await content.count_readings(work, [article.id]))[article.id])
    written = content.Write(title=article.title, parts=article.parts, products=article.products)
    return ArticleShape(
        **{field: getattr(plain, field) for field in plain.__struct_fields__},
        parts=_parts(article.parts),
        products=await _products(work, article.products),
        flags=content.flags(written),
    )


async def items(work: Work, articles: Sequence[content.Article]) -> list[ArticleItem]:
    read = await content.count_readings(work, [article.id for article in articles])
    return [item(article, read[article.id]) for article in articles]


def read_item(article: content.Article) -> ReadItem:
    return ReadItem(
        id=article.id,
        title=article.title,
        cover_url=_url(article.cover),
        published_at=article.published_at,
    )


async def read_shape(work: Work, article: content.Article) -> ReadShape:
    return ReadShape(
        id=article.id,
        title=article.title,
        cover_url=_url(article.cover),
        published_at=article.published_at,
        parts=_parts(article.parts),
        products=await _products(work, article.products),
    )


async def read_as(work: Work, article: content.Article, customer: UUID | None) -> ReadShape:
    """The same with products at the prices that are hers, where she would fetch them."""
    shape = await read_shape(work, article)
    found = [(await catalog.get_product(work, id_))[0] for id_ in article.products]
    priced = await get_shelf(work, found, customer, None)
    return structs.replace(shape, products=[catalog_shapes.item(one) for one in priced])


async def product_names(work: Work, products: Sequence[UUID]) -> list[str]:
    """Names of what an article shows, with those of the SKUs; NotFound if one is unknown."""
    names = []
    for id_ in products:
        product, skus = await catalog.get_product(work, id_)
        names += [product.name, *(f"{product.name} {sku.name}" for sku in skus if sku.name)]
    return names


async def _products(work: Work, products: Sequence[UUID]) -> list[ProductItem]:
    found = [await catalog.get_product(work, id_) for id_ in products]
    return [catalog_shapes.item(product) for product, _ in found]


def _parts(parts: Sequence[content.Part]) -> list[PartShape]:
    return [PartShape(text=p.text, picture=p.picture, picture_url=_url(p.picture)) for p in parts]


def _url(name: str | None) -> str | None:
    return f"{PICTURES}/{name}" if name else None
