"""Jobs of the catalog."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.flows import import_goods
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules import catalog


def handlers(kit: Kit) -> dict[str, Handler]:
    async def bring(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await import_goods.run(kit.works, tenant, UUID(args["run"]))

    return {catalog.JOB: bring}
