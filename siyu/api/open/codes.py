"""Open API doors of codes."""

from uuid import UUID

from litestar import Request, Response

from siyu.api import code_doors as shared
from siyu.api.code_doors import CodeGiven
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.kernel.kit import Kit
from siyu.modules import channels
from siyu.views.codes import CodeFigures, CodeItem, code_figures


@door.get("/codes", permit="channels.read")
async def list_codes(ask: Ask, paging: Paging, q: Search = "") -> Page[CodeItem]:
    """Codes whose name contains `q`, with what they brought."""
    return await shared.page(ask, paging, q)


@door.post(
    "/codes",
    permit="channels.write",
    errors=[channels.EndsBeforeStart, channels.WithoutStore, KeyMissing, KeyReused],
)
async def make_code(once: Once, data: CodeGiven) -> Response[CodeItem]:
    """Make a code; its slug never changes."""
    async with once.work() as work:
        return await once.answer(work, await shared.make(once.ask, work, data))


@door.get("/codes/{id:uuid}", permit="channels.read")
async def show_code(ask: Ask, id: UUID) -> CodeItem:
    """One code."""
    async with ask.look() as work:
        return await shared.item(ask, work, id)


@door.get("/codes/{id:uuid}/figures", permit="channels.read")
async def show_figures(ask: Ask, id: UUID) -> CodeFigures:
    """What it brought and cost; without a cost the acquisition cost is null."""
    async with ask.look() as work:
        await shared.hold(ask, work, id)
        return await code_figures(work, id)


@door.get("/codes/{id:uuid}/qr.png", permit="channels.read")
async def show_qr(ask: Ask, kit: Kit, request: Request, id: UUID) -> Response[bytes]:
    """The code's picture alone."""
    return await shared.qr(ask, kit, request, id)


DOORS = [list_codes, make_code, show_code, show_figures, show_qr]
