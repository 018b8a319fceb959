"""Every SELECT of staff."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.staff.values import Filter, Person

_PERSON = """
select p.id, p.account, p.name, p.role, p.employee_no, p.region_id, o.store_id, p.phone_last4,
       p.totp_since is not null as has_totp, p.joined_at, p.left_at, p.last_sign_in_at
from staff.person p
left join staff.post o on o.tenant_id = p.tenant_id and o.person_id = p.id and o.until is null
"""
_WANTED = """
where p.tenant_id = $1
  and ($2 = '' or p.name ilike $2 or p.account ilike $2 or p.name_key like lower($2)
    or p.employee_no ilike $2)
  and ($3 = '' or p.role = $3) and ($4::uuid is null or o.store_id = $4)
  and ($5 = '' or ($5 = 'left') = (p.left_at is not null))
  and ($6::uuid[] is null or o.store_id = any($6))
"""
_GET = Query(Person, f"{_PERSON} where p.tenant_id = $1 and p.id = $2")
_LIST = Query(Person, f"{_PERSON} {_WANTED} order by p.name_key, p.id limit $7 offset $8")
_COUNT = Scalar(
    f"""
    select count(*) from (select 1 from staff.person p
      left join staff.post o on o.tenant_id = p.tenant_id and o.person_id = p.id
        and o.until is null
      {_WANTED} limit 10001) n
    """
)


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
    return await _GET.one(work, work.tenant, person)


async def list_people(
    work: Work, wanted: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Person], int]:
    """People by the sound of their names, and a capped count."""
    text = f"%{_plain(wanted.text.strip())}%" if wanted.text.strip() else ""
    which = (work.tenant, text, wanted.role, wanted.store, wanted.state, wanted.places)
    rows = await _LIST.all(work, *which, limit, offset)
    return rows, await _COUNT.get(work, *which)


async def names(work: Work, people: Sequence[UUID]) -> dict[UUID, str]:
    rows = await _NAMES.all(work, work.tenant, list(set(people))) if people else []
    return {row.id: row.name for row in rows}


async def find_guides_by_no(work: Work, numbers: Sequence[str]) -> dict[str, UUID]:
    """Ids by employee number, leavers included: an old receipt names them still."""
    rows = await _BY_NO.all(work, work.tenant, list(set(numbers))) if numbers else []
    return {row.number: row.id for row in rows}


async def count_guides(work: Work, stores: Sequence[UUID]) -> dict[UUID, int]:
    """Guides by the store they are posted to."""
    rows = await _GUIDES.all(work, work.tenant, list(stores))
    return {row.store_id: row.guides for row in rows}


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
