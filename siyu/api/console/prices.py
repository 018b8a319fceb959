"""Console doors of price books, and of what was paid before."""

from typing import Annotated
from uuid import UUID

from litestar.params import Parameter

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
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import catalog, tenants
from siyu.views.prices import SkuHistory, histories


@door.get("/price-books", permit="catalog.read")
async def list_books(ask: Ask, paging: Paging, q: Search = "") -> Page[BookItem]:
    """Price books, the latest change first; `q` is a code or in a name."""
    return await book_page(ask, paging, q)


@door.post("/price-books", permit="catalog.write", errors=[*REFUSALS, catalog.BookCodeTaken])
async def write_book(ask: Ask, data: NewBook) -> BookDetail:
    """Write a price book: what SKUs cost some people, at some stores, from so many pieces on."""
    async with ask.work() as work:
        made = await catalog.define_book(work, data.code, await terms_of(work, data), new=True)
        return await book_detail(work, made.id)


@door.get("/price-books/{id:uuid}", permit="catalog.read")
async def show_book(ask: Ask, id: UUID) -> BookDetail:
    """A price book with its prices and its versions."""
    async with ask.look() as work:
        return await book_detail(work, id)


@door.put("/price-books/{id:uuid}", permit="catalog.write", errors=REFUSALS)
async def rewrite_book(ask: Ask, id: UUID, data: BookGiven) -> BookDetail:
    """Its next version; the one before it holds until the new one begins."""
    async with ask.work() as work:
        known = await catalog.get_book(work, id)
        await catalog.define_book(work, known.code, await terms_of(work, data))
        return await book_detail(work, id)


@door.put("/price-books/{id:uuid}/closure", permit="catalog.write")
async def close_book(ask: Ask, id: UUID) -> BookDetail:
    """It prices nothing from now on."""
    async with ask.work() as work:
        await catalog.close_book(work, id)
        return await book_detail(work, id)


@door.get("/products/{id:uuid}/prices", permit="catalog.read")
async def show_prices(
    ask: Ask, id: UUID, store: UUID, days: Annotated[int, Parameter(ge=7, le=366)] = 90
) -> list[SkuHistory]:
    """What its SKUs cost everybody at a store, what was paid there, and what may stand crossed
    out beside the price, or why nothing may."""
    async with ask.look() as work:
        await tenants.get_store(work, store)
        return await histories(work, id, store, days)


DOORS = [list_books, write_book, show_book, rewrite_book, close_book, show_prices]
