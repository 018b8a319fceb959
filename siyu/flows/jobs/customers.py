"""Jobs of customers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.flows import tag_audience
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules import customers


def handlers(kit: Kit) -> dict[str, Handler]:
    async def tag_many(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await tag_audience.run(kit.works, tenant, UUID(args["bulk"]))

    return {customers.TAG_MANY: tag_many}
