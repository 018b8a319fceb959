"""Jobs of customers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.flows import tag_audience
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit


def handlers(kit: Kit) -> dict[str, Handler]:
    async def give(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await tag_audience.give(kit, tenant, args)

    return {tag_audience.JOB: give}
