"""The merchant: founded once, found by its address and its code."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import tenants
from siyu.modules.tenants.errors import BadFounding, MerchantTaken


async def test_a_merchant_is_found_by_its_address_whatever_the_port(
    works: Works, merchant: TenantId
) -> None:
    found = await tenants.find_tenant_by_host(works, f"SHOP{merchant}.example.test:8443")
    assert found == merchant


async def test_a_merchant_is_found_by_its_code(works: Works, merchant: TenantId) -> None:
    assert await tenants.find_tenant_by_code(works, f" M{merchant} ") == merchant
    assert await tenants.find_tenant_by_code(works, "nobody-at-all") is None


async def test_an_unknown_address_leads_to_nobody_where_there_are_several(
    works: Works, merchant: TenantId
) -> None:
    async with works.open(TenantId(merchant + 1)) as work:
        await tenants.found(work, tenants.Found(code=f"n{merchant}", name="小巷面馆"))
    assert await tenants.find_tenant_by_host(works, "elsewhere.example.test") is None


async def test_an_address_leads_to_one_merchant_only(works: Works, merchant: TenantId) -> None:
    with pytest.raises(MerchantTaken):
        async with works.open(TenantId(merchant + 1)) as work:
            await tenants.add_host(work, f"shop{merchant}.example.test")


async def test_settings_tell_the_day_and_the_currency(works: Works, merchant: TenantId) -> None:
    async with works.look(merchant) as work:
        told = await tenants.get_tenant(work)
    assert (told.name, told.money.code, told.exponent) == ("明日母婴", "CNY", 2)
    assert told.date_of(datetime(2026, 3, 1, 17, tzinfo=UTC)) == date(2026, 3, 2)
    assert told.end_of(date(2026, 3, 2)) == datetime(2026, 3, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "With Blanks"},
        {"currency": "XXX"},
        {"timezone": "Mars/Olympus"},
        {"hosts": ("a/b",)},
    ],
)
async def test_a_merchant_is_not_founded_on_what_cannot_be_used(
    works: Works, tenant: TenantId, wrong: dict
) -> None:
    founding: dict[str, Any] = {"code": f"x{tenant}", "name": "无", **wrong}
    with pytest.raises(BadFounding):
        async with works.open(tenant) as work:
            await tenants.found(work, tenants.Found(**founding))


async def test_numbers_of_merchants_are_never_given_twice(works: Works) -> None:
    assert await tenants.next_tenant(works) < await tenants.next_tenant(works)
