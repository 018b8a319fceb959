"""Handing text messages to their vendor: nobody else knows the channel."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules.messaging.actions.texts import find_text, record_handing
from siyu.modules.messaging.ports import TextMessages


def deliverer(kit: Kit) -> Handler:
    vendor = kit.port(TextMessages)

    async def deliver(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        send = UUID(args["send"])
        async with kit.works.look(tenant) as work:
            text = await find_text(work, send)
        if text is None:
            return
        outcome = await vendor.hand(tenant, text)
        # A code is worth nothing later: the person asks for another one.
        async with kit.works.open(tenant) as work:
            await record_handing(work, send, outcome)

    return deliver
