"""What payments has written is asked of the vendor, and what it answers is written down.

Each call stands between two units of work and may be made again: the vendor knows our numbers.
"""

from uuid import UUID

from siyu.kernel.errors import Trouble
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import payments
from siyu.modules.payments import Attempt, Declined, Notice, Refund

LIVING = {"asked", "prepared"}


async def prepare(kit: Kit, tenant: TenantId, attempt: UUID) -> Attempt:
    """Let the buyer pay, if that is still wanted: the attempt as it then stands."""
    known = await _attempt(kit, tenant, attempt)
    waits = known.payable_until is not None and known.payable_until > kit.clock.now()
    if known.state not in LIVING or known.close_asked_at is not None or waits:
        return known
    answer = await kit.port(payments.Cashier).prepare(tenant, known)
    if isinstance(answer, Declined) and answer.paid:
        await inquire(kit, tenant, attempt)
        return await _attempt(kit, tenant, attempt)
    async with kit.works.open(tenant) as work:
        if isinstance(answer, Declined):
            await payments.closed(work, [attempt], why=answer.reason)
            return await payments.get_attempt(work, attempt)
        return await payments.prepared(work, attempt, answer)


async def inquire(kit: Kit, tenant: TenantId, attempt: UUID) -> None:
    """Ask what became of it. No answer is noted too: the next question is due all the same."""
    known = await _attempt(kit, tenant, attempt)
    if known.state not in LIVING:
        return
    said = await _said(kit, tenant, known)
    async with kit.works.open(tenant) as work:
        if said is not None:
            await payments.take_notices(work, [said])
        await payments.asked(work, known)


async def _said(kit: Kit, tenant: TenantId, attempt: Attempt) -> Notice | None:
    try:
        return await kit.port(payments.Cashier).query(tenant, attempt)
    except Trouble:
        return None


async def close(kit: Kit, tenant: TenantId, attempt: UUID, why: str) -> None:
    """Let nobody pay any more; who had paid by then has paid.

    Also for one that we closed while the vendor was still preparing it: there it must end too.
    """
    known = await _attempt(kit, tenant, attempt)
    if known.state == "paid":
        return
    if await kit.port(payments.Cashier).close(tenant, known) == "paid":
        said = await kit.port(payments.Cashier).query(tenant, known)
        async with kit.works.open(tenant) as work:
            await payments.take_notices(work, [said] if said else [])
        return
    async with kit.works.open(tenant) as work:
        await payments.closed(work, [attempt], why=why)


async def pay_back(kit: Kit, tenant: TenantId, refund: UUID) -> None:
    """Pay back what was asked for."""
    known = await _refund(kit, tenant, refund)
    if known.state != "asked":
        return
    answer = await kit.port(payments.Cashier).refund(tenant, known)
    async with kit.works.open(tenant) as work:
        if isinstance(answer, Declined):
            await payments.refund_failed(work, known, reason=answer.reason)
        else:
            await payments.refund_known(work, [answer])


async def inquire_refund(kit: Kit, tenant: TenantId, refund: UUID) -> None:
    """Ask what became of money on its way; what the vendor never heard of is asked for anew."""
    known = await _refund(kit, tenant, refund)
    if known.state != "asked":
        return
    try:
        said = await kit.port(payments.Cashier).query_refund(tenant, known)
        if said is None:
            await pay_back(kit, tenant, refund)
    except Trouble:
        said = None
    async with kit.works.open(tenant) as work:
        if said is not None:
            await payments.refund_known(work, [said])
        await payments.refund_asked(work, known)


async def _attempt(kit: Kit, tenant: TenantId, attempt: UUID) -> Attempt:
    async with kit.works.look(tenant) as work:
        return await payments.get_attempt(work, attempt)


async def _refund(kit: Kit, tenant: TenantId, refund: UUID) -> Refund:
    async with kit.works.look(tenant) as work:
        return await payments.get_refund(work, refund)
