"""Calls of the cashier, left by payments and by the schedule."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.flows import call_cashier
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules import payments


def handlers(kit: Kit) -> dict[str, Handler]:
    async def prepare(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await call_cashier.prepare(kit, tenant, UUID(args["attempt"]))

    async def inquire(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await call_cashier.inquire(kit, tenant, UUID(args["attempt"]))

    async def close(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await call_cashier.close(kit, tenant, UUID(args["attempt"]), args["why"])

    async def refund(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await call_cashier.pay_back(kit, tenant, UUID(args["refund"]))

    async def inquire_refund(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await call_cashier.inquire_refund(kit, tenant, UUID(args["refund"]))

    return {
        payments.PREPARE: prepare,
        payments.INQUIRE: inquire,
        payments.CLOSE: close,
        payments.REFUND: refund,
        payments.INQUIRE_REFUND: inquire_refund,
    }
