"""Open API doors of articles."""

from uuid import UUID

from siyu.api.article_shapes import ReadItem, ReadShape, read_item, read_shape
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import content


@door.get("/articles", permit="content.read")
async def list_articles(ask: Ask, paging: Paging) -> Page[ReadItem]:
    """What is out, the latest first."""
    async with ask.look() as work:
        rows, count = await content.list_published(work, limit=paging.limit, offset=paging.offset)
    return paging.of([read_item(row) for row in rows], count)


@door.get("/articles/{id:uuid}", permit="content.read")
async def show_article(ask: Ask, id: UUID) -> ReadShape:
    """An article that is out."""
    async with ask.look() as work:
        return await read_shape(work, await content.get_published(work, id))


DOORS = [list_articles, show_article]
