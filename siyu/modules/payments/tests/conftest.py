"""An attempt to pay 128 yuan that the vendor has prepared, and notices that fit it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
import pytest

from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId, new_id
from siyu.modules import payments
from siyu.modules.payments import Attempt, Notice, RefundNotice

ACCOUNT = "1900000109"
AMOUNT = 12_800


@pytest.fixture
async def attempt(works: Works, tenant: TenantId) -> Attempt:
    async with works.open(tenant) as work:
        (one,) = await payments.ask(work, [asking(work.new_id())])
        by = payments.Prepared(account=ACCOUNT, prepay="p1", pay_path="/pay/p1", until=work.now)
        return await payments.prepared(work, one.id, by)


@pytest.fixture
async def paid(works: Works, tenant: TenantId, attempt: Attempt) -> Attempt:
    async with works.open(tenant) as work:
        await payments.take_notices(work, [notice(attempt)])
        return await payments.get_attempt(work, attempt.id)


def asking(order: UUID, amount_minor: int = AMOUNT) -> payments.Ask:
    return payments.Ask(
        order=order,
        amount_minor=amount_minor,
        currency="CNY",
        about="订单 20260302-0001",
        return_to="/orders/1",
    )


def notice(attempt: Attempt, **changes: object) -> Notice:
    said = Notice(
        vendor="cashier",
        account=ACCOUNT,
        through=ACCOUNT,
        number=attempt.number,
        vendor_no="4200001",
        amount_minor=attempt.amount_minor,
        currency="CNY",
        state="paid",
    )
    return msgspec.structs.replace(said, **changes)


def back(refund: payments.Refund, **changes: object) -> RefundNotice:
    said = RefundNotice(
        vendor="cashier",
        account=ACCOUNT,
        through=ACCOUNT,
        number=refund.number,
        paid_number=refund.paid_number,
        vendor_no="5030001",
        amount_minor=refund.amount_minor,
        currency="CNY",
        state="paid_back",
    )
    return msgspec.structs.replace(said, **changes)


MINUTES = [*range(31), *range(60, 6 * 24 * 60, 30)]
"""Moments at which a worker looks, counted in minutes: often at first."""

Told = Callable[[], Awaitable[list[str]]]


@pytest.fixture
def told(works: Works, tenant: TenantId) -> Told:
    """Names of this tenant's facts, in order."""

    async def names() -> list[str]:
        async with works.look(tenant) as work:
            rows = await work.conn.fetch(
                "select name from facts.fact where tenant_id = $1 order by xid, id", tenant
            )
        return [row["name"] for row in rows]

    return names


def refunding(attempt: Attempt, amount_minor: int, id_: UUID | None = None) -> payments.RefundAsk:
    return payments.RefundAsk(
        id=id_ or new_id(attempt.asked_at),
        attempt=attempt.id,
        amount_minor=amount_minor,
        why="不想要了",
    )
