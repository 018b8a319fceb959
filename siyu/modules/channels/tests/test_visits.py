"""Scans and openings: what is counted, what is refused, and how visits join customers."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Scalar, Works
from siyu.kernel.ids import TenantId
from siyu.modules import channels
from siyu.modules.channels import Code, Knock, MakeCode, Scanned, rules, tokens

TODAY = date(2026, 3, 2)
GUIDE, STORE, HER, OTHER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
NAMES = Scalar("select name from facts.fact where tenant_id = $1 order by recorded_at, id")


async def make(works: Works, tenant: TenantId, **said: Any) -> Code:
    new = MakeCode(
        name="门口海报", source="海报", domain="private", store=STORE, guide=GUIDE, **said
    )
    async with works.open(tenant) as work:
        return await channels.make_code(work, new, today=TODAY)


async def scan(works: Works, tenant: TenantId, *knocks: Knock, day: date = TODAY) -> list[Scanned]:
    async with works.open(tenant) as work:
        return await channels.scan(work, knocks, today=day)


def knock(slug: str, address: str = "203.0.113.9", visitor: UUID | None = None) -> Knock:
    return Knock(slug=slug, visitor=visitor, address=address)


async def join(works: Works, tenant: TenantId, token: str, her: UUID, *, new: bool) -> bool:
    async with works.open(tenant) as work:
        arrival = await channels.find_arrival(work, token, her)
        if arrival is None:
            return False
        await channels.join_visit(work, arrival, her, new=new, bound=new)
        return True


async def test_a_scan_is_counted_and_signed(works: Works, tenant: TenantId) -> None:
    code = await make(works, tenant)
    [first] = await scan(works, tenant, knock(code.slug))
    [second] = await scan(works, tenant, knock(code.slug, visitor=first.visitor))
    [third] = await scan(works, tenant, knock(code.slug))
    assert {first.standing, second.standing, third.standing} == {"live"}
    assert first.token
    assert first.token != second.token
    async with works.look(tenant) as work:
        counted = (await channels.figures(work, [code.id]))[code.id]
        assert (counted.scans, counted.visitors, counted.met) == (3, 2, 0)
        names = await NAMES.column(work, tenant)
    assert sorted(names) == ["channels.code_made", *["channels.code_scanned"] * 3]


@pytest.mark.parametrize(
    ("said", "day", "standing"),
    [
        ({"starts_on": TODAY, "ends_on": TODAY}, TODAY, "live"),
        ({"starts_on": TODAY}, TODAY - timedelta(1), "not_begun"),
        ({"ends_on": TODAY}, TODAY + timedelta(1), "ended"),
    ],
)
async def test_a_code_lives_between_its_days(
    works: Works, tenant: TenantId, said: dict[str, date], day: date, standing: str
) -> None:
    code = await make(works, tenant, **said)
    [came] = await scan(works, tenant, knock(code.slug), day=day)
    assert came.standing == standing
    assert (came.token is not None) == (standing == "live")


async def test_closed_and_unknown_codes_count_nothing(works: Works, tenant: TenantId) -> None:
    code = await make(works, tenant)
    async with works.open(tenant) as work:
        await channels.close_code(work, code.id)
    async with works.open(tenant) as work:
        with pytest.raises(channels.ClosedAlready):
            await channels.close_code(work, code.id)
    closed, unknown = await scan(works, tenant, knock(code.slug), knock("zzzzzzzz"))
    assert (closed.standing, unknown.standing) == ("closed", "unknown")
    async with works.look(tenant) as work:
        assert (await channels.figures(work, [code.id]))[code.id].scans == 0


async def test_a_flooding_address_is_led_on_and_not_counted(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    code = await make(works, tenant)
    flood = [knock(code.slug)] * (rules.MOST_PER_ADDRESS + 3)
    came = await scan(works, tenant, *flood, knock(code.slug, "198.51.100.1"))
    assert {one.standing for one in came} == {"live"}
    assert [one.token is None for one in came].count(True) == 3
    assert came[-1].token
    [again] = await scan(works, tenant, knock(code.slug))
    assert again.token is None
    clock.move(rules.WATCHED)
    [later] = await scan(works, tenant, knock(code.slug))
    assert later.token


async def test_a_visit_joins_one_customer_once(works: Works, tenant: TenantId) -> None:
    code = await make(works, tenant, cost_minor=100_00)
    [came] = await scan(works, tenant, knock(code.slug))
    assert came.token
    assert await join(works, tenant, came.token, HER, new=True)
    assert await join(works, tenant, came.token, HER, new=False)
    assert not await join(works, tenant, came.token, OTHER, new=True)
    async with works.look(tenant) as work:
        counted = (await channels.figures(work, [code.id]))[code.id]
        names = await NAMES.column(work, tenant)
    assert (counted.met, counted.bound) == (1, 1)
    assert (counted.cost_minor, counted.acquisition_minor) == (100_00, 100_00)
    assert names.count("channels.visit_joined") == 1


async def test_a_token_of_another_merchant_or_hand_is_nothing(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    code = await make(works, tenant)
    [came] = await scan(works, tenant, knock(code.slug))
    assert came.token
    elsewhere = TenantId(tenant + 50)
    assert not await join(works, elsewhere, came.token, HER, new=True)
    for strange in ("", "x", came.token[:-4] + "AAAA", "é" * 44):
        assert not await join(works, tenant, strange, HER, new=True)
    clock.move(rules.JOINS_WITHIN)
    assert not await join(works, tenant, came.token, HER, new=True)


async def test_a_visitors_number_is_signed(works: Works, tenant: TenantId) -> None:
    visitor = tokens.new_visitor()
    signed = channels.sign_visitor(works.keyring, tenant, visitor)
    assert channels.read_visitor(works.keyring, tenant, signed) == visitor
    assert channels.read_visitor(works.keyring, TenantId(tenant + 50), signed) is None
    assert channels.read_visitor(works.keyring, tenant, None) is None
    token = tokens.sign(works.keyring, tenant, "visit", visitor)
    assert channels.read_visitor(works.keyring, tenant, token) is None


async def test_costs_are_of_months_and_can_be_taken_back(works: Works, tenant: TenantId) -> None:
    code = await make(works, tenant)
    async with works.open(tenant) as work:
        assert (await channels.figures(work, [code.id]))[code.id].cost_minor is None
        await channels.set_cost(work, code.id, date(2026, 3, 17), 500)
        await channels.set_cost(work, code.id, date(2026, 3, 1), 700)
        await channels.set_cost(work, code.id, date(2026, 4, 1), 300)
    await scan(works, tenant, knock(code.slug))
    async with works.open(tenant) as work:
        assert (await channels.get_code(work, code.id)).cost_minor == 1000
        found = await channels.months(work, code.id, "Asia/Shanghai")
        paid = [(m.month, m.figures.cost_minor) for m in found]
        # Her scan is of the month that the clock stands in, whichever that is.
        assert [one for one in paid if one[1]] == [(date(2026, 4, 1), 300), (date(2026, 3, 1), 700)]
        assert sum(m.figures.scans for m in found) == 1
        assert {m.figures.acquisition_minor for m in found} == {None}
        await channels.set_cost(work, code.id, date(2026, 3, 2), None)
        assert (await channels.get_code(work, code.id)).cost_minor == 300


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_acquisition_cost_is_within_half_a_unit(cost: int, met: int) -> None:
    each = rules.acquisition_minor(cost, met)
    assert each is not None
    assert abs(2 * (each * met - cost)) <= met


def test_acquisition_cost_cannot_be_had_without_cost_or_people() -> None:
    assert rules.acquisition_minor(None, 5) is None
    assert rules.acquisition_minor(500, 0) is None


async def test_a_guide_has_one_link_to_one_thing(works: Works, tenant: TenantId) -> None:
    async def share(guide: UUID) -> channels.Link:
        async with works.open(tenant) as work:
            return await channels.share(
                work, guide=guide, store=STORE, target="product", target_id=OTHER
            )

    mine, again, hers = await share(GUIDE), await share(GUIDE), await share(HER)
    assert mine.slug == again.slug
    assert hers.slug != mine.slug
    async with works.open(tenant) as work:
        opened, strange = await channels.open_links(work, [knock(mine.slug), knock("zzzzzzzz")])
    assert (opened.target, opened.target_id, strange.target) == ("product", OTHER, None)
    assert opened.token
    async with works.open(tenant) as work:
        arrival = await channels.find_arrival(work, opened.token, HER)
        assert arrival is not None
        await channels.join_opening(work, arrival, HER)
    async with works.open(tenant) as work:
        again_arrival = await channels.find_arrival(work, opened.token, HER)
        assert again_arrival is not None
        assert again_arrival.joined
        assert await channels.find_arrival(work, opened.token, OTHER) is None
        [listed], _ = await channels.list_links(work, GUIDE, limit=5, offset=0)
        names = await NAMES.column(work, tenant)
    assert (listed.openings, listed.visitors) == (1, 1)
    assert names.count("channels.link_shared") == 2
    assert names.count("channels.link_opened") == 2
