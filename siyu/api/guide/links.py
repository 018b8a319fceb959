"""Guide desk doors of tracked links: shared with a poster, and who opened them."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response
from msgspec import Struct

from siyu.api.code_doors import png, public_url
from siyu.flows import share_link
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import channels, content
from siyu.views.codes import LinkItem, OpenerItem, link_items, list_openers
from siyu.views.posters import link_poster


class LinkGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is shared."""

    target: channels.Target
    id: UUID


class LinkMade(LinkItem, frozen=True, kw_only=True):
    """A link as it is passed on."""

    url: str


@door.get("/links", permit="channels.share")
async def list_links(ask: Ask, paging: Paging) -> Page[LinkItem]:
    """My links, the latest first."""
    async with ask.look() as work:
        rows, count = await channels.list_links(
            work, ask.id, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await link_items(work, rows), count)


@door.post("/links", permit="channels.share", status_code=200, errors=[content.FirstFormula])
async def share(ask: Ask, kit: Kit, request: Request[Any, Any, Any], data: LinkGiven) -> LinkMade:
    """My link to a product or an article: the same one, however often it is asked for."""
    async with ask.work() as work:
        link = await share_link.share(work, ask.id, data.target, data.id)
        [item] = await link_items(work, [link])
    url = public_url(kit, request, item.path)
    return LinkMade(**{f: getattr(item, f) for f in item.__struct_fields__}, url=url)


@door.get("/links/{id:uuid}/openers", permit="channels.share")
async def show_openers(ask: Ask, id: UUID) -> list[OpenerItem]:
    """My customers who opened it."""
    async with ask.look() as work:
        await _mine(ask, work, id)
        return await list_openers(work, id, ask.id)


@door.get("/links/{id:uuid}/poster.png", permit="channels.share")
async def show_poster(
    ask: Ask, kit: Kit, request: Request[Any, Any, Any], id: UUID
) -> Response[bytes]:
    """A picture to pass on or to print, half as large as a page of a magazine."""
    async with ask.look() as work:
        link = await _mine(ask, work, id)
        url = public_url(kit, request, f"/s/{link.slug}")
        poster = await link_poster(work, kit.uploads, link, url, ask.language)
    body = await asyncio.to_thread(channels.poster_png, poster, "a5")
    return png(body, f"{link.slug}.png")


async def _mine(ask: Ask, work: Any, link: UUID) -> channels.Link:
    found = await channels.get_link(work, link)
    if found.guide_id != ask.id:
        raise NotFound
    return found


DOORS = [list_links, share, show_openers, show_poster]
