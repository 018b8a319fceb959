"""Console doors of customers."""

from uuid import UUID

from msgspec import Struct

from siyu.api import customer_doors as shared
from siyu.api.customer_doors import Cursor, CustomerChange, Names, Question, Source, Why
from siyu.api.typed import Reason
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import customers, staff, tenants
from siyu.modules.customers.errors import NeedsGuardian, NoPhone, UnreadableBirthday
from siyu.views.customers import CustomerDetail, CustomerItem, Sort, Which
from siyu.views.timeline import Timeline


class Phone(Struct, frozen=True):
    phone: str


class Belong(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to look after her, and why."""

    store: UUID
    guide: UUID | None = None
    reason: Reason


class GuardianGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who spoke for the child, in which store."""

    guardian: customers.Guardian
    store: UUID


class Erasure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a customer is forgotten: who asked, by which request."""

    reason: Reason


@door.get("/customers", permit="customers.read")
async def list_customers(
    ask: Ask,
    paging: Paging,
    q: Question = "",
    store: UUID | None = None,
    guide: UUID | None = None,
    source: Source = "",
    sort: Sort = "met",
) -> Page[CustomerItem]:
    """Found by a piece of the name, pinyin, initials, member number, phone or its last four."""
    which = Which(q=q, store=store, guide=guide, source=source, sort=sort)
    return await shared.list_page(ask, paging, which)


@door.get("/customers/{id:uuid}", permit="customers.read")
async def show_customer(ask: Ask, kit: Kit, id: UUID) -> CustomerDetail:
    """All that is known of a customer, her identities masked."""
    return await shared.detail(ask, kit, id)


@door.get("/customers/{id:uuid}/timeline", permit="customers.read")
async def show_timeline(
    ask: Ask,
    id: UUID,
    before: Cursor = "",
    names: Names = "",
) -> Timeline:
    """What happened to her, latest first; `names` are facts' names, parted by commas."""
    return await shared.timeline(ask, id, before, names)


@door.patch(
    "/customers/{id:uuid}",
    permit="customers.write",
    errors=[UnreadableBirthday, NeedsGuardian],
)
async def change_customer(ask: Ask, kit: Kit, id: UUID, data: CustomerChange) -> CustomerDetail:
    """Correct the profile; what is absent stays."""
    await shared.change(ask, id, data)
    return await shared.detail(ask, kit, id)


@door.get("/customers/{id:uuid}/phone", permit="customers.reveal_phone", errors=[NoPhone])
async def reveal_phone(ask: Ask, id: UUID, reason: Why = "") -> Phone:
    """The whole number; who looked, and why, goes into the audit and her timeline."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        return Phone(await customers.reveal_phone(work, id, reason=reason or None))


@door.put("/customers/{id:uuid}/belonging", permit="customers.assign")
async def assign_customer(ask: Ask, kit: Kit, id: UUID, data: Belong) -> CustomerDetail:
    """Give her into the hands of a store, and of a guide if one is named."""
    async with ask.work() as work:
        before = await shared.hold(ask, work, id)
        # Both ends of the move have to be the asker's: what is out of scope is not there.
        ask.scope.must_hold(data.store, own=data.guide)
        await tenants.get_store(work, data.store)
        if data.guide is not None and data.guide not in await staff.names(work, [data.guide]):
            raise NotFound
        await customers.assign(work, id, store=data.store, guide=data.guide, reason=data.reason)
        work.audit(
            "customers.assign",
            "customer",
            id,
            before={"store": before.store_id, "guide": before.guide_id},
            after={"store": data.store, "guide": data.guide, "reason": data.reason},
        )
    return await shared.detail(ask, kit, id)


@door.put("/customers/{id:uuid}/guardian", permit="customers.write")
async def put_guardian(ask: Ask, kit: Kit, id: UUID, data: GuardianGiven) -> CustomerDetail:
    """Keep a guardian's word, given in a store, that a child's data may be kept."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        ask.scope.must_hold(data.store)
        await tenants.get_store(work, data.store)
        await customers.agree_for_child(work, id, data.guardian, source="console", store=data.store)
    return await shared.detail(ask, kit, id)


@door.put("/customers/{id:uuid}/erasure", permit="customers.forget", status_code=204)
async def forget_customer(ask: Ask, id: UUID, data: Erasure) -> None:
    """Erase her personal data for good; receipts and consents stay, without a name."""
    async with ask.work() as work:
        await shared.hold(ask, work, id)
        await customers.forget(work, id, reason=data.reason)


DOORS = [
    list_customers,
    show_customer,
    show_timeline,
    change_customer,
    reveal_phone,
    assign_customer,
    put_guardian,
    forget_customer,
]
