"""Console doors of articles."""

from typing import Annotated
from uuid import UUID

from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from msgspec import Struct

from siyu.api.article_shapes import (
    ArticleChange,
    ArticleGiven,
    ArticleItem,
    ArticleShape,
    items,
    shape,
)
from siyu.api.article_shapes import product_names as names
from siyu.api.catalog_shapes import PICTURES
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.kernel.kit import Kit
from siyu.modules import catalog, content


class Publication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`acknowledged`: whoever publishes has seen what is flagged and answers for it."""

    acknowledged: bool = False


class PictureKept(Struct, frozen=True):
    """What an article's part names to show it."""

    name: str
    url: str


@door.get("/articles", permit="content.read")
async def list_articles(ask: Ask, paging: Paging, q: Search = "") -> Page[ArticleItem]:
    """Articles whose title contains `q`, the last changed first."""
    async with ask.look() as work:
        rows, count = await content.list_articles(work, q, limit=paging.limit, offset=paging.offset)
        return paging.of(await items(work, rows), count)


@door.post("/articles", permit="content.write")
async def write_article(ask: Ask, data: ArticleGiven) -> ArticleShape:
    """Write a draft."""
    async with ask.work() as work:
        await names(work, data.products)
        id_ = await content.write(work, data.written())
        return await shape(work, await content.get_article(work, id_))


@door.post("/articles/flags", permit="content.write", status_code=200)
async def flag_words(ask: Ask, data: ArticleGiven) -> list[content.Flag]:
    """What the advertising law has something to say about, while it is being written."""
    del ask
    return content.flags(data.written())


@door.post("/articles/pictures", permit="content.write", errors=[catalog.BadPicture])
async def keep_picture(
    ask: Ask,
    kit: Kit,
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> PictureKept:
    """Keep a picture for an article: JPEG, PNG or WebP."""
    name = catalog.store_picture(kit.uploads, ask.tenant, await data.read())
    return PictureKept(name, f"{PICTURES}/{name}")


@door.get("/articles/{id:uuid}", permit="content.read")
async def show_article(ask: Ask, id: UUID) -> ArticleShape:
    """One article with what is in it."""
    async with ask.look() as work:
        return await shape(work, await content.get_article(work, id))


@door.put(
    "/articles/{id:uuid}",
    permit="content.write",
    errors=[content.FirstFormula, content.NothingWritten, content.Flagged],
)
async def rewrite_article(ask: Ask, id: UUID, data: ArticleChange) -> ArticleShape:
    """Change an article; one that is out must stay one that may be."""
    async with ask.work() as work:
        products = await names(work, data.products)
        written, acknowledged = data.written(), data.acknowledged
        await content.rewrite(work, id, written, products, acknowledged=acknowledged)
        return await shape(work, await content.get_article(work, id))


@door.put(
    "/articles/{id:uuid}/publication",
    permit="content.write",
    errors=[content.FirstFormula, content.NothingWritten, content.Flagged],
)
async def publish_article(ask: Ask, id: UUID, data: Publication) -> ArticleShape:
    """Let everybody read it."""
    async with ask.work() as work:
        products = (await content.get_article(work, id)).products
        await content.publish(work, id, await names(work, products), acknowledged=data.acknowledged)
        return await shape(work, await content.get_article(work, id))


@door.delete("/articles/{id:uuid}/publication", permit="content.write", status_code=200)
async def unpublish_article(ask: Ask, id: UUID) -> ArticleShape:
    """Let nobody read it any more."""
    async with ask.work() as work:
        await content.unpublish(work, id)
        return await shape(work, await content.get_article(work, id))


DOORS = [
    list_articles,
    write_article,
    flag_words,
    keep_picture,
    show_article,
    rewrite_article,
    publish_article,
    unpublish_article,
]
