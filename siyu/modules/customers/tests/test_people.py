"""Profiles, phones, consents and forgetting."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from siyu.kernel.db import Actor, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from siyu.modules.customers import Identity, ProfileChange
from siyu.modules.customers.errors import (
    NeedsGuardian,
    NoPhone,
    UnknownPurpose,
    UnreadableBirthday,
)
from siyu.modules.customers.tests.conftest import Meeting, seen
from tests.house.database import Server

Newcomer = Callable[..., Awaitable[UUID]]
PHONE = "13800138000"


async def test_a_profile_change_tells_which_fields_and_not_what_they_hold(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer()
    change = ProfileChange(fields=frozenset({"name", "remark"}), name="王小明", remark="")
    async with works.open(tenant) as work:
        after = await customers.change_profile(work, customer, change)
    assert (after.name, after.pinyin) == ("王小明", "wang xiao ming")
    async with works.look(tenant) as work:
        (told, _) = await log.about(work, [customer])
    assert told.body == '{"fields": ["name"]}'


async def test_a_birthday_lies_in_the_past(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer()
    change = ProfileChange(fields=frozenset({"birthday"}), birthday=date(2099, 1, 1))
    with pytest.raises(UnreadableBirthday):
        async with works.open(tenant) as work:
            await customers.change_profile(work, customer, change)


async def test_whoever_reads_a_phone_is_written_down(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer, guide = await newcomer(PHONE), Actor("staff", UUID(int=7))
    async with works.open(tenant, actor=guide) as work:
        assert await customers.reveal_phone(work, customer) == PHONE
    async with works.look(tenant) as work:
        told = (await log.about(work, [customer]))[0]
        audit = await work.conn.fetchrow(
            "select verb, actor_id, after from kernel.audit where tenant_id = $1", tenant
        )
    assert (told.name, told.actor) == ("customers.phone_revealed", str(guide))
    assert audit is not None
    assert tuple(audit) == ("customers.reveal_phone", guide.id, None)


async def test_a_customer_without_a_phone_has_none_to_show(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer("8600000017")
    with pytest.raises(NoPhone):
        async with works.open(tenant) as work:
            await customers.reveal_phone(work, customer)


async def test_whoever_came_with_an_import_may_be_served_and_not_advertised_to(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer()
    async with works.look(tenant) as work:
        said = await customers.list_consents(work, customer)
    assert [(c.purpose, c.state, c.source) for c in said] == [("service", "legacy", "pos")]


async def test_the_last_word_counts_and_every_word_is_kept(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer()
    async with works.open(tenant) as work:
        for granted in (True, True, False):
            await customers.agree(
                work, customer, "marketing_sms", granted=granted, source="storefront"
            )
    async with works.look(tenant) as work:
        latest = {c.purpose: c.state for c in await customers.list_consents(work, customer)}
        history = await customers.list_consent_history(work, customer)
    assert latest == {"service": "legacy", "marketing_sms": "refused"}
    assert [c.state for c in history] == ["refused", "granted", "legacy"]
    assert history[0].text_version == customers.PURPOSES[0].version


CHILDS = date(2020, 6, 1)


def born(on: date) -> ProfileChange:
    return ProfileChange(fields=frozenset({"birthday"}), birthday=on)


async def test_a_childs_birthday_is_kept_only_with_a_guardians_consent(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer, store = await newcomer(), UUID(int=5)
    with pytest.raises(NeedsGuardian):
        async with works.open(tenant) as work:
            await customers.change_profile(work, customer, born(CHILDS))
    async with works.look(tenant) as work:
        assert (await customers.get_customer(work, customer)).birthday is None
    async with works.open(tenant, actor=Actor("staff", UUID(int=7))) as work:
        for _ in range(2):
            await customers.agree_for_child(work, customer, "mother", source="console", store=store)
        await customers.change_profile(work, customer, born(CHILDS))
    async with works.look(tenant) as work:
        kept = [c for c in await customers.list_consent_history(work, customer) if c.guardian]
        audits = await work.conn.fetch(
            "select actor_id from kernel.audit where tenant_id = $1 and verb = $2",
            tenant,
            "customers.agree_for_child",
        )
    assert [(c.purpose, c.state, c.guardian, c.store_id, c.source) for c in kept] == [
        ("child", "granted", "mother", store, "console")
    ]
    assert (kept[0].text_version, kept[0].at) == (customers.CHILD.version, work.now)
    assert [row["actor_id"] for row in audits] == [UUID(int=7)]


async def test_a_child_agrees_to_nothing_before_a_guardian_did(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer()
    async with works.open(tenant) as work:
        await customers.agree_for_child(work, customer, "father", source="storefront")
        await customers.change_profile(work, customer, born(CHILDS))
        await customers.agree(work, customer, "recommendations", granted=True, source="x")
    other = await newcomer("13900139000")
    async with works.open(tenant) as work:
        # As if she had been kept before anybody asked.
        await work.conn.execute("update customers.customer set birthday = $1", CHILDS)
    with pytest.raises(NeedsGuardian):
        async with works.open(tenant) as work:
            await customers.agree(work, other, "recommendations", granted=True, source="x")
    async with works.open(tenant) as work:
        await customers.agree(work, other, "recommendations", granted=False, source="x")


async def test_no_source_brings_a_child(
    works: Works, tenant: TenantId, meeting: Meeting, newcomer: Newcomer
) -> None:
    known = await newcomer("A")
    stranger, held = await meeting(
        seen("B", name="小宝", birthday=CHILDS), seen("A", name="小宝", birthday=CHILDS)
    )
    assert (stranger.customer, stranger.problem) == (None, "customers.needs_guardian")
    assert held.customer == known
    async with works.look(tenant) as work:
        person = await customers.get_customer(work, known)
        count = await work.conn.fetchval(
            "select count(*) from customers.identity where tenant_id = $1", tenant
        )
    assert (person.name, person.birthday, count) == (None, None, 1)


async def test_nobody_agrees_to_what_was_not_asked(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer()
    with pytest.raises(UnknownPurpose):
        async with works.open(tenant) as work:
            await customers.agree(work, customer, "everything", granted=True, source="x")


async def everything_kept(server: Server, tenant: TenantId) -> str:
    """Every row of every table that is the tenant's, as text; bytes also as Latin-1."""
    owner = await asyncpg.connect(server.urls("owner"))
    try:
        await owner.execute(f"set siyu.tenant = '{tenant}'")
        tables = await owner.fetch(
            "select attrelid::regclass::text as name from pg_attribute join pg_class c"
            " on c.oid = attrelid where attname = 'tenant_id' and relkind in ('r', 'p')"
        )
        kept = []
        for table in tables:
            rows = await owner.fetch(f"select * from {table['name']} where tenant_id = $1", tenant)
            kept += [_text(value) for row in rows for value in row.values()]
        return "\n".join(kept)
    finally:
        await owner.close()


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


