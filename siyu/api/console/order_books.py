"""Console door of an order's lines in the books."""

from uuid import UUID

from siyu.api import order_doors as shared
from siyu.kernel.doors import Ask, door
from siyu.views.order_books import BookLine, order_books


@door.get("/orders/{id:uuid}/books", permit="orders.read")
async def list_book_lines(ask: Ask, id: UUID) -> list[BookLine]:
    """What was held, booked and walked back for an order, the first line first."""
    async with ask.look() as work:
        await shared.hold(ask, work, id)
        return await order_books(work, id)


DOORS = [list_book_lines]
