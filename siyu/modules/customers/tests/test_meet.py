"""Meeting customers in batches."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from siyu.kernel.db import Scalar, Works
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from siyu.modules.customers import Identity, Meet
from siyu.modules.customers.tests.conftest import MONDAY, Meeting, seen
from tests.house.database import Server

EAST, WEST, GUIDE = uuid4(), uuid4(), uuid4()
DAY = timedelta(days=1)


async def facts_about(works: Works, tenant: TenantId, customer: UUID | None) -> list[str]:
    assert customer is not None
    async with works.look(tenant) as work:
        return [fact.name for fact in await log.about(work, [customer])]


async def test_a_stranger_is_welcomed_and_known_the_next_time(meeting: Meeting) -> None:
    (first,) = await meeting(seen("8600000017"))
    (again,) = await meeting(seen(" 8600000017 "))
    assert (first.new, again.new) == (True, False)
    assert (again.customer, again.member_no) == (first.customer, 1)


async def test_outcomes_stand_in_the_order_of_the_commands(meeting: Meeting) -> None:
    await meeting(seen("B"))
    outcomes = await meeting(seen("A"), seen("B"), seen("A"), seen(""), seen("C"))
    assert [o.member_no for o in outcomes] == [2, 1, 2, None, 3]
    assert outcomes[3].problem == "customers.unreadable_identity"


async def test_member_numbers_have_no_gap_after_a_work_that_failed(
    works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    async def failing() -> None:
        async with works.open(tenant) as work:
            await customers.meet(work, [seen("A"), seen("B")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await failing()
    assert [met.member_no for met in await meeting(seen("B"), seen("C"))] == [1, 2]


async def race(works: Works, tenant: TenantId, times: int = 8) -> list[UUID | None]:
    """Several imports meet the same twenty cards at once, each in its own order."""

    async def one(shift: int) -> Sequence[UUID | None]:
        cards = [f"{(n * 7 + shift) % 20:06d}" for n in range(20)]
        async with works.open(tenant) as work:
            mets = await customers.meet(work, [seen(card) for card in cards])
            await asyncio.sleep(0.02)
        return [met.customer for met in mets]

    found = await asyncio.gather(*(one(shift) for shift in range(times)))
    return [customer for some in found for customer in some]


async def test_imports_that_meet_the_same_cards_at_once_meet_the_same_people(
    works: Works, tenant: TenantId
) -> None:
    met = await race(works, tenant)
    assert len(set(met)) == 20
    async with works.look(tenant) as work:
        numbers = await Scalar(
            "select member_no from customers.customer where tenant_id = $1 order by 1"
        ).column(work, tenant)
    assert numbers == list(range(1, 21))


async def test_the_purchase_that_was_first_decides_who_looks_after_her(
    works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    (met,) = await meeting(seen("A", store=WEST, at=MONDAY + DAY))
    await meeting(seen("A", store=EAST, guide=GUIDE), seen("A", store=WEST, at=MONDAY + 2 * DAY))
    assert met.customer is not None
    async with works.look(tenant) as work:
        now, before = await customers.list_belongings(work, met.customer)
        profile = await customers.get_customer(work, met.customer)
    assert (now.store_id, now.guide_id, now.since, now.ended_at) == (EAST, GUIDE, MONDAY, None)
    assert before.store_id == WEST
    assert before.ended_at is not None
    assert (profile.store_id, profile.guide_id) == (EAST, GUIDE)


async def test_no_receipt_changes_what_was_decided_by_hand(
    works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    (met,) = await meeting(seen("A", store=WEST))
    assert met.customer is not None
    async with works.open(tenant) as work:
        await customers.assign(work, met.customer, store=EAST, guide=None, reason="she moved")
    await meeting(seen("A", store=WEST, at=MONDAY - DAY))
    async with works.look(tenant) as work:
        belonging = (await customers.find_belongings(work, [met.customer]))[met.customer]
    assert (belonging.store_id, belonging.rule, belonging.reason) == (EAST, "by_hand", "she moved")
    assert await facts_about(works, tenant, met.customer) == [
        "customers.bound",
        "customers.customer_met",
    ]


async def test_whoever_signed_in_first_belongs_to_where_she_first_buys(
    works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    (met,) = await meeting(seen("13800138000"))
    await meeting(seen("13800138000", store=EAST))
    assert met.customer is not None
    async with works.look(tenant) as work:
        assert (await customers.get_customer(work, met.customer)).store_id == EAST


async def test_what_a_source_adds_fills_gaps_and_overwrites_nothing(
    works: Works, tenant: TenantId, meeting: Meeting
) -> None:
    phone = Identity("phone", "+86 138 0013 8000")
    (met,) = await meeting(seen("A"))
    await meeting(seen("A", name="王小明", also=(phone,)))
    (same,) = await meeting(seen("13800138000", name="李四"))
    assert same.customer == met.customer
    assert met.customer is not None
    async with works.look(tenant) as work:
        assert (await customers.get_customer(work, met.customer)).name == "王小明"
        known = await customers.list_identities(work, met.customer)
    assert {one.masked for one in known} == {"****", "138****8000"}


async def test_an_identity_of_somebody_else_is_never_taken_over(meeting: Meeting) -> None:
    family = Identity("phone", "13800138000")
    mother, child = await meeting(seen("A", also=(family,)), seen("B", also=(family,)))
    (phone,) = await meeting(seen("13800138000"))
    assert phone.customer == mother.customer
    assert child.customer != mother.customer


async def test_two_tenants_know_their_own_customers(works: Works, tenant: TenantId) -> None:
    mets = []
    for number in (tenant, TenantId(tenant + 50)):
        async with works.open(number) as work:
            mets += await customers.meet(work, [seen("13800138000")])
    assert [(met.new, met.member_no) for met in mets] == [(True, 1), (True, 1)]
    assert mets[0].customer != mets[1].customer


async def test_a_text_that_reads_as_no_identity_meets_nobody(meeting: Meeting) -> None:
    command = Meet(identity=Identity("phone", "12345"), source="pos", at=MONDAY)
    (met,) = await meeting(command)
    assert (met.customer, met.problem) == (None, "customers.unreadable_identity")


async def test_without_the_index_of_living_identities_strangers_would_come_twice(
    server: Server, works: Works, tenant: TenantId
) -> None:
    """Plants the fault that the race above must notice."""
    owner = await asyncpg.connect(server.urls("owner"))
    try:
        await owner.execute("drop index customers.identity_living_ix")
        assert len(set(await race(works, tenant))) > 20
    finally:
        await owner.execute(f"set siyu.tenant = '{tenant}'")
        await owner.execute("delete from customers.identity")
        await owner.execute(
            "create unique index identity_living_ix on customers.identity"
            " (tenant_id, kind, blind) where ended_at is null"
        )
        await owner.close()
