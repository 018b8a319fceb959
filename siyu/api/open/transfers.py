"""Open API doors of transfers; what a program sends it sends under an id of its own."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import Parameter

from siyu.api import transfer_shapes as shared
from siyu.api.transfer_shapes import (
    ARRIVES,
    SENDS,
    TransferArrivalGiven,
    TransferDetail,
    TransferGiven,
    TransferItem,
)
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import inventory


@door.get("/stock/transfers", permit="inventory.read")
async def list_transfers(
    ask: Ask,
    paging: Paging,
    store: UUID | None = None,
    state_: Annotated[inventory.Travel | None, Parameter(query="state")] = None,
) -> Page[TransferItem]:
    """Goods that went from one place to another, the latest first."""
    seen = inventory.TransferFilter(stores=ask.scope.place_list(), store=store, state=state_)
    return await shared.transfer_page(ask, paging, seen)


@door.get("/stock/transfers/{id:uuid}", permit="inventory.read")
async def show_transfer(ask: Ask, id: UUID) -> TransferDetail:
    """One of them, line by line."""
    async with ask.look() as work:
        return await shared.transfer(work, ask.scope, id)


@door.post("/stock/transfers", permit="inventory.write", errors=[*SENDS, KeyMissing, KeyReused])
async def send_goods(ask: Ask, once: Once, data: TransferGiven) -> Response[TransferDetail]:
    """Goods leave a place for another."""
    async with once.work() as work:
        return await once.answer(work, await shared.send(work, ask, data))


@door.put(
    "/stock/transfers/{id:uuid}/arrival",
    permit="inventory.write",
    errors=[*ARRIVES, KeyMissing, KeyReused],
)
async def receive_goods(
    ask: Ask, once: Once, id: UUID, data: TransferArrivalGiven
) -> Response[TransferDetail]:
    """Say what of it arrived; what is missing leaves the books with the reason."""
    async with once.work() as work:
        return await once.answer(work, await shared.receive(work, ask, id, data), 200)


DOORS = [list_transfers, show_transfer, send_goods, receive_goods]
