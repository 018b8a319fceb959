"""Verbs of staff: join, change, leave; a person's post is a row that ends and never changes."""

from uuid import UUID

import asyncpg

from siyu.kernel.db import Command, Scalar, Work
from siyu.kernel.errors import NotFound
from siyu.kernel.names import Named, grams, needle
from siyu.modules.staff import queries
from siyu.modules.staff.errors import AccountTaken, Departed, LastOwner, PostNeeded
from siyu.modules.staff.facts import PersonJoined, PersonLeft, PostChanged
from siyu.modules.staff.seals import Seals, sealed_phone
from siyu.modules.staff.values import Change, EndedWhy, Join, Person, Role

_ADD = Command(
    """
    insert into staff.person
      (tenant_id, id, account, role, employee_no, region_id, name, name_key, searched, grams,
       key, phone, phone_blind, phone_tail, password_hash, joined_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
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
# Whoever has left is not changed; the row is locked, so leaving waits for a change and ends it.
_CHANGE = Command(
    """
    update staff.person set role = $3, employee_no = $4, region_id = $5, name = $6, name_key = $7,
      searched = $8, grams = $9
    where tenant_id = $1 and id = $2 and left_at is null
    """
)
_PHONE = Command(
    """
    update staff.person set phone = $3, phone_blind = $4, phone_tail = $5
    where tenant_id = $1 and id = $2 and left_at is null
    """
)
_LEAVE = Command(
    """
    update staff.person set left_at = $3, left_reason = $4, left_by = $5
    where tenant_id = $1 and id = $2 and left_at is null
    """
)
_PASSWORD = Command(
    """
    update staff.person set password_hash = $3
    where tenant_id = $1 and id = $2 and left_at is null
    """
)
_END_SESSIONS = Command(
    """
    update staff.session set ended_at = $3, ended_by = $4, ended_why = $5
    where tenant_id = $1 and person_id = $2 and ended_at is null and until > $3
      and ($6::uuid is null or id <> $6)
    """
)
_END_SESSION = Command(
    """
    update staff.session set ended_at = coalesce(ended_at, least($4, until)),
      ended_by = coalesce(ended_by, $5), ended_why = coalesce(ended_why, 'ended')
    where tenant_id = $1 and person_id = $2 and id = $3
    """
)
HASH = Scalar("select password_hash from staff.person where tenant_id = $1 and id = $2")


async def join(work: Work, new: Join) -> UUID:
    """Take somebody on; AccountTaken, or PostNeeded where the role goes with a store or region."""
    _must_have_post(new.role, new.store_id, new.region_id)
    id_ = work.new_id()
    account = new.account.strip().lower()
    seals = Seals.new(work, id_)
    who = (account, new.role, new.employee_no, new.region_id)
    found = _found(work, new.name, account, new.employee_no)
    kept = (seals.wrapped, *sealed_phone(work, seals, new.phone), new.password_hash)
    try:
        await _ADD.run(work, work.tenant, id_, *who, *found, *kept, work.now)
    except asyncpg.UniqueViolationError as twin:
        raise AccountTaken(taken=_taken(twin, account, new.employee_no)) from twin
    if new.store_id is not None:
        await _POST.run(work, work.tenant, work.new_id(), id_, new.store_id, work.now)
    work.tell(PersonJoined(person=id_, role=new.role, store=new.store_id))
    work.audit("staff.join", "staff", id_, after={"account": account, "role": new.role})
    return id_


async def change(work: Work, person: UUID, new: Change) -> Person:
    """Change name, role or post; a new store ends the old post and begins another.

    Departed for somebody who has left: whoever comes back joins anew.
    """
    _must_have_post(new.role, new.store_id, new.region_id)
    before = await queries.get_person(work, person)
    if before.role == "owner" and new.role != "owner":
        await _must_not_be_last_owner(work)
    found = _found(work, new.name, before.account, new.employee_no)
    row = (new.role, new.employee_no, new.region_id, *found)
    try:
        changed = await _CHANGE.run(work, work.tenant, person, *row)
    except asyncpg.UniqueViolationError as twin:
        raise AccountTaken(taken=new.employee_no) from twin
    if not changed:
        raise Departed(name=before.name)
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
    await end_sessions(work, person, "left")
    work.tell(PersonLeft(person=person, store=before.store_id))
    work.audit("staff.depart", "staff", person, after={"reason": reason})


async def put_password(work: Work, person: UUID, hashed: str, *, keep: UUID | None = None) -> None:
    """Set a password made by `hash_password`; all sessions but `keep` end."""
    before = await queries.get_person(work, person)
    if not await _PASSWORD.run(work, work.tenant, person, hashed):
        raise Departed(name=before.name)
    await end_sessions(work, person, "password", keep=keep)
    work.audit("staff.put_password", "staff", person, after={"password": "changed"})


async def put_phone(work: Work, person: UUID, phone: str | None) -> Person:
    """Keep another phone number, or none."""
    before = await queries.get_person(work, person)
    seals = Seals(work, person, await queries.KEY.get(work, work.tenant, person))
    if not await _PHONE.run(work, work.tenant, person, *sealed_phone(work, seals, phone)):
        raise Departed(name=before.name)
    work.audit("staff.put_phone", "staff", person, after={"phone": "changed"})
    return await queries.get_person(work, person)


async def end_sessions(work: Work, person: UUID, why: EndedWhy, *, keep: UUID | None = None) -> int:
    """End what still lasts of a person's sessions, but `keep`; how many there were."""
    return await _END_SESSIONS.run(work, work.tenant, person, work.now, work.actor.id, why, keep)


async def end_session(work: Work, person: UUID, session: UUID) -> None:
    """End one session of a person; NotFound if it is not theirs, a second time changes nothing."""
    who = (work.now, work.actor.id)
    if not await _END_SESSION.run(work, work.tenant, person, session, *who):
        raise NotFound
    work.audit("staff.end_session", "staff", person, after={"session": session})


def _must_have_post(role: Role, store: UUID | None, region: UUID | None) -> None:
    if role in {"store_manager", "guide"} and store is None:
        raise PostNeeded
    if role == "region_manager" and region is None:
        raise PostNeeded


async def _must_not_be_last_owner(work: Work) -> None:
    if await queries.COUNT_OWNERS.get(work, work.tenant) <= 1:
        raise LastOwner


def _found(
    work: Work, name: str, account: str, number: str | None
) -> tuple[str, str, str, list[str]]:
    """Name, what it is sorted by, and what the person is found by."""
    named = Named.of(name, work.tenant)
    parts = dict.fromkeys(filter(None, (named.searched, needle(account), needle(number or ""))))
    searched = "|".join(parts)
    sound = named.pinyin.replace(" ", "")
    return name, sound, searched, grams(searched, work.tenant, fine=True)


def _taken(twin: asyncpg.UniqueViolationError, account: str, number: str | None) -> str:
    return number or "" if "employee_no" in str(twin) else account


def _shown(who: Person | Change) -> dict[str, object]:
    return {"name": who.name, "role": who.role, "store": who.store_id, "region": who.region_id}
