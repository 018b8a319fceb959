"""What the console, the guide desk and the open API share about customers."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import Parameter
from msgspec import UNSET, Meta, Struct, UnsetType

from siyu.api.typed import PLAIN
from siyu.kernel.columns import ColumnsBusy, ColumnsDown
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import customers, insight, tenants
from siyu.views import customers as view
from siyu.views.timeline import Timeline, get_timeline

# Query parameters need the framework's own bounds: it does not look at msgspec's.
Question = Annotated[str, Parameter(max_length=100)]
Source = Annotated[str, Parameter(max_length=40, pattern=PLAIN)]
Cursor = Annotated[str, Parameter(max_length=200)]
Names = Annotated[str, Parameter(max_length=1000, pattern=PLAIN)]
Why = Annotated[str, Parameter(max_length=200, pattern=PLAIN)]


class CustomerChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes; what is absent stays, and null empties."""

    name: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    remark: Annotated[str, Meta(max_length=500)] | UnsetType | None = UNSET
    gender: customers.Gender | UnsetType | None = UNSET
    birthday: date | UnsetType | None = UNSET


async def list_page(ask: Ask, paging: Paging, which: view.Which) -> Page[view.CustomerItem]:
    """The asker's customers: scope is added here, so no door can forget it."""
    scoped = msgspec.structs.replace(which, stores=ask.scope.place_list(), own=ask.scope.own)
    async with ask.look() as work:
        items, count = await view.list_customers(
            work, scoped, limit=paging.limit, offset=paging.offset
        )
    return paging.of(items, count)


async def hold(ask: Ask, work: Work, customer: UUID) -> customers.Customer:
    """The customer if the asker may see her; NotFound otherwise."""
    person = await customers.get_customer(work, customer)
    ask.scope.must_hold(person.store_id, own=person.guide_id)
    return person


async def hold_all(ask: Ask, work: Work, people: Sequence[UUID]) -> None:
    """Locks them; NotFound if one is not the asker's to see."""
    found = await customers.lock_customers(work, people)
    for id_ in people:
        if id_ not in found:
            raise NotFound
        ask.scope.must_hold(found[id_].store_id, own=found[id_].guide_id)


async def detail(ask: Ask, kit: Kit, customer: UUID) -> view.CustomerDetail:
    async with ask.look() as work:
        await hold(ask, work, customer)
        shape = await view.get_customer(work, customer)
        merchant = await tenants.get_tenant(work)
        today = merchant.date_of(work.now)
    whose = insight.Merchant(ask.tenant, merchant.timezone)
    scores = await _scores(kit, whose, today, customer)
    return msgspec.structs.replace(shape, figures=msgspec.structs.replace(shape.figures, **scores))


async def _scores(
    kit: Kit, merchant: insight.Merchant, today: date, customer: UUID
) -> dict[str, int]:
    """Her scores among everybody; while the columns are away the page does without."""
    try:
        found = await insight.find_scores(kit.columns, merchant, today, customer)
    except (ColumnsBusy, ColumnsDown):
        return {}
    return {"r": found.r, "f": found.f, "m": found.m} if found else {}


async def timeline(ask: Ask, customer: UUID, before: str, names: str) -> Timeline:
    async with ask.look() as work:
        await hold(ask, work, customer)
        wanted: Sequence[str] = [name for name in names.split(",") if name]
        return await get_timeline(work, customer, ask.language, before=before or None, names=wanted)


async def change(ask: Ask, customer: UUID, data: CustomerChange) -> None:
    said: dict[str, Any] = {
        field: value
        for field in data.__struct_fields__
        if (value := getattr(data, field)) is not UNSET
    }
    if said.get("remark", "") is None:
        said["remark"] = ""
    async with ask.work() as work:
        await hold(ask, work, customer)
        asked = customers.ProfileChange(fields=frozenset(said), **said)
        await customers.change_profile(work, customer, asked)
