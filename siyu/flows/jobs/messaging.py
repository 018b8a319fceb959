"""Handing messages to their vendor, and letters that waited for the morning."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.flows import send_campaign
from siyu.flows.send_letters import send_waiting
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules import messaging
from siyu.modules.messaging.jobs import deliverer


def handlers(kit: Kit) -> dict[str, Handler]:
    async def waiting(tenant: TenantId, _: UUID, __: Mapping[str, Any]) -> None:
        await send_waiting(kit.works, tenant)

    async def run_campaign(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await send_campaign.run(kit.works, tenant, UUID(args["campaign"]))

    return {
        messaging.DELIVER: deliverer(kit),
        messaging.SEND_WAITING: waiting,
        messaging.RUN_CAMPAIGN: run_campaign,
    }
