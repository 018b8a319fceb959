"""Every SELECT of staff."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.names import asked_grams, needle
from siyu.modules.staff.seals import Seals, blind, tail
from siyu.modules.staff.values import Audience, EndedWhy, Filter, Person, Posted, Role, Session

PHONE_DIGITS = 11


class _At(msgspec.Struct, frozen=True):
    store_id: UUID
    id: UUID


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """A person as kept: the phone still sealed."""

    id: UUID
    account: str
    name: str
    role: str
    employee_no: str | None
    region_id: UUID | None
    store_id: UUID | None
    key: bytes
    phone: bytes | None
    has_totp: bool
    joined_at: datetime
    left_at: datetime | None
    last_sign_in_at: datetime | None


_PERSON = """
select p.id, p.account, p.name, p.role, p.employee_no, p.region_id, o.store_id, p.key, p.phone,
       p.totp_since is not null as has_totp, p.joined_at, p.left_at, p.last_sign_in_at
from staff.person p
left join staff.post o on o.tenant_id = p.tenant_id and o.person_id = p.id and o.until is null
"""
_WANTED = """
where p.tenant_id = $1
  and ($2 = '' or p.id in (select staff.find_people($2, $3, $4, $5)))
  and ($6 = '' or p.role = $6) and ($7::uuid is null or o.store_id = $7)
  and ($8 = '' or ($8 = 'left') = (p.left_at is not null))
  and ($9::uuid[] is null or o.store_id = any($9))
"""
_GET = Query(_Row, f"{_PERSON} where p.tenant_id = $1 and p.id = $2")
_IN_SERVICE = Scalar(
    "select id from staff.person where tenant_id = $1 and id = any($2) and left_at is null"
)
_AT = Query(
    _At,
    """
    select o.store_id, p.id from staff.post o
    join staff.person p on p.tenant_id = o.tenant_id and p.id = o.person_id
    where o.tenant_id = $1 and o.until is null and p.left_at is null
      and o.store_id = any($2::uuid[]) and p.role = any($3::text[])
    order by o.store_id, p.id
    """,
)
_LIST = Query(_Row, f"{_PERSON} {_WANTED} order by p.name_key, p.id limit $10 offset $11")
_COUNT = Scalar(
    f"""
    select count(*) from (select 1 from staff.person p
      left join staff.post o on o.tenant_id = p.tenant_id and o.person_id = p.id
        and o.until is null
      {_WANTED} limit 10001) n
    """
)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A session as kept: its place still sealed."""

    id: UUID
    person_id: UUID
    audience: Audience
    device: str
    place: bytes
    key: bytes
    made_at: datetime
    seen_at: datetime
    until: datetime
    ended_at: datetime | None
    ended_by: UUID | None
    ended_why: EndedWhy | None


_SESSIONS = Query(
    _Kept,
    """
    select s.id, s.person_id, s.audience, s.device, s.place, p.key, s.made_at, s.seen_at, s.until,
           s.ended_at, s.ended_by, s.ended_why
    from staff.session s join staff.person p on p.tenant_id = s.tenant_id and p.id = s.person_id
    where s.tenant_id = $1 and s.person_id = $2 order by s.made_at desc, s.id desc limit $3
    """,
)
KEY = Scalar("select key from staff.person where tenant_id = $1 and id = $2")


