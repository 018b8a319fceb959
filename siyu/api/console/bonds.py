"""Console doors of bonds: the rule book, the common pool, and what was decided about somebody."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api import customer_doors as customer
from siyu.api.typed import Reason
from siyu.flows import bind_customer
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.modules import customers, staff
from siyu.modules.customers.values import BookRule, LaterAdd
from siyu.views.bonds import Decided, PoolItem, decided, pool_items

Days = Annotated[int, Meta(ge=0, le=3650)]


class BookGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what bonds are to be decided from now on; without `idle_days` nobody is released."""

    rule: BookRule
    protection_days: Days
    later_add: LaterAdd
    idle_days: Annotated[int, Meta(ge=1, le=3650)] | None = None


class BookShape(Struct, frozen=True, kw_only=True):
    """What counts now, and every version that was written; version 0 was written by nobody."""

    version: int
    book: customers.Book
    versions: list[customers.BookVersion]


class Giving(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to give into whose hands, and why."""

    customers: Annotated[list[UUID], Meta(min_length=1, max_length=500)]
    store: UUID
    guide: UUID
    reason: Reason


class Given(Struct, frozen=True):
    given: int


@door.get("/bond-rules", permit="customers.read")
async def show_book(ask: Ask) -> BookShape:
    """The rule book."""
    async with ask.look() as work:
        version, book = await customers.current_book(work)
        return BookShape(version=version, book=book, versions=await customers.list_books(work))


@door.put("/bond-rules", permit="customers.rule")
async def write_book(ask: Ask, data: BookGiven) -> BookShape:
    """Write the next version; what was decided by earlier ones stays."""
    book = customers.Book(**{field: getattr(data, field) for field in data.__struct_fields__})
    async with ask.work() as work:
        await customers.write_book(work, book)
        version, current = await customers.current_book(work)
        return BookShape(version=version, book=current, versions=await customers.list_books(work))


@door.get("/customers/pool", permit="customers.assign")
async def list_pool(ask: Ask, paging: Paging, store: UUID | None = None) -> Page[PoolItem]:
    """Whom nobody looks after, the last one met first."""
    places = ask.scope.place_list()
    if store is not None:
        ask.scope.must_hold(store)
        places = [store]
    async with ask.look() as work:
        rows, count = await customers.list_pool(
            work, places, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await pool_items(work, rows), count)


@door.post("/customers/pool", permit="customers.assign", status_code=200)
async def give_from_pool(ask: Ask, data: Giving) -> Given:
    """Give people to a guide of a store; everybody has to be the asker's to give."""
    ask.scope.must_hold(data.store, own=data.guide)
    async with ask.work() as work:
        person = await staff.get_person(work, data.guide)
        if person.left_at is not None:
            raise NotFound
        await customer.hold_all(ask, work, data.customers)
        given = await bind_customer.give(
            work, data.customers, store=data.store, guide=data.guide, reason=data.reason
        )
        after = {"guide": data.guide, "people": given, "reason": data.reason}
        work.audit("customers.give", "staff", data.guide, after=after)
    return Given(given)


@door.get("/customers/{id:uuid}/bonds", permit="customers.read")
async def list_decisions(ask: Ask, id: UUID) -> list[Decided]:
    """Every decision about whom she belongs to, the latest first."""
    async with ask.look() as work:
        await customer.hold(ask, work, id)
        return await decided(work, await customers.list_decisions(work, id), ask.language)


DOORS = [show_book, write_book, list_pool, give_from_pool, list_decisions]
