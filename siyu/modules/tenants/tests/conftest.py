"""A merchant of its own for each test."""

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import tenants


@pytest.fixture
async def merchant(works: Works, tenant: TenantId) -> TenantId:
    async with works.open(tenant) as work:
        hosts = (f"shop{tenant}.example.test",)
        await tenants.found(work, tenants.Found(code=f"m{tenant}", name="明日母婴", hosts=hosts))
    return tenant
