"""Jobs of after-sale."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules import aftersale


def handlers(kit: Kit) -> dict[str, Handler]:
    async def drop(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        gone = [UUID(one) for one in args["pictures"]]
        await asyncio.to_thread(aftersale.remove_pictures, kit.uploads, tenant, gone)

    return {aftersale.DROP_PICTURES: drop}
