"""Storefront doors of articles: anybody reads, and of whoever is signed in it is known."""

from uuid import UUID

from siyu.api.article_shapes import ReadItem, ReadShape, read_as, read_item
from siyu.kernel.doors import OPEN, SIGNED_IN, Ask, Page, Paging, door
from siyu.modules import content


@door.get("/articles", permit=OPEN)
async def list_articles(ask: Ask, paging: Paging) -> Page[ReadItem]:
    """What is out, the latest first."""
    async with ask.look() as work:
        rows, count = await content.list_published(work, limit=paging.limit, offset=paging.offset)
    return paging.of([read_item(row) for row in rows], count)


@door.get("/articles/{id:uuid}", permit=OPEN)
async def show_article(ask: Ask, id: UUID) -> ReadShape:
    """An article to read, with products at her prices."""
    async with ask.look() as work:
        return await read_as(work, await content.get_published(work, id), ask.actor.id)


@door.post("/articles/{id:uuid}/reading", permit=SIGNED_IN, status_code=204)
async def read_article(ask: Ask, id: UUID) -> None:
    """She reads it; within half an hour it is the same reading."""
    async with ask.work() as work:
        await content.read(work, id, ask.id)


DOORS = [list_articles, show_article, read_article]