async def test_no_table_holds_an_identity_in_clear(
    server: Server, works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    card, mail = "8612345678", "anna@example.com"
    (met,) = await meeting(seen(PHONE, also=(Identity("pos_card", card), Identity("email", mail))))
    assert met.customer is not None
    async with works.open(tenant) as work:
        await customers.reveal_phone(work, met.customer)
        await customers.make_code(work, PHONE, "203.0.113.9")
    kept = await everything_kept(server, tenant)
    assert str(met.customer) in kept
    for clear in (PHONE, PHONE[-4:] + "\n", card, mail, "203.0.113.9"):
        assert clear not in kept


async def test_nobody_reads_what_a_forgotten_customer_was_known_by(
    server: Server, works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    (met,) = await meeting(seen(PHONE, name="王小明", also=(Identity("pos_card", "8612345678"),)))
    assert met.customer is not None
    async with works.open(tenant) as work:
        token, _ = await customers.begin_session(work, PHONE, [])
        await customers.forget(work, met.customer, reason="she asked")
    async with works.open(tenant) as work:
        with pytest.raises(NotFound):
            await customers.get_customer(work, met.customer)
        with pytest.raises(NoPhone):
            await customers.reveal_phone(work, met.customer)
        assert await customers.list_identities(work, met.customer) == []
        assert await customers.find_session(work, token.text) is None
    assert "王小明" not in await everything_kept(server, tenant)


async def test_whoever_was_forgotten_is_a_stranger_with_a_new_number(
    works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    (met,) = await meeting(seen(PHONE))
    assert met.customer is not None
    async with works.open(tenant) as work:
        await customers.forget(work, met.customer, reason="she asked")
    (again,) = await meeting(seen(PHONE))
    assert (again.new, again.member_no) == (True, 2)


async def test_another_tenants_customer_is_not_there(
    works: Works, tenant: TenantId, newcomer: Newcomer
) -> None:
    customer = await newcomer()
    async with works.look(TenantId(tenant + 50)) as work:
        with pytest.raises(NotFound):
            await customers.get_customer(work, customer)