class _Named(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class _Numbered(msgspec.Struct, frozen=True):
    number: str
    id: UUID


class _Guides(msgspec.Struct, frozen=True):
    store_id: UUID
    guides: int


_NAMES = Query(_Named, "select id, name from staff.person where tenant_id = $1 and id = any($2)")
_POSTS = Query(
    Posted,
    """
    select p.id, p.left_at, coalesce(o.store_id, (
             select l.store_id from staff.post l
             where l.tenant_id = p.tenant_id and l.person_id = p.id
             order by l.since desc limit 1)) as store_id
    from staff.person p
    left join staff.post o on o.tenant_id = p.tenant_id and o.person_id = p.id and o.until is null
    where p.tenant_id = $1 and p.id = any($2::uuid[])
    """,
)
_BY_NO = Query(
    _Numbered,
    """
    select employee_no as number, id from staff.person
    where tenant_id = $1 and employee_no = any($2)
    """,
)
_GUIDES = Query(
    _Guides,
    """
    select o.store_id, count(*)::int4 as guides
    from staff.post o join staff.person p on p.tenant_id = o.tenant_id and p.id = o.person_id
    where o.tenant_id = $1 and o.until is null and p.role = 'guide' and p.left_at is null
      and o.store_id = any($2)
    group by o.store_id
    """,
)
# Locked, so that of two owners who leave at the same moment the second one counts again.
COUNT_OWNERS = Scalar(
    """
    select count(*) from (
      select 1 from staff.person
      where tenant_id = $1 and role = 'owner' and left_at is null order by id for update) owners
    """
)


async def get_person(work: Work, person: UUID) -> Person:
    return _person(work, await _GET.one(work, work.tenant, person))


async def list_people(
    work: Work, wanted: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Person], int]:
    """People by the sound of their names, and a capped count.

    The text is a piece of a name, its sound, an account or a number, or a phone, whole or its end.
    """
    which = (*_asked(work, wanted.text), wanted.role, wanted.store, wanted.state, wanted.places)
    rows = await _LIST.all(work, work.tenant, *which, limit, offset)
    return [_person(work, row) for row in rows], await _COUNT.get(work, work.tenant, *which)


async def list_sessions(work: Work, person: UUID, *, limit: int = 50) -> list[Session]:
    """A person's sign-ins, latest first, ended ones too."""
    return [_session(work, row) for row in await _SESSIONS.all(work, work.tenant, person, limit)]


async def names(work: Work, people: Sequence[UUID]) -> dict[UUID, str]:
    rows = await _NAMES.all(work, work.tenant, list(set(people))) if people else []
    return {row.id: row.name for row in rows}


async def posts_of(work: Work, people: Sequence[UUID]) -> dict[UUID, Posted]:
    """Where they work, or worked last, and whether they left."""
    rows = await _POSTS.all(work, work.tenant, list(set(people))) if people else []
    return {row.id: row for row in rows}


async def find_guides_by_no(work: Work, numbers: Sequence[str]) -> dict[str, UUID]:
    """Ids by employee number, leavers included: an old receipt names them still."""
    rows = await _BY_NO.all(work, work.tenant, list(set(numbers))) if numbers else []
    return {row.number: row.id for row in rows}


async def people_at(
    work: Work, stores: Sequence[UUID], roles: Collection[Role]
) -> dict[UUID, list[UUID]]:
    """By store, who works there in one of these roles."""
    found: dict[UUID, list[UUID]] = {}
    for row in await _AT.all(work, work.tenant, list(set(stores)), list(roles)) if stores else []:
        found.setdefault(row.store_id, []).append(row.id)
    return found


async def count_guides(work: Work, stores: Sequence[UUID]) -> dict[UUID, int]:
    """Guides by the store they are posted to."""
    rows = await _GUIDES.all(work, work.tenant, list(stores))
    return {row.store_id: row.guides for row in rows}


def _asked(work: Work, text: str) -> tuple[str, list[str], bytes | None, bytes | None]:
    """A question as `staff.find_people` takes it."""
    sought = needle(text)
    digits = sought.isascii() and sought.isdigit()
    whole = blind(work, sought) if digits and len(sought) == PHONE_DIGITS else None
    end = tail(work, sought) if digits and len(sought) == 4 else None
    return sought, asked_grams(sought, work.tenant), whole, end


def _person(work: Work, row: _Row) -> Person:
    shown = msgspec.structs.asdict(row)
    key, sealed = shown.pop("key"), shown.pop("phone")
    phone = None if sealed is None else Seals(work, row.id, key).unseal("phone", sealed)
    return msgspec.convert({**shown, "phone_last4": phone and phone[-4:]}, Person)


def _session(work: Work, row: _Kept) -> Session:
    shown = msgspec.structs.asdict(row)
    seals = Seals(work, row.person_id, shown.pop("key"))
    return msgspec.convert({**shown, "place": seals.unseal("place", row.place)}, Session)


async def find_in_service(work: Work, people: Sequence[UUID]) -> frozenset[UUID]:
    """Those of them who work here."""
    wanted = list(people)
    return frozenset(await _IN_SERVICE.column(work, work.tenant, wanted) if wanted else [])
