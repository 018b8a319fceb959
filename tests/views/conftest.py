"""A furnished merchant for every test."""

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from tests.house.merchant import Merchant, furnish


@pytest.fixture
async def merchant(works: Works, tenant: TenantId) -> Merchant:
    return await furnish(works, tenant)
