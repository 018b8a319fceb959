"""Handing messages to their vendor."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules import messaging


def handlers(kit: Kit) -> dict[str, Handler]:
    vendor = kit.port(messaging.TextMessages)

    async def deliver(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        send = UUID(args["send"])
        async with kit.works.look(tenant) as work:
            letter = await messaging.find_letter(work, send)
        if letter is None:
            return
        outcome = await vendor.hand(tenant, letter)
        # A code is worth nothing later: the person asks for another one.
        async with kit.works.open(tenant) as work:
            await messaging.record_handing(work, send, outcome)

    return {messaging.DELIVER: deliver}
