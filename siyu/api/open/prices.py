"""Open API doors of price books: a system of the merchant's own keeps the prices."""

from uuid import UUID

from litestar import Response

from siyu.api.price_shapes import (
    REFUSALS,
    BookDetail,
    BookGiven,
    BookItem,
    NewBook,
    book_detail,
    book_page,
    terms_of,
)
from siyu.kernel.doors import Ask, Once, Page, Paging, Search, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import catalog

WRITES = [*REFUSALS, KeyMissing, KeyReused]


@door.get("/price-books", permit="catalog.read")
async def list_books(ask: Ask, paging: Paging, q: Search = "") -> Page[BookItem]:
    """Price books, the latest change first; `q` is a code or in a name."""
    return await book_page(ask, paging, q)


@door.get("/price-books/{id:uuid}", permit="catalog.read")
async def show_book(ask: Ask, id: UUID) -> BookDetail:
    """A price book with its prices and its versions."""
    async with ask.look() as work:
        return await book_detail(work, id)


@door.post("/price-books", permit="catalog.write", errors=[*WRITES, catalog.BookCodeTaken])
async def write_book(once: Once, data: NewBook) -> Response[BookDetail]:
    """Write a price book: what SKUs cost some people, at some stores, from so many pieces on."""
    async with once.work() as work:
        made = await catalog.define_book(work, data.code, await terms_of(work, data), new=True)
        return await once.answer(work, await book_detail(work, made.id))


@door.put("/price-books/{id:uuid}", permit="catalog.write", errors=WRITES)
async def rewrite_book(once: Once, id: UUID, data: BookGiven) -> Response[BookDetail]:
    """Its next version; the one before it holds until the new one begins."""
    async with once.work() as work:
        known = await catalog.get_book(work, id)
        await catalog.define_book(work, known.code, await terms_of(work, data))
        return await once.answer(work, await book_detail(work, id), 200)


DOORS = [list_books, show_book, write_book, rewrite_book]
