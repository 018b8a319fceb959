"""Keys: shown once, never more than their maker, ended by date or by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Actor, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import developers
from siyu.modules.developers import NewKey

READ = frozenset({"catalog.read"})


async def made(works: Works, tenant: TenantId, **more) -> tuple[developers.Key, str]:
    async with works.open(tenant, actor=Actor("staff", uuid4())) as work:
        new = NewKey(name="收银", permits=READ, **more)
        return await developers.make_key(work, new, most=READ)


async def found(works: Works, tenant: TenantId, shown: str) -> developers.Key | None:
    async with works.look(tenant) as work:
        return await developers.find_key(work, shown)


async def test_a_key_names_its_tenant_and_is_found_there_only(
    works: Works, tenant: TenantId
) -> None:
    key, shown = await made(works, tenant)
    assert shown.startswith(f"siyu_{tenant}_")
    assert (await found(works, tenant, shown)) == key
    assert await found(works, TenantId(tenant + 50), shown) is None
    assert await found(works, tenant, shown[:-1]) is None


async def test_a_key_may_do_no_more_than_its_maker(works: Works, tenant: TenantId) -> None:
    more = NewKey(name="x", permits=READ | {"catalog.write"})
    with pytest.raises(developers.TooMuch, match=r"catalog\.write"):
        async with works.open(tenant) as work:
            await developers.make_key(work, more, most=READ)


async def test_a_key_asks_only_for_what_the_open_api_has(works: Works, tenant: TenantId) -> None:
    odd = NewKey(name="x", permits=frozenset({"staff.write"}))
    with pytest.raises(developers.UnknownPermit):
        async with works.open(tenant) as work:
            await developers.make_key(work, odd, most=frozenset({"staff.write"}))


async def test_a_key_ends_on_its_day(works: Works, tenant: TenantId, clock: StoppedClock) -> None:
    _, shown = await made(works, tenant, until=clock.now() + timedelta(hours=1))
    assert await found(works, tenant, shown) is not None
    clock.move(timedelta(hours=1))
    assert await found(works, tenant, shown) is None


async def test_a_revoked_key_opens_nothing_and_stays_listed(works: Works, tenant: TenantId) -> None:
    key, shown = await made(works, tenant)
    for _ in range(2):
        async with works.open(tenant, actor=Actor("staff", uuid4())) as work:
            await developers.revoke_key(work, key.id)
    assert await found(works, tenant, shown) is None
    async with works.look(tenant) as work:
        [listed] = await developers.list_keys(work)
    assert listed.revoked_at is not None


async def test_nobody_revokes_a_key_that_is_not_there(works: Works, tenant: TenantId) -> None:
    with pytest.raises(NotFound):
        async with works.open(tenant) as work:
            await developers.revoke_key(work, uuid4())


async def test_use_is_noted_to_the_minute(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    key, shown = await made(works, tenant)
    first = clock.now()
    for seconds in (0, 40):
        clock.move(timedelta(seconds=seconds))
        async with works.open(tenant) as work:
            await developers.note_use(work, key.id)
    used = await found(works, tenant, shown)
    assert used is not None
    assert used.last_used_at == first
