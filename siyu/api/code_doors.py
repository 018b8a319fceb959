"""What the console and the open API share about codes."""

import asyncio
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import Parameter
from msgspec import Meta

from siyu.api.typed import Name
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import channels, staff, tenants
from siyu.views import codes as view

Paper = Annotated[channels.Paper, Parameter(query="paper")]
Offer = Annotated[str, Meta(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Minor = Annotated[int, Meta(ge=0, le=10**12)]


class CodeGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code to make; a guide's store is hers unless another is named."""

    name: Name
    source: Name
    domain: channels.Domain
    store: UUID | None = None
    guide: UUID | None = None
    offer: Offer = ""
    welcome: UUID | None = None
    cost_minor: Minor | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class CostGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the code cost in the month of that day; null takes it back."""

    month: date
    amount_minor: Minor | None


async def page(ask: Ask, paging: Paging, q: str) -> Page[view.CodeItem]:
    """The asker's codes, the latest first."""
    which = channels.CodeFilter(places=ask.scope.place_list(), own=ask.scope.own, q=q)
    async with ask.look() as work:
        found = await channels.list_codes(work, which, limit=paging.limit, offset=paging.offset)
        return paging.of(await view.code_items(work, found[0]), found[1])


async def hold(ask: Ask, work: Work, code: UUID) -> channels.Code:
    """The code if the asker may see it; NotFound otherwise."""
    found = await channels.get_code(work, code)
    ask.scope.must_hold(found.store_id, own=found.guide_id)
    return found


async def item(ask: Ask, work: Work, code: UUID) -> view.CodeItem:
    return (await view.code_items(work, [await hold(ask, work, code)]))[0]


async def make(ask: Ask, work: Work, data: CodeGiven) -> view.CodeItem:
    """Make it where the asker may; a guide stands for the store of her post."""
    store = data.store or await _store_of(work, data.guide)
    ask.scope.must_hold(store, own=data.guide)
    if store is not None:
        await tenants.get_store(work, store)
    new = channels.MakeCode(
        **{f: getattr(data, f) for f in data.__struct_fields__ if f != "store"}, store=store
    )
    today = (await tenants.get_tenant(work)).date_of(work.now)
    return await item(ask, work, (await channels.make_code(work, new, today=today)).id)


async def _store_of(work: Work, guide: UUID | None) -> UUID | None:
    if guide is None:
        return None
    person = await staff.get_person(work, guide)
    if person.left_at is not None:
        raise NotFound
    if person.store_id is None:
        raise channels.WithoutStore
    return person.store_id


def public_url(kit: Kit, request: Request[Any, Any, Any], path: str) -> str:
    """Where customers find a path: at the address that is set, or at that of this request."""
    if kit.settings.public_url:
        return kit.settings.public_url.rstrip("/") + path
    scheme = request.headers.get("x-forwarded-proto") or request.url.scheme
    return f"{scheme}://{request.headers.get('host', '')}{path}"


async def qr(ask: Ask, kit: Kit, request: Request[Any, Any, Any], code: UUID) -> Response[bytes]:
    async with ask.look() as work:
        found = await hold(ask, work, code)
    url = public_url(kit, request, f"/c/{found.slug}")
    return png(await asyncio.to_thread(channels.qr_png, url), f"{found.slug}.png")


async def poster(
    ask: Ask, kit: Kit, request: Request[Any, Any, Any], code: UUID, paper: channels.Paper
) -> Response[bytes]:
    async with ask.look() as work:
        found = await hold(ask, work, code)
        url = public_url(kit, request, f"/c/{found.slug}")
        drawn = await view.code_poster(work, found, url, ask.language)
    body = await asyncio.to_thread(channels.poster_png, drawn, paper)
    return png(body, f"{found.slug}-{paper}.png")


def png(body: bytes, name: str) -> Response[bytes]:
    """A picture that may be looked at or saved under a name."""
    headers = {"cache-control": "no-store", "content-disposition": f'inline; filename="{name}"'}
    return Response(body, media_type="image/png", headers=headers)
