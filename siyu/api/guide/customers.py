"""Guide desk doors of customers: a guide's own, or those of the store for whoever leads it."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api import customer_doors as shared
from siyu.api.customer_doors import Cursor, CustomerChange, Names, Question
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.kit import Kit
from siyu.views.customers import CustomerDetail, CustomerItem, Sort, Which
from siyu.views.timeline import Timeline


class Remark(Struct, frozen=True, forbid_unknown_fields=True):
    remark: Annotated[str, Meta(max_length=500)]


@door.get("/customers", permit="customers.read")
async def list_customers(
    ask: Ask, paging: Paging, q: Question = "", sort: Sort = "last"
) -> Page[CustomerItem]:
    """My customers; found by a piece of the name, pinyin, initials, phone or its last four."""
    return await shared.list_page(ask, paging, Which(q=q, sort=sort))


@door.get("/customers/{id:uuid}", permit="customers.read")
async def show_customer(ask: Ask, kit: Kit, id: UUID) -> CustomerDetail:
    """One of my customers, her identities masked."""
    return await shared.detail(ask, kit, id)


@door.get("/customers/{id:uuid}/timeline", permit="customers.read")
async def show_timeline(
    ask: Ask,
    id: UUID,
    before: Cursor = "",
    names: Names = "",
) -> Timeline:
    """What happened to her, latest first."""
    return await shared.timeline(ask, id, before, names)


@door.put("/customers/{id:uuid}", permit="customers.write")
async def remark_customer(ask: Ask, kit: Kit, id: UUID, data: Remark) -> CustomerDetail:
    """Write down what is worth remembering of her; PUT, for the mini program knows no PATCH."""
    await shared.change(ask, id, CustomerChange(remark=data.remark))
    return await shared.detail(ask, kit, id)


DOORS = [list_customers, show_customer, show_timeline, remark_customer]
