"""Open API doors of customers; phones stay masked, for a key is nobody's eyes."""

from uuid import UUID

from siyu.api import customer_doors as shared
from siyu.api.customer_doors import Cursor, Names, Question, Source
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.kit import Kit
from siyu.views.customers import CustomerDetail, CustomerItem, Sort, Which
from siyu.views.timeline import Timeline


@door.get("/customers", permit="customers.read")
async def list_customers(
    ask: Ask,
    paging: Paging,
    q: Question = "",
    store: UUID | None = None,
    source: Source = "",
    sort: Sort = "met",
) -> Page[CustomerItem]:
    """Customers, the last one met first."""
    return await shared.list_page(ask, paging, Which(q=q, store=store, source=source, sort=sort))


@door.get("/customers/{id:uuid}", permit="customers.read")
async def show_customer(ask: Ask, kit: Kit, id: UUID) -> CustomerDetail:
    """One customer."""
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


DOORS = [list_customers, show_customer, show_timeline]
