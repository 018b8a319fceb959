"""Verbs of staff: join, change, leave; a person's post is a row that ends and never changes."""

from uuid import UUID

import asyncpg
from pypinyin import lazy_pinyin

from siyu.kernel.crypto import seal
from siyu.kernel.db import Command, Scalar, Work
from siyu.modules.staff import queries
from siyu.modules.staff.errors import AccountTaken, LastOwner, PostNeeded
from siyu.modules.staff.facts import PersonJoined, PersonLeft, PostChanged
from siyu.modules.staff.values import Change, Join, Person, Role

_ADD = Command(
    """
    insert into staff.person
      (tenant_id, id, account, name, name_key, role, employee_no, region_id, phone, phone_last4,
       password_hash, joined_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
)
_POST = Command(
    """
    insert into staff.post (tenant_id, id, person_id, store_id, since) values ($1, $2, $3, $4, $5)
    """
)
_END_POST = Command(
    """
    update staff.post set until = $3 where tenant_id = $1 and person_id = $2 and until is null
    """
)
_CHANGE = Command(
    """
    update staff.person set name = $3, name_key = $4, role = $5, employee_no = $6, region_id = $7
    where tenant_id = $1 and id = $2
    """
)
_LEAVE = Command(
    """
    update staff.person set left_at = $3, left_reason = $4, left_by = $5
    where tenant_id = $1 and id = $2 and left_at is null
    """
)
_PASSWORD = Command("update staff.person set password_hash = $3 where tenant_id = $1 and id = $2")
END_SESSIONS = Command(
    """
    delete from staff.session
    where tenant_id = $1 and person_id = $2 and ($3::uuid is null or id <> $3)
    """
)
HASH = Scalar("select password_hash from staff.person where tenant_id = $1 and id = $2")


async def join(work: Work, new: Join) -> UUID:
    """Take somebody on; AccountTaken, or PostNeeded where the role goes with a store or region."""
    _must_have_post(new.role, new.store_id, new.region_id)
    id_ = work.new_id()
    account = new.account.strip().lower()
    phone = _sealed(work, id_, new.phone)
    last4 = new.phone[-4:] if new.phone else None
    who = (account, new.name, name_key(new.name), new.role, new.employee_no, new.region_id)
    row = (*who, phone, last4, new.password_hash, work.now)
    try:
        await _ADD.run(work, work.tenant, id_, *row)
    except asyncpg.UniqueViolationError as twin:
        raise AccountTaken(taken=_taken(twin, account, new.employee_no)) from twin
    if new.store_id is not None:
        await _POST.run(work, work.tenant, work.new_id(), id_, new.store_id, work.now)
    work.tell(PersonJoined(person=id_, role=new.role, store=new.store_id))
    work.audit("staff.join", "staff", id_, after={"account": account, "role": new.role})
    return id_


async def change(work: Work, person: UUID, new: Change) -> Person:
    """Change name, role or post; a new store ends the old post and begins another."""
    _must_have_post(new.role, new.store_id, new.region_id)
    before = await queries.get_person(work, person)
    if before.role == "owner" and new.role != "owner":
        await _must_not_be_last_owner(work)
    row = (new.name, name_key(new.name), new.role, new.employee_no, new.region_id)
    try:
        await _CHANGE.run(work, work.tenant, person, *row)
    except asyncpg.UniqueViolationError as twin:
        raise AccountTaken(taken=new.employee_no) from twin
    if new.store_id != before.store_id:
        await _END_POST.run(work, work.tenant, person, work.now)
        if new.store_id is not None:
            await _POST.run(work, work.tenant, work.new_id(), person, new.store_id, work.now)
    now = (new.role, new.store_id, new.region_id)
    if now != (before.role, before.store_id, before.region_id):
        work.tell(
            PostChanged(person=person, role=new.role, store=new.store_id, region=new.region_id)
        )
    work.audit("staff.change", "staff", person, before=_shown(before), after=_shown(new))
    return await queries.get_person(work, person)


async def depart(work: Work, person: UUID, reason: str) -> None:
    """End a person's work here: post and sessions end now; a second time changes nothing."""
    before = await queries.get_person(work, person)
    if before.left_at is not None:
        return
    if before.role == "owner":
        await _must_not_be_last_owner(work)
    await _LEAVE.run(work, work.tenant, person, work.now, reason, work.actor.id)
    await _END_POST.run(work, work.tenant, person, work.now)
    await END_SESSIONS.run(work, work.tenant, person, None)
    work.tell(PersonLeft(person=person, store=before.store_id))
    work.audit("staff.depart", "staff", person, after={"reason": reason})


async def put_password(work: Work, person: UUID, hashed: str, *, keep: UUID | None = None) -> None:
    """Set a password made by `hash_password`; all sessions but `keep` end."""
    await queries.get_person(work, person)
    await _PASSWORD.run(work, work.tenant, person, hashed)
    await END_SESSIONS.run(work, work.tenant, person, keep)
    work.audit("staff.put_password", "staff", person, after={"password": "changed"})


def name_key(name: str) -> str:
    """What names are sorted and found by: their sound."""
    return "".join(lazy_pinyin(name)).lower()


def _must_have_post(role: Role, store: UUID | None, region: UUID | None) -> None:
    if role in {"store_manager", "guide"} and store is None:
        raise PostNeeded
    if role == "region_manager" and region is None:
        raise PostNeeded


async def _must_not_be_last_owner(work: Work) -> None:
    if await queries.COUNT_OWNERS.get(work, work.tenant) <= 1:
        raise LastOwner


def _sealed(work: Work, person: UUID, phone: str | None) -> bytes | None:
    if phone is None:
        return None
    key = work.keyring.tenant_key(work.tenant)
    return seal(key, phone.encode(), b"staff.person/" + person.bytes)


def _taken(twin: asyncpg.UniqueViolationError, account: str, number: str | None) -> str:
    return number or "" if "employee_no" in str(twin) else account


def _shown(who: Person | Change) -> dict[str, object]:
    return {"name": who.name, "role": who.role, "store": who.store_id, "region": who.region_id}
