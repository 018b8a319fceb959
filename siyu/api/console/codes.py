"""Console doors of codes."""

from uuid import UUID

from litestar import Request, Response

from siyu.api import code_doors as shared
from siyu.api.code_doors import CodeGiven, CostGiven, Paper
from siyu.kernel.doors import Ask, Page, Paging, Search, door
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
    errors=[channels.EndsBeforeStart, channels.WithoutStore],
)
async def make_code(ask: Ask, data: CodeGiven) -> CodeItem:
    """Make a code; its slug never changes."""
    async with ask.work() as work:
        return await shared.make(ask, work, data)


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


@door.put("/codes/{id:uuid}/costs", permit="channels.write")
async def set_cost(ask: Ask, id: UUID, data: CostGiven) -> CodeFigures:
    """Say what it cost in a month."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        await channels.set_cost(work, id, data.month, data.amount_minor)
        return await code_figures(work, id)


@door.put("/codes/{id:uuid}/closure", permit="channels.write", errors=[channels.ClosedAlready])
async def close_code(ask: Ask, id: UUID) -> CodeItem:
    """Let it lead nowhere from now on."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        await channels.close_code(work, id)
        return await shared.item(ask, work, id)


@door.get("/codes/{id:uuid}/qr.png", permit="channels.read")
async def show_qr(ask: Ask, kit: Kit, request: Request, id: UUID) -> Response[bytes]:
    """The code's picture alone."""
    return await shared.qr(ask, kit, request, id)


@door.get("/codes/{id:uuid}/poster.png", permit="channels.read")
async def show_poster(
    ask: Ask, kit: Kit, request: Request, id: UUID, paper: Paper = "a4"
) -> Response[bytes]:
    """A poster to print, at 300 dots an inch, in the asked language."""
    return await shared.poster(ask, kit, request, id, paper)


DOORS = [
    list_codes,
    make_code,
    show_code,
    show_figures,
    set_cost,
    close_code,
    show_qr,
    show_poster,
]
