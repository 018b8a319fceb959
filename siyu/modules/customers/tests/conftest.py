"""What the room's tests share: short ways of meeting people."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.modules import customers
from siyu.modules.customers import Meet, Met

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)

Meeting = Callable[..., Awaitable[list[Met]]]


def seen(text: str, *, at: datetime = MONDAY, **more: Any) -> Meet:
    """Somebody showed a card or phone at a till."""
    return Meet(identity=customers.read_identity(text), source="pos", at=at, **more)


@pytest.fixture
def meeting(works: Works, tenant: TenantId) -> Meeting:
    """Meet in a unit of work of its own."""

    async def run(*commands: Meet) -> list[Met]:
        async with works.open(tenant) as work:
            return await customers.meet(work, commands)

    return run


@pytest.fixture
def newcomer(meeting: Meeting) -> Callable[..., Awaitable[UUID]]:
    """The id of somebody who was met just now."""

    async def run(text: str = "13800138000", **more: Any) -> UUID:
        (met,) = await meeting(seen(text, **more))
        assert met.customer is not None
        return met.customer

    return run
