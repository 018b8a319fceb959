"""Doors that printed codes and shared links lead to: counted, then on to the storefront."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Litestar, Request, Response
from litestar.di import Provide

from siyu.api.landing.pages import page
from siyu.api.staff_entry import tenant_at
from siyu.flows import scan_code
from siyu.kernel.db import Actor, Work
from siyu.kernel.doors import OPEN, Ask, Connection, audience, door
from siyu.kernel.kit import Kit
from siyu.kernel.lanes import Lanes
from siyu.modules import channels

COOKIE = "siyu_visitor"
YEAR_S = 365 * 24 * 3600
VISITOR = Actor("visitor")
HOME = "/#/?came={token}"
TARGETS: dict[channels.Target, str] = {
    "product": "/#/pages/product/index?id={id}&came={token}",
    "article": "/#/pages/article/index?id={id}&came={token}",
}

Scans = Lanes[channels.Knock, channels.Scanned]
Openings = Lanes[channels.Knock, channels.Opened]


@door.get("/c/{slug:str}", permit=OPEN, status_code=303)
async def come_by_code(ask: Ask, kit: Kit, scans: Scans, request: Request, slug: str) -> Response:
    """Count the visit and lead to the storefront; a code that leads nowhere says why."""
    came = await scans.submit(ask.tenant, _knock(ask, kit, request, slug))
    if came.standing != "live":
        return page(came.standing, ask.language, came.starts_on)
    place = HOME.format(token=came.token) if came.token else "/"
    return _led(kit, ask, request, came.visitor, place)


@door.get("/s/{slug:str}", permit=OPEN, status_code=303)
async def come_by_link(
    ask: Ask, kit: Kit, openings: Openings, request: Request, slug: str
) -> Response:
    """Count the opening and lead to what was shared."""
    came = await openings.submit(ask.tenant, _knock(ask, kit, request, slug))
    if came.target is None:
        return page("unknown", ask.language)
    place = TARGETS[came.target].format(id=came.target_id, token=came.token or "")
    return _led(kit, ask, request, came.visitor, place)


def app(kit: Kit) -> Litestar:
    async def nobody(_: Connection) -> None:
        return None

    async def visitor(connection: Connection) -> Ask:
        return Ask(kit.works, await tenant_at(kit.works, connection), actor=VISITOR)

    async def open_links(work: Work, knocks: Sequence[channels.Knock]) -> Sequence[channels.Opened]:
        return await channels.open_links(work, knocks)

    scans: Scans = Lanes(kit.works, scan_code.scan_codes, actor=VISITOR)
    openings: Openings = Lanes(kit.works, open_links, actor=VISITOR)
    return audience(
        "landing",
        "/",
        [come_by_code, come_by_link],
        authenticate=nobody,
        anonymous=visitor,
        about="Where printed codes and shared links lead.",
        dependencies={
            "kit": Provide(lambda: kit, sync_to_thread=False),
            "scans": Provide(lambda: scans, sync_to_thread=False),
            "openings": Provide(lambda: openings, sync_to_thread=False),
        },
    )


def _knock(ask: Ask, kit: Kit, request: Request, slug: str) -> channels.Knock:
    shown = request.cookies.get(COOKIE)
    visitor = channels.read_visitor(kit.keyring, ask.tenant, shown)
    address = request.client.host if request.client else ""
    return channels.Knock(slug=slug.lower(), visitor=visitor, address=address)


def _led(kit: Kit, ask: Ask, request: Request, visitor: UUID, place: str) -> Response:
    """A redirect that no one keeps, and the number by which the browser is known again."""
    response: Response = Response(None, status_code=303)
    response.headers["location"] = place
    response.headers["cache-control"] = "no-store"
    forwarded = request.headers.get("x-forwarded-proto", "")
    response.set_cookie(
        COOKIE,
        channels.sign_visitor(kit.keyring, ask.tenant, visitor),
        max_age=YEAR_S,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https" or forwarded == "https",
    )
    return response
