"""Console doors of staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar.params import Parameter

from siyu.api.typed import PLAIN, Name, Reason
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.kernel.errors import Forbidden, NotFound
from siyu.modules import staff, tenants

Phone = Annotated[str, msgspec.Meta(pattern=r"^1[3-9][0-9]{9}$")]
Number = Annotated[str, msgspec.Meta(max_length=40, pattern=PLAIN)]


class StoreRef(msgspec.Struct, frozen=True):
    id: UUID
    code: str
    name: str


class RegionRef(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class StaffItem(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works here."""

    id: UUID
    account: str
    name: str
    role: staff.Role
    employee_no: str | None
    store: StoreRef | None
    region: RegionRef | None
    phone_last4: str | None
    state: str
    totp: bool
    created_at: datetime
    last_sign_in_at: datetime | None


class StaffGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    account: Annotated[str, msgspec.Meta(min_length=3, max_length=60, pattern=r"^[A-Za-z0-9._-]+$")]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    role: staff.Role
    store: UUID | None = None
    region: UUID | None = None
    phone: Phone | None = None
    employee_no: Number | None = None


class StaffChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    role: staff.Role
    store: UUID | None = None
    region: UUID | None = None
    employee_no: Number | None = None


class NewPassword(msgspec.Struct, forbid_unknown_fields=True):
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class PhoneGiven(msgspec.Struct, forbid_unknown_fields=True):
    phone: Phone | None


class Departure(msgspec.Struct, forbid_unknown_fields=True):
    reason: Reason


@door.get("/staff", permit="staff.read")
async def list_staff(
    ask: Ask,
    paging: Paging,
    q: Search = "",
    role: Search = "",
    store: UUID | None = None,
    now: Annotated[Literal["active", "left"] | None, Parameter(query="state")] = None,
) -> Page[StaffItem]:
    """People whose name (also its sound), account or number contains `q`, or whose phone it is."""
    wanted = staff.Filter(
        text=q, role=role, store=store, state=now or "", places=ask.scope.place_list()
    )
    async with ask.look() as work:
        people, count = await staff.list_people(
            work, wanted, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await _items(work, people), count)


@door.get("/staff/{id:uuid}", permit="staff.read")
async def show_staff(ask: Ask, id: UUID) -> StaffItem:
    """One person."""
    async with ask.look() as work:
        return (await _items(work, [await in_scope(ask, work, id)]))[0]


@door.post(
    "/staff",
    permit="staff.write",
    errors=[staff.AccountTaken, staff.PostNeeded, staff.WeakPassword],
)
async def join_staff(ask: Ask, data: StaffGiven) -> StaffItem:
    """Take somebody on."""
    must_rank(ask, data.role)
    staff.must_be_strong(data.account, data.password)
    hashed = await staff.hash_password(data.password)
    new = staff.Join(
        account=data.account,
        name=data.name,
        role=data.role,
        password_hash=hashed,
        employee_no=data.employee_no or None,
        region_id=data.region,
        store_id=data.store,
        phone=data.phone,
    )
    async with ask.work() as work:
        await _must_exist(work, data.store, data.region)
        id_ = await staff.join(work, new)
        return (await _items(work, [await staff.get_person(work, id_)]))[0]


@door.patch(
    "/staff/{id:uuid}",
    permit="staff.write",
    errors=[staff.AccountTaken, staff.PostNeeded, staff.LastOwner, staff.Departed],
)
async def change_staff(ask: Ask, id: UUID, data: StaffChange) -> StaffItem:
    """Change name, role or post of somebody who has not left."""
    new = staff.Change(
        name=data.name,
        role=data.role,
        region_id=data.region,
        store_id=data.store,
        employee_no=data.employee_no or None,
    )
    async with ask.work() as work:
        before = await in_scope(ask, work, id)
        must_rank(ask, before.role)
        must_rank(ask, data.role)
        await _must_exist(work, data.store, data.region)
        return (await _items(work, [await staff.change(work, id, new)]))[0]


@door.put(
    "/staff/{id:uuid}/password",
    permit="staff.write",
    status_code=204,
    errors=[staff.WeakPassword, staff.Departed],
)
async def put_password(ask: Ask, id: UUID, data: NewPassword) -> None:
    """Set a person's password; all their sessions end."""
    async with ask.look() as work:
        person = await in_scope(ask, work, id)
    must_rank(ask, person.role)
    staff.must_be_strong(person.account, data.password)
    hashed = await staff.hash_password(data.password)
    async with ask.work() as work:
        await staff.put_password(work, id, hashed)


@door.put("/staff/{id:uuid}/phone", permit="staff.write", errors=[staff.Departed])
async def put_phone(ask: Ask, id: UUID, data: PhoneGiven) -> StaffItem:
    """Keep another phone number, or none."""
    async with ask.work() as work:
        must_rank(ask, (await in_scope(ask, work, id)).role)
        return (await _items(work, [await staff.put_phone(work, id, data.phone)]))[0]


@door.put("/staff/{id:uuid}/departure", permit="staff.write", errors=[staff.LastOwner])
async def depart(ask: Ask, id: UUID, data: Departure) -> StaffItem:
    """End a person's work here; sessions end at once."""
    async with ask.work() as work:
        person = await in_scope(ask, work, id)
        must_rank(ask, person.role)
        await staff.depart(work, id, data.reason)
        return (await _items(work, [await staff.get_person(work, id)]))[0]


async def in_scope(ask: Ask, work: Work, id_: UUID) -> staff.Person:
    """The person; NotFound outside of what the asker may see."""
    person = await staff.get_person(work, id_)
    ask.scope.must_hold(person.store_id)
    return person


def must_rank(ask: Ask, role: staff.Role) -> None:
    """Nobody gives or touches a role that may do what they may not."""
    if not staff.ROLES[role] <= ask.permits:
        raise Forbidden(permit=role)


async def _must_exist(work: Work, store: UUID | None, region: UUID | None) -> None:
    if store is not None:
        await tenants.get_store(work, store)
    if region is not None and region not in await tenants.region_refs(work, [region]):
        raise NotFound


async def _items(work: Work, people: Sequence[staff.Person]) -> list[StaffItem]:
    stores = await tenants.store_refs(work, [p.store_id for p in people if p.store_id])
    regions = await tenants.region_refs(work, [p.region_id for p in people if p.region_id])
    return [
        StaffItem(
            id=p.id,
            account=p.account,
            name=p.name,
            role=p.role,
            employee_no=p.employee_no,
            store=_store(stores.get(p.store_id)) if p.store_id else None,
            region=_region(regions.get(p.region_id)) if p.region_id else None,
            phone_last4=p.phone_last4,
            state="left" if p.left_at else "active",
            totp=p.has_totp,
            created_at=p.joined_at,
            last_sign_in_at=p.last_sign_in_at,
        )
        for p in people
    ]


def _store(ref: tenants.StoreRef | None) -> StoreRef | None:
    return None if ref is None else StoreRef(ref.id, ref.code, ref.name)


def _region(ref: tenants.RegionRef | None) -> RegionRef | None:
    return None if ref is None else RegionRef(ref.id, ref.name)


DOORS = [list_staff, show_staff, join_staff, change_staff, put_password, put_phone, depart]
