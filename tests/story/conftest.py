"""What stories share: a shop at ten in the morning, with columns that follow when asked to."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.kernel.facts import calendar
from siyu.kernel.ids import TenantId
from siyu.modules import distribution
from tests.house.mall import open_mall
from tests.story.teller import Teller


@pytest.fixture
def at_ten(clock: StoppedClock) -> StoppedClock:
    """Ten o'clock in Shanghai: no time of quiet, and hours left of the day."""
    now = clock.now()
    ten = now.replace(hour=2, minute=0, second=0, microsecond=0)
    clock.move(ten + timedelta(days=now > ten) - now)
    return clock


@pytest.fixture
async def teller(
    database: Database,
    keyring: Keyring,
    at_ten: StoppedClock,
    tenant: TenantId,
    tmp_path: Path,
    columns: Columns,
    alone: None,
) -> AsyncIterator[Teller]:
    """With a plan that gives the guide five per cent, hers a week after the goods are."""
    await calendar.make_months(database.relay, at_ten.now())
    async with open_mall(database, keyring, at_ten, tenant, tmp_path, columns) as mall:
        async with mall.kit.works.open(tenant) as work:
            rate = distribution.Rate(role="guide", rate_bp=500)
            plan = distribution.NewPlan(
                since=work.now, after_sale_days=7, ceiling_bp=3000, rates=(rate,)
            )
            await distribution.set_plan(work, plan)
        teller = await Teller.begin(mall)
        await teller.follow()
        yield teller
