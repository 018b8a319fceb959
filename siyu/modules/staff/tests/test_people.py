"""People: who left takes no post, phones are sealed, and thousands are searched by an index."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from siyu.kernel.crypto import new_key
from siyu.kernel.db import Scalar, Works
from siyu.kernel.ids import TenantId
from siyu.modules import staff
from siyu.modules.staff import Change, Filter, Join
from tests.house.database import Server
from tests.house.knocking import as_superuser

UNUSABLE = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"
PHONE = "13912345678"
EAST, WEST = UUID(int=1), UUID(int=2)

_POSTS = Scalar(
    "select count(*) from staff.post where tenant_id = $1 and person_id = $2 and until is null"
)

Hire = Callable[..., Awaitable[UUID]]


@pytest.fixture
def hire(works: Works, tenant: TenantId) -> Hire:
    async def run(account: str, name: str, **more: str | None) -> UUID:
        new = Join(
            account=account,
            name=name,
            role="guide",
            password_hash=UNUSABLE,
            store_id=EAST,
            **more,  # type: ignore[arg-type]
        )
        async with works.open(tenant) as work:
            return await staff.join(work, new)

    return run


async def found(works: Works, tenant: TenantId, text: str) -> list[str]:
    async with works.look(tenant) as work:
        people, count = await staff.list_people(work, Filter(text=text), limit=10)
    assert len(people) == count
    return [person.name for person in people]


async def test_whoever_left_takes_no_post(works: Works, tenant: TenantId, hire: Hire) -> None:
    person = await hire("ma", "马俊")
    async with works.open(tenant) as work:
        await staff.depart(work, person, "搬家")
    with pytest.raises(staff.Departed, match="马俊"):
        async with works.open(tenant) as work:
            await staff.change(work, person, Change(name="马俊", role="guide", store_id=WEST))
    async with works.look(tenant) as work:
        assert await _POSTS.get(work, tenant, person) == 0


async def test_a_change_and_a_departure_at_once_leave_no_post(
    works: Works, tenant: TenantId, hire: Hire
) -> None:
    person = await hire("ma", "马俊")
    met = asyncio.Barrier(2)

    async def move() -> None:
        async with works.open(tenant) as work:
            await met.wait()
            await staff.change(work, person, Change(name="马俊", role="guide", store_id=WEST))

    async def leave() -> None:
        async with works.open(tenant) as work:
            await met.wait()
            await staff.depart(work, person, "搬家")

    await asyncio.gather(move(), leave(), return_exceptions=True)
    async with works.look(tenant) as work:
        assert await _POSTS.get(work, tenant, person) == 0


async def test_a_phone_is_kept_without_a_digit_in_clear_and_found_whole_or_by_its_end(
    server: Server, works: Works, tenant: TenantId, hire: Hire
) -> None:
    await hire("lin", "林静", phone=PHONE)
    await hire("zhao", "赵敏", phone="13900001111")
    superuser = await as_superuser(server.superuser_url, server.urls("app"))
    try:
        kept = await superuser.fetch(
            "select row_to_json(p)::text as row, p.phone from staff.person p where tenant_id = $1",
            tenant,
        )
    finally:
        await superuser.close()
    assert not any(PHONE in row["row"] or PHONE[-4:].encode() in row["phone"] for row in kept)
    assert await found(works, tenant, PHONE) == ["林静"]
    assert await found(works, tenant, "5678") == ["林静"]
    assert await found(works, tenant, "1234567") == []


async def test_a_phone_is_changed_and_the_audit_holds_no_digit(
    works: Works, tenant: TenantId, hire: Hire
) -> None:
    person = await hire("lin", "林静", phone=PHONE)
    async with works.open(tenant) as work:
        after = await staff.put_phone(work, person, "13700001234")
        assert after.phone_last4 == "1234"
    assert await found(works, tenant, "5678") == []
    assert await found(works, tenant, "1234") == ["林静"]
    async with works.open(tenant) as work:
        assert (await staff.put_phone(work, person, None)).phone_last4 is None
    async with works.look(tenant) as work:
        audits = await work.conn.fetch(
            "select after from kernel.audit where tenant_id = $1 and verb = 'staff.put_phone'",
            tenant,
        )
    assert [row["after"] for row in audits] == ['{"phone": "changed"}'] * 2


@pytest.mark.parametrize("text", ["林", "静", "linj", "LJ", "lin.j", "e10", "E1001", "林 静"])
async def test_a_person_is_found_by_name_sound_account_and_number(
    works: Works, tenant: TenantId, hire: Hire, text: str
) -> None:
    await hire("lin.jing", "林静", employee_no="E1001")
    await hire("zhao", "赵敏", employee_no="F2002")
    assert await found(works, tenant, text) == ["林静"]


@pytest.mark.parametrize("text", ["%", "_", "林敏", "9999"])
async def test_a_person_is_not_found_by_what_she_is_not_called(
    works: Works, tenant: TenantId, hire: Hire, text: str
) -> None:
    await hire("lin.jing", "林静", employee_no="E1001", phone=PHONE)
    assert await found(works, tenant, text) == []


async def test_a_new_name_is_found_and_the_old_one_is_not(
    works: Works, tenant: TenantId, hire: Hire
) -> None:
    person = await hire("lin", "林静")
    async with works.open(tenant) as work:
        await staff.change(work, person, Change(name="林安然", role="guide", store_id=EAST))
    assert await found(works, tenant, "安然") == ["林安然"]
    assert await found(works, tenant, "静") == []


CROWD = """
insert into staff.person (tenant_id, id, account, name, name_key, searched, grams, role, key,
  password_hash, joined_at)
select $1, gen_random_uuid(), 'p' || n, '某' || n, 'p' || n, 'p' || n,
  array[$1 || '/p', $1 || '/' || n], 'guide', $2, '', now() from generate_series(1, 6000) n
"""


async def test_six_thousand_are_searched_by_the_index(
    server: Server, works: Works, tenant: TenantId
) -> None:
    superuser = await as_superuser(server.superuser_url, server.urls("app"))
    try:
        await superuser.execute(CROWD.replace("$1 ||", f"'{tenant}' ||"), tenant, new_key())
        await superuser.execute("vacuum (analyze) staff.person")
        plan = await planned(superuser, tenant, "4711")
    finally:
        await superuser.close()
    assert "person_grams_ix" in plan
    assert "person_phone_ix" in plan
    assert "person_tail_ix" in plan
    assert "Seq Scan" not in plan


async def planned(superuser: asyncpg.Connection, tenant: TenantId, text: str) -> str:
    """How the search function's question is answered, under the role that asks it."""
    body = await superuser.fetchval("select prosrc from pg_proc where proname = 'find_people'")
    async with superuser.transaction():
        await superuser.execute(f"set local role siyu_search; set local siyu.tenant = '{tenant}'")
        asked = (text, [f"{tenant}/{text}"], b"x" * 16, b"y" * 16)
        rows = await superuser.fetch(f"explain {body}", *asked)
    return "\n".join(row[0] for row in rows)
