"""Guide desk door of articles: what there is to share."""

from siyu.api.article_shapes import ReadItem, read_item
from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.modules import content


@door.get("/articles", permit=SIGNED_IN)
async def list_articles(ask: Ask, paging: Paging) -> Page[ReadItem]:
    """What is out, the latest first."""
    async with ask.look() as work:
        rows, count = await content.list_published(work, limit=paging.limit, offset=paging.offset)
    return paging.of([read_item(row) for row in rows], count)


DOORS = [list_articles]
